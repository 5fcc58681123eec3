#include "http/server.hpp"
#include "ops/http_worker.hpp"
#include "ops/routes.hpp"
#include "ops_test_service.hpp"

#include <thread>
#include <vector>

namespace kewp::ops::testing {
namespace {

/// A worker that serves `/who` with the real HTTP server.
int run_http(WorkerContext& context)
{
    http::Router router;
    router.get("/who", [&](http::Request&) {
        return http::text(std::to_string(::getpid()) + " " + std::to_string(context.generation()));
    });
    register_ops_routes(router, {.version = "1",
                                 .page = &context.page(),
                                 .health =
                                     [&] {
                                         HealthInput input;
                                         input.draining = context.draining();
                                         input.page = &context.page();
                                         return input;
                                     },
                                 .route_names = std::make_shared<std::vector<std::string>>(router.names())});
    http::ServerOptions options;
    options.threads = 1;
    options.drain_idle = std::chrono::milliseconds{100};
    options.counters = &context.page().counters(context.slot());
    http::Server server{std::move(options), std::move(router), {}};
    return serve_http(context, server, [] {});
}

std::optional<std::string> get(Service const& service, std::string_view path)
{
    auto const connection =
        service.send_line("GET " + std::string{path} + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r");
    if (!connection) {
        return std::nullopt;
    }
    std::string text;
    char buffer[4096];
    for (ssize_t n = 0; (n = ::read(connection.get(), buffer, sizeof buffer)) > 0;) {
        text.append(buffer, static_cast<std::size_t>(n));
    }
    return text.starts_with("HTTP/1.1 200") ? std::optional{text} : std::nullopt;
}

SupervisorOptions two_workers()
{
    SupervisorOptions options;
    options.workers = 2;
    options.graceful_timeout_ms = 10'000;
    return options;
}

TEST(HttpWorker, LosesNoRequestOverReloadsAndRecycling)
{
    auto options = two_workers();
    options.max_requests = 200;
    options.max_requests_jitter = 50;
    options.worker_timeout_ms = 10'000;
    Service service{options, run_http};
    service.start_and_wait();
    std::atomic<bool> done{false};
    std::atomic<int> answers{0};
    std::atomic<int> failures{0};
    std::vector<std::thread> clients;
    clients.reserve(3);
    for (int c = 0; c < 3; ++c) {
        clients.emplace_back([&] {
            while (!done) {
                get(service, "/who") ? ++answers : ++failures;
            }
        });
    }
    auto& page = service.page();
    for (unsigned reloads = 1; reloads <= 3; ++reloads) {
        service.signal(SIGHUP);
        EXPECT_TRUE(eventually([&] { return page.supervisor.reloads_ok == reloads; }));
    }
    EXPECT_TRUE(eventually([&] { return page.supervisor.recycled >= 1; }));
    done = true;
    for (auto& client : clients) {
        client.join();
    }
    EXPECT_EQ(failures, 0);
    EXPECT_GT(answers, 200);
    EXPECT_EQ(page.supervisor.died, 0U);
    service.signal(SIGTERM);
    EXPECT_EQ(service.wait_for_end(), 0);
    EXPECT_EQ(page.supervisor.killed_in_drain, 0U);
    EXPECT_TRUE(service.all_gone());
}

TEST(HttpWorker, BeatsItsHeart)
{
    auto options = two_workers();
    options.worker_timeout_ms = 400;
    Service service{options, run_http};
    service.start_and_wait();
    auto& slot = service.page().workers[0];
    auto const first = slot.heartbeat_ms.load();
    // Longer than the time-out without any request.
    EXPECT_TRUE(eventually([&] { return slot.heartbeat_ms.load() > first + 500; }));
    EXPECT_EQ(service.page().supervisor.timed_out, 0U);
    EXPECT_TRUE(get(service, "/livez"));
}

TEST(HttpWorker, CountsForTheWholeService)
{
    Service service{two_workers(), run_http};
    service.start_and_wait();
    for (int i = 0; i < 20; ++i) {
        ASSERT_TRUE(get(service, "/who"));
    }
    auto const metrics = get(service, "/metrics");
    ASSERT_TRUE(metrics);
    EXPECT_NE(metrics->find("\"route\":\"/who\",\"requests\":20"), std::string::npos) << *metrics;
}

}  // namespace
}  // namespace kewp::ops::testing
