#pragma once

#include <functional>

namespace kewp::ops {

struct LoadedService;
class WorkerContext;

/// One worker process of the service: opens its own database connections, answers requests until drained,
/// finishes its writes. Returns the exit status. `reopen_logs` opens the service's log again after rotation.
[[nodiscard]] int run_web_worker(WorkerContext& context, LoadedService const& service,
                                 std::function<void()> const& reopen_logs);

}  // namespace kewp::ops
