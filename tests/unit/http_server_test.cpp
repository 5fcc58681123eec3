#include "http/access_log.hpp"
#include "http/counters.hpp"
#include "http_test_server.hpp"

#include <atomic>
#include <boost/json.hpp>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <sys/eventfd.h>
#include <unistd.h>

namespace kewp::http {
namespace {

using namespace testing;

/// Handlers wait here until the test lets them go.
class Gate {
public:
    void wait()
    {
        std::unique_lock lock(mutex_);
        ++waiting_;
        changed_.wait(lock, [this] { return open_; });
    }
    void open()
    {
        std::lock_guard const lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }
    [[nodiscard]] int waiting()
    {
        std::lock_guard const lock(mutex_);
        return waiting_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int waiting_ = 0;
    bool open_ = false;
};

TEST(Server, KeepsAConnectionForManyRequests)
{
    TestServer server({}, test_router());
    Client client(server.port());
    for (int i = 0; i < 50; ++i) {
        auto const answer = client.get(i % 2 == 0 ? "/hello" : "/inline");
        ASSERT_EQ(answer.status, 200U);
        EXPECT_EQ(answer.body, i % 2 == 0 ? "hello" : "inline");
        EXPECT_FALSE(answer.headers.contains("connection"));
        EXPECT_TRUE(answer.headers.contains("date"));
        EXPECT_EQ(answer.headers.at("server"), "kewp");
        EXPECT_FALSE(answer.headers.at("x-request-id").empty());
    }
    EXPECT_EQ(server.server().connections(), 1U);
    EXPECT_TRUE(eventually([&] { return server.server().requests() == 50U; }));
}

TEST(Server, ClosesWhenAskedToAndAfterTheLastRequestAllowed)
{
    ServerOptions options;
    options.max_keep_alive_requests = 2;
    TestServer server(options, test_router());
    Client asks(server.port());
    EXPECT_EQ(asks.get("/hello", "Connection: close\r\n").headers.at("connection"), "close");
    EXPECT_TRUE(asks.closed());
    Client counts(server.port());
    EXPECT_FALSE(counts.get("/hello").headers.contains("connection"));
    EXPECT_EQ(counts.get("/hello").headers.at("connection"), "close");
    EXPECT_TRUE(counts.closed());
    Client old(server.port());
    old.send("GET /hello HTTP/1.0\r\n\r\n");
    EXPECT_EQ(old.receive().headers.at("connection"), "close");
    EXPECT_TRUE(old.closed());
    Client old_alive(server.port());
    old_alive.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(old_alive.receive().headers.at("connection"), "keep-alive");
    EXPECT_EQ(old_alive.get("/hello").status, 200U);
}

TEST(Server, AnswersPipelinedRequestsInOrder)
{
    TestServer server({}, test_router());
    Client client(server.port());
    std::string requests;
    for (int i = 0; i < 200; ++i) {
        requests += "GET /ke/" + std::to_string(i) + " HTTP/1.1\r\nHost: t\r\n\r\n";
        requests += "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n\r\nabc";
    }
    client.send(requests);
    for (int i = 0; i < 200; ++i) {
        ASSERT_EQ(client.receive().body, std::to_string(i));
        ASSERT_EQ(client.receive().body, "abc");
    }
}

TEST(Server, AnswersHeadWithTheHeadersOfGet)
{
    TestServer server({}, test_router());
    Client client(server.port());
    client.send("HEAD /hello HTTP/1.1\r\nHost: t\r\n\r\n");
    auto const head = client.receive(true);
    EXPECT_EQ(head.status, 200U);
    EXPECT_EQ(head.headers.at("content-length"), "5");
    EXPECT_EQ(client.get("/hello").body, "hello") << "no body was sent";
}

TEST(Server, AnswersOptionsAndWrongMethods)
{
    TestServer server({}, test_router());
    Client client(server.port());
    client.send("OPTIONS /hello HTTP/1.1\r\nHost: t\r\n\r\n");
    auto const options = client.receive();
    EXPECT_EQ(options.status, 200U);
    EXPECT_EQ(options.headers.at("allow"), "GET, HEAD, OPTIONS");
    client.send("DELETE /hello HTTP/1.1\r\nHost: t\r\n\r\n");
    auto const refused = client.receive();
    EXPECT_EQ(refused.status, 405U);
    EXPECT_EQ(refused.headers.at("allow"), "GET, HEAD, OPTIONS");
    EXPECT_EQ(client.get("/nowhere").status, 404U);
    EXPECT_EQ(client.get("/../../etc/passwd").status, 404U);
}

TEST(Server, AsksForTheBodyWhenTheClientWaits)
{
    TestServer server({}, test_router());
    Client client(server.port());
    client.send("POST /echo HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    EXPECT_EQ(client.receive().status, 100U);
    client.send("abc");
    EXPECT_EQ(client.receive().body, "abc");
    Client too_big(server.port());
    too_big.send("POST /echo HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: 9999999\r\n\r\n");
    EXPECT_EQ(too_big.receive().status, 413U);
}

TEST(Server, GoesOnAfterAHandlerThrew)
{
    TestServer server({}, test_router());
    Client client(server.port());
    auto const answer = client.get("/throw");
    EXPECT_EQ(answer.status, 500U);
    EXPECT_EQ(answer.body.find("secret"), std::string::npos);
    EXPECT_NE(answer.body.find(answer.headers.at("x-request-id")), std::string::npos);
    EXPECT_EQ(client.get("/hello").status, 200U);
}

TEST(Server, CutsOffASlowHeader)
{
    ServerOptions options;
    options.header_timeout = 60ms;
    TestServer server(options, test_router());
    Client silent(server.port());
    EXPECT_TRUE(silent.closed());
    Client slow(server.port());
    slow.send("GET /hello HTTP/1.1\r\nHost: t\r\n");
    std::thread trickle([&slow] {
        for (int i = 0; i < 200 && slow.send("X: y\r\n"); ++i) {
            std::this_thread::sleep_for(10ms);
        }
    });
    auto const answer = slow.receive();
    EXPECT_EQ(answer.status, 408U) << "although bytes keep coming";
    EXPECT_EQ(answer.headers.at("connection"), "close");
    slow.finish_sending();
    trickle.join();
}

TEST(Server, CutsOffASlowBodyAndAnIdleConnection)
{
    ServerOptions options;
    options.body_timeout = 60ms;
    options.idle_timeout = 60ms;
    TestServer server(options, test_router());
    Client body(server.port());
    body.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 100\r\n\r\nabc");
    EXPECT_EQ(body.receive().status, 408U);
    Client idle(server.port());
    EXPECT_EQ(idle.get("/hello").status, 200U);
    EXPECT_TRUE(idle.closed());
}

TEST(Server, CutsOffAReaderThatDoesNotRead)
{
    ServerOptions options;
    options.write_timeout = 100ms;
    ServerCounters counters;
    options.counters = &counters;
    Router router;
    auto const big = std::make_shared<std::string const>(std::size_t{32} * 1024 * 1024, 'x');
    router.get("/big", [big](Request&) { return text(big); }, {.on_io_thread = true});
    TestServer server(options, std::move(router));
    Client client(server.port(), 4096);
    client.send("GET /big HTTP/1.1\r\nHost: t\r\n\r\n");
    EXPECT_TRUE(eventually([&] { return counters.timeouts.load() == 1U && server.server().connections() == 0U; }));
}

TEST(Server, SendsABigAnswerToASlowReaderThatReads)
{
    Router router;
    auto const big = std::make_shared<std::string const>(std::size_t{8} * 1024 * 1024, 'x');
    router.get("/big", [big](Request&) { return text(big); }, {.on_io_thread = true});
    TestServer server({}, std::move(router));
    Client patient(server.port(), 4096);
    EXPECT_EQ(patient.get("/big").body.size(), big->size());
}

TEST(Server, RefusesWorkOverTheQueueAtOnce)
{
    auto gate = std::make_shared<Gate>();
    ServerOptions options;
    options.threads = 1;
    options.queue_limit = 1;
    ServerCounters counters;
    options.counters = &counters;
    Router router;
    router.get("/wait", [gate](Request&) {
        gate->wait();
        return text("done");
    });
    router.get("/inline", [](Request&) { return text("inline"); }, {.on_io_thread = true});
    TestServer server(options, std::move(router));
    Client first(server.port());
    first.send("GET /wait HTTP/1.1\r\nHost: t\r\n\r\n");
    EXPECT_TRUE(eventually([&] { return gate->waiting() == 1; }));
    Client second(server.port());
    second.send("GET /wait HTTP/1.1\r\nHost: t\r\n\r\n");
    EXPECT_TRUE(eventually([&] { return counters.in_flight.load() == 2; }));
    Client third(server.port());
    auto const refused = third.get("/wait");
    EXPECT_EQ(refused.status, 503U);
    EXPECT_EQ(refused.headers.at("retry-after"), "1");
    EXPECT_EQ(counters.queue_refusals.load(), 1U);
    EXPECT_EQ(third.get("/inline").body, "inline") << "cached answers go on";
    gate->open();
    EXPECT_EQ(first.receive().body, "done");
    EXPECT_EQ(second.receive().body, "done");
    EXPECT_TRUE(eventually([&] { return counters.in_flight.load() == 0; }));
}

TEST(Server, MakesRoomForNewConnectionsByClosingTheLongestIdle)
{
    ServerOptions options;
    options.max_connections = 2;
    TestServer server(options, test_router());
    Client first(server.port());
    EXPECT_EQ(first.get("/hello").status, 200U);
    Client second(server.port());
    EXPECT_EQ(second.get("/hello").status, 200U);
    Client third(server.port());
    EXPECT_EQ(third.get("/hello").status, 200U);
    EXPECT_TRUE(first.closed());
    EXPECT_EQ(second.get("/hello").status, 200U);
}

TEST(Server, SendsStreamsInChunksAndFilesByLength)
{
    auto const path = std::filesystem::path(::testing::TempDir()) / ("kewp_file_" + std::to_string(::getpid()));
    std::string const content(500'000, 'f');
    ASSERT_TRUE(write_file_atomically(path, content));
    Router router;
    router.get("/stream", [](Request&) {
        auto left = std::make_shared<int>(3);
        return respond("text/plain", StreamBody{[left]() -> Result<std::string> {
                           return (*left)-- > 0 ? std::string(1000, 's') : std::string{};
                       }});
    });
    router.get("/broken", [](Request&) {
        auto left = std::make_shared<int>(1);
        return respond("text/plain", StreamBody{[left]() -> Result<std::string> {
                           if ((*left)-- > 0) {
                               return std::string("part");
                           }
                           return fail(ErrorCode::io, "disk");
                       }});
    });
    router.get("/file", [path](Request& request) {
        auto response = file(path, "text/plain");
        return response ? std::move(*response) : error_response(response.error(), request);
    });
    TestServer server({}, std::move(router));
    Client client(server.port());
    auto const stream = client.get("/stream");
    EXPECT_EQ(stream.headers.at("transfer-encoding"), "chunked");
    EXPECT_EQ(stream.body, std::string(3000, 's'));
    EXPECT_EQ(client.get("/file").body, content);
    client.send("HEAD /file HTTP/1.1\r\nHost: t\r\n\r\n");
    EXPECT_EQ(client.receive(true).headers.at("content-length"), "500000");
    EXPECT_EQ(client.get("/stream").body.size(), 3000U);
    Client old(server.port());
    old.send("GET /stream HTTP/1.0\r\n\r\n");
    EXPECT_EQ(old.receive().body, std::string(3000, 's'));
    auto const broken = client.get("/broken");
    EXPECT_FALSE(broken.complete) << "a broken stream must not look whole";
    std::filesystem::remove(path);
}

TEST(Server, BelievesForwardedHeadersOfTrustedProxiesOnly)
{
    Router router;
    router.get("/who", [](Request& request) {
        return text(request.client() + " " + request.origin() + request.prefix() + " " + request.id());
    });
    auto const headers =
        "X-Forwarded-For: 6.6.6.6, 1.2.3.4\r\nX-Forwarded-Proto: https\r\n"
        "X-Forwarded-Host: kewp.example.org\r\nX-Forwarded-Prefix: /kewp\r\nX-Request-ID: abc-1\r\n";
    ServerOptions trusting;
    trusting.trusted_proxies = {"127.0.0.0/8"};
    TestServer trusted(trusting, std::move(router));
    EXPECT_EQ(Client(trusted.port()).get("/who", headers).body, "1.2.3.4 https://kewp.example.org/kewp abc-1");
    auto const odd = Client(trusted.port())
                         .get("/who",
                              "X-Forwarded-Host: a<b\r\nX-Forwarded-Proto: gopher\r\nX-Request-ID: a\"b\r\n"
                              "X-Forwarded-Prefix: //evil\r\n");
    EXPECT_TRUE(odd.body.starts_with("127.0.0.1 http://test ")) << odd.body;
    Router again;
    again.get("/who", [](Request& request) { return text(request.client() + " " + request.origin()); });
    TestServer plain({}, std::move(again));
    EXPECT_EQ(Client(plain.port()).get("/who", headers).body, "127.0.0.1 http://test");
    EXPECT_THROW(Server({.trusted_proxies = {"nonsense"}}, Router{}, {}), std::invalid_argument);
}

TEST(Server, CountsAndLogsEveryRequestOnce)
{
    auto const path = std::filesystem::path(::testing::TempDir()) / ("kewp_server_log_" + std::to_string(::getpid()));
    std::filesystem::remove(path);
    auto log = AccessLog::open(path).value();
    ServerCounters counters;
    ServerOptions options;
    options.counters = &counters;
    options.access_log = &log;
    Hooks hooks;
    hooks.before = [](Request& request, Route const&) -> std::optional<Response> {
        request.set_user("alice");
        return std::nullopt;
    };
    TestServer server(options, test_router(), std::move(hooks));
    Client client(server.port());
    client.get("/ke/55?token=secret");
    client.get("/inline");
    client.get("/nowhere");
    client.send("nonsense\r\n\r\n");
    client.receive();
    server.stop(1s);
    auto const content = read_file(path).value();
    auto const lines = text::split(content, '\n');
    ASSERT_EQ(lines.size(), 5U);
    auto const first = boost::json::parse(lines[0]).as_object();
    EXPECT_EQ(first.at("route").as_string(), "/ke/{id}");
    EXPECT_EQ(first.at("path").as_string(), "/ke/55");
    EXPECT_EQ(first.at("user").as_string(), "alice");
    EXPECT_EQ(first.at("bytes").as_int64(), 2);
    EXPECT_EQ(content.find("secret"), std::string::npos);
    EXPECT_EQ(boost::json::parse(lines[3]).at("status").as_int64(), 400);
    EXPECT_EQ(counters.routes[0].by_status_class[4].load(), 2U);
    EXPECT_EQ(counters.malformed.load(), 1U);
    EXPECT_EQ(counters.accepted.load(), 1U);
    EXPECT_EQ(counters.connections.load(), 0);
    EXPECT_EQ(counters.in_flight.load(), 0);
    std::filesystem::remove(path);
}

TEST(Server, RunsTasksForItsOwner)
{
    UniqueFd event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    std::atomic<int> beats{0};
    std::atomic<int> events{0};
    std::atomic<bool> pooled{false};
    Server server({}, test_router(), {});
    server.every(5ms, [&] { ++beats; });
    server.every(5ms, [] { throw std::runtime_error("must not end the server"); });
    server.on_readable(event.get(), [&] {
        std::uint64_t value = 0;
        EXPECT_EQ(::read(event.get(), &value, sizeof value), static_cast<ssize_t>(sizeof value));
        ++events;
    });
    std::thread thread([&] { server.run(listen_on_free_port()); });
    EXPECT_TRUE(eventually([&] { return beats.load() >= 3; }));
    EXPECT_TRUE(server.post_to_pool([&] { pooled = true; }));
    for (int i = 1; i <= 3; ++i) {
        std::uint64_t const one = 1;
        ASSERT_EQ(::write(event.get(), &one, sizeof one), static_cast<ssize_t>(sizeof one));
        EXPECT_TRUE(eventually([&] { return events.load() == i; }));
    }
    server.drain(1s);
    thread.join();
    EXPECT_TRUE(pooled.load());
}

}  // namespace
}  // namespace kewp::http
