#include "http_test_server.hpp"

#include <atomic>
#include <optional>

namespace kewp::http {
namespace {

using namespace testing;

TEST(Drain, AnswersTheNextRequestOfAnIdleConnectionAndThenClosesIt)
{
    ServerOptions options;
    options.drain_idle = 5s;
    TestServer server(options, test_router());
    auto client = std::make_optional<Client>(server.port());
    EXPECT_EQ(client->get("/hello").status, 200U);
    server.server().drain(10s);
    std::atomic<bool> drained{false};
    server.server().post([&] { drained = true; });
    EXPECT_TRUE(eventually([&] { return drained.load(); }));
    auto const last = client->get("/hello");
    EXPECT_EQ(last.status, 200U);
    EXPECT_EQ(last.headers.at("connection"), "close");
    EXPECT_TRUE(client->closed());
    client.reset();
    server.join();
}

TEST(Drain, ClosesIdleConnectionsAfterAShortWhile)
{
    ServerOptions options;
    options.drain_idle = 50ms;
    TestServer server(options, test_router());
    Client client(server.port());
    EXPECT_EQ(client.get("/hello").status, 200U);
    Client silent(server.port());
    EXPECT_TRUE(eventually([&] { return server.server().connections() == 2U; }));
    auto const before = std::chrono::steady_clock::now();
    server.stop(30s);
    EXPECT_LT(std::chrono::steady_clock::now() - before, 10s);
    EXPECT_TRUE(client.closed());
}

TEST(Drain, FinishesWhatIsRunning)
{
    std::atomic<bool> entered{false};
    std::atomic<bool> release{false};
    Router router;
    router.get("/wait", [&](Request&) {
        entered = true;
        while (!release) {
            std::this_thread::sleep_for(1ms);
        }
        return text("done");
    });
    TestServer server({}, std::move(router));
    Client client(server.port());
    client.send("GET /wait HTTP/1.1\r\nHost: t\r\n\r\n");
    EXPECT_TRUE(eventually([&] { return entered.load(); }));
    server.server().drain(30s);
    release = true;
    auto const answer = client.receive();
    EXPECT_EQ(answer.body, "done");
    EXPECT_EQ(answer.headers.at("connection"), "close");
    client.finish_sending();
    EXPECT_TRUE(client.closed());
    server.join();
}

TEST(Drain, EndsAtTheDeadlineWhateverClientsDo)
{
    ServerOptions options;
    options.drain_idle = 60s;
    options.header_timeout = 60s;
    TestServer server(options, test_router());
    Client idle(server.port());
    EXPECT_EQ(idle.get("/hello").status, 200U);
    Client half(server.port());
    half.send("GET /hello HT");
    EXPECT_TRUE(eventually([&] { return server.server().connections() == 2U; }));
    auto const before = std::chrono::steady_clock::now();
    server.stop(100ms);
    EXPECT_LT(std::chrono::steady_clock::now() - before, 20s);
    EXPECT_TRUE(idle.closed());
}

TEST(Drain, LosesNoRequestWhenAnotherServerTakesOverTheSocket)
{
    auto const listener = listen_on_free_port();
    auto const port = port_of(listener);
    std::atomic<bool> stop{false};
    std::atomic<int> failures{0};
    std::atomic<int> answered{0};
    auto const client_loop = [&] {
        auto client = std::make_unique<Client>(port);
        while (!stop) {
            auto const answer = client->get("/hello");
            if (answer.status != 200 || answer.body != "hello") {
                ++failures;
                client = std::make_unique<Client>(port);
                continue;
            }
            ++answered;
            if (answer.headers.contains("connection")) {
                client = std::make_unique<Client>(port);
            }
        }
    };
    auto const start = [&] {
        auto server = std::make_unique<Server>(ServerOptions{}, test_router(), Hooks{});
        auto thread = std::thread([raw = server.get(), fd = ::dup(listener.get())] { raw->run(UniqueFd(fd)); });
        return std::pair(std::move(server), std::move(thread));
    };
    auto current = start();
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i) {
        clients.emplace_back(client_loop);
    }
    for (int generation = 0; generation < 5; ++generation) {
        auto const seen = answered.load();
        EXPECT_TRUE(eventually([&] { return answered.load() > seen + 100; }));
        auto next = start();
        current.first->drain(10s);
        current.second.join();
        current = std::move(next);
    }
    stop = true;
    for (auto& client : clients) {
        client.join();
    }
    current.first->drain(0ms);
    current.second.join();
    EXPECT_EQ(failures.load(), 0);
}

}  // namespace
}  // namespace kewp::http
