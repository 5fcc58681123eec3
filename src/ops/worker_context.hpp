#pragma once

#include "base/file.hpp"
#include "ops/shared_page.hpp"

#include <cstdint>

namespace kewp::ops {

/// What the supervisor asked of this child since it was last asked.
struct WorkerSignals {
    bool drain = false;        ///< stop accepting, finish what is in flight, return from `run_worker`
    bool reopen_logs = false;  ///< USR1
};

/// The supervisor as a child process sees it.
///
/// TERM and USR1 are blocked in the child (threads that it starts inherit that) and arrive at
/// `signal_fd()`. `ready`, `heartbeat`, `served` and `draining` may be called by any thread.
class WorkerContext {
public:
    struct Parts {
        SharedPage* page = nullptr;
        WorkerSlot* slot = nullptr;
        std::uint32_t generation = 0;
        int listen_fd = -1;
        int wake_fd = -1;  // eventfd: the supervisor looks at the slots when it becomes readable
        int worker_timeout_ms = 0;
        int graceful_timeout_ms = 0;
    };
    WorkerContext(Parts parts, UniqueFd signal_fd);

    [[nodiscard]] std::uint32_t generation() const { return parts_.generation; }
    [[nodiscard]] SharedPage& page() const { return *parts_.page; }
    [[nodiscard]] WorkerSlot& slot() const { return *parts_.slot; }

    /// The listening socket: non-blocking, its queue is shared with the other workers. The descriptor
    /// belongs to this process: close it to stop accepting. -1 in the scheduler.
    [[nodiscard]] int listen_fd() const { return parts_.listen_fd; }

    /// Call once when requests can be answered.
    void ready();

    /// Call every `heartbeat_interval_ms()` from the loop that serves requests, so that a loop that
    /// hangs is noticed.
    void heartbeat();
    [[nodiscard]] int heartbeat_interval_ms() const;

    /// So many requests were served since the start of this process.
    void served(std::uint64_t requests);

    /// Readable when a signal is waiting; then call `take_signals` (which does not block).
    [[nodiscard]] int signal_fd() const { return signal_fd_.get(); }
    [[nodiscard]] WorkerSignals take_signals();
    /// True from the moment `take_signals` has handed out `drain`.
    [[nodiscard]] bool draining() const;

    /// After `drain`, the time until the supervisor kills this process.
    [[nodiscard]] int graceful_timeout_ms() const { return parts_.graceful_timeout_ms; }

private:
    void wake_supervisor() const;
    Parts parts_;
    UniqueFd signal_fd_;
};

}  // namespace kewp::ops
