#pragma once

namespace kewp::ops {

struct LoadedService;
class WorkerContext;

/// One worker process of the service: opens its own database connections, answers requests until drained,
/// finishes its writes. Returns the exit status.
[[nodiscard]] int run_web_worker(WorkerContext& context, LoadedService const& service);

}  // namespace kewp::ops
