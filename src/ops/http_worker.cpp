#include "ops/http_worker.hpp"

#include "http/server.hpp"
#include "ops/worker_context.hpp"

#include <algorithm>
#include <chrono>

namespace kewp::ops {
namespace {

/// The server gives up on its last connections a little before the supervisor kills the process.
std::chrono::milliseconds drain_timeout(WorkerContext const& context)
{
    int const graceful_ms = context.graceful_timeout_ms();
    return std::chrono::milliseconds{std::max(graceful_ms / 2, graceful_ms - 1'000)};
}

}  // namespace

int serve_http(WorkerContext& context, http::Server& server, std::function<void()> const& reopen_logs)
{
    server.on_readable(context.signal_fd(), [&] {
        auto const signals = context.take_signals();
        if (signals.reopen_logs) {
            reopen_logs();
        }
        if (signals.drain) {
            server.drain(drain_timeout(context));
        }
    });
    server.every(std::chrono::milliseconds{context.heartbeat_interval_ms()}, [&] {
        context.heartbeat();
        context.served(server.requests());
    });
    server.post([&] { context.ready(); });
    server.run(UniqueFd{context.listen_fd()});
    context.served(server.requests());
    return 0;
}

}  // namespace kewp::ops
