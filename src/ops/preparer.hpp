#pragma once

#include <functional>

namespace kewp::ops {

struct LoadedService;
class WorkerContext;

/// The process that makes ahead what is too slow for the start or for a request: the corrections for hubs, then the
/// suggestions for every Key Event, into `service.prepared`. On all processors at low priority; then it ends. Returns
/// the exit status: 0 when everything is done or it was told to stop. `reopen_logs` opens the service's log again after
/// rotation.
[[nodiscard]] int run_preparer(WorkerContext& context, LoadedService const& service,
                               std::function<void()> const& reopen_logs);

}  // namespace kewp::ops
