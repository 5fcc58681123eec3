#pragma once

#include <functional>

namespace kewp::http {
class Server;
}

namespace kewp::ops {

class WorkerContext;

/// Runs `server` as a worker of the supervisor: on its listening socket, with heartbeats from its I/O
/// thread, until TERM has drained it. `reopen_logs` is called at USR1, on the I/O thread. Returns the exit
/// status. The server counts into `context.page().counters(context.slot())`: say so in its options.
[[nodiscard]] int serve_http(WorkerContext& context, http::Server& server, std::function<void()> const& reopen_logs);

}  // namespace kewp::ops
