#pragma once

#include "base/file.hpp"
#include "base/result.hpp"
#include "ops/shared_page.hpp"
#include "ops/worker_context.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace kewp::ops {

struct SupervisorOptions {
    int workers = 4;                        ///< 1 … kMaxWorkers
    int worker_timeout_ms = 30'000;         ///< without a heartbeat for so long a worker is killed and replaced
    int start_timeout_ms = 30'000;          ///< from fork to `ready()`
    int graceful_timeout_ms = 30'000;       ///< from being asked to drain to being killed
    std::uint64_t max_requests = 0;         ///< a worker is replaced after so many requests, 0: never
    std::uint64_t max_requests_jitter = 0;  ///< the number of each worker lies within ± this
};

/// One generation of configuration and data, as the two functions that run on it (they own it by
/// capture). What they capture is read-only from here on and is shared with the children by fork, so
/// loading must start no thread and leave no SQLite handle open.
struct Generation {
    SupervisorOptions options;
    /// Runs in each worker; its return value is the exit status.
    std::function<int(WorkerContext&)> run_worker;
    /// Runs in one extra child, may be empty. There is never more than one at a time. Its heartbeat
    /// is not watched: a backup may take long.
    std::function<int(WorkerContext&)> run_scheduler;
    /// Runs once in a child of its own, when the workers are ready; may be empty. Makes ahead of time what the workers
    /// would make when asked, in memory that all share. It is started again, with a delay, until it exits with 0. Its
    /// heartbeat is not watched.
    std::function<int(WorkerContext&)> run_preparer;
    /// One line for the log, such as "1,561 key events, 4 embedding sets".
    std::string description;
};

/// Called in the supervisor, at the start and at every HUP.
using LoadGeneration = std::function<Result<Generation>()>;

/// Starts worker processes, watches them and replaces them; owns no thread.
///
/// - A worker that dies is replaced at once; one that dies as soon as it starts, after a delay that
///   doubles up to 30 s (`RestartBackoff`). The supervisor never gives up.
/// - A worker without a heartbeat for `worker_timeout_ms` gets ABRT, a second later KILL.
/// - A worker that has served its `max_requests` is drained once its replacement is ready.
/// - TERM, INT: all drain, those that outstay `graceful_timeout_ms` are killed. A second INT, or QUIT:
///   all are killed at once.
/// - HUP: loads a new generation, starts its workers and, once all are ready, drains the old ones. If
///   it does not load, or a new worker ends or is late before it is ready, the old generation goes on.
///   A HUP during a reload is remembered.
/// - USR1: `reopen_logs` here, and handed on to the children.
/// - Children die with the supervisor (PR_SET_PDEATHSIG), even when it is killed.
class Supervisor {
public:
    /// `page` must outlive the supervisor. `listen_fd` is handed to the workers; the supervisor's own copy
    /// is closed when it is told to stop, so that new connections are refused while workers drain.
    Supervisor(SharedPage& page, UniqueFd listen_fd, LoadGeneration load, std::function<void()> reopen_logs = {});
    ~Supervisor();
    Supervisor(Supervisor const&) = delete;
    Supervisor& operator=(Supervisor const&) = delete;

    /// Runs until told to stop. Blocks the signals that it handles in the calling thread. Reaps every
    /// child of this process. Errors: that of the first load; io when signals or fork do not work.
    [[nodiscard]] Result<void> run();

private:
    class Loop;
    std::unique_ptr<Loop> loop_;
};

}  // namespace kewp::ops
