#include "ops/worker_context.hpp"

#include <algorithm>
#include <csignal>
#include <sys/signalfd.h>
#include <unistd.h>
#include <utility>

namespace kewp::ops {

WorkerContext::WorkerContext(Parts parts, UniqueFd signal_fd) : parts_(parts), signal_fd_(std::move(signal_fd)) {}

void WorkerContext::ready()
{
    heartbeat();
    auto expected = WorkerState::starting;  // not when asked to drain already
    parts_.slot->state.compare_exchange_strong(expected, WorkerState::ready);
    wake_supervisor();
}

void WorkerContext::heartbeat()
{
    parts_.slot->heartbeat_ms.store(monotonic_ms(), std::memory_order_relaxed);
}

int WorkerContext::heartbeat_interval_ms() const
{
    // Four beats per time-out, so that one late timer is not a death.
    return std::clamp(parts_.worker_timeout_ms / 4, 10, 1'000);
}

void WorkerContext::served(std::uint64_t requests)
{
    auto const limit = parts_.slot->recycle_after.load(std::memory_order_relaxed);
    auto const before = parts_.slot->requests.exchange(requests, std::memory_order_relaxed);
    if (limit != 0 && before < limit && requests >= limit) {
        wake_supervisor();
    }
}

WorkerSignals WorkerContext::take_signals()
{
    WorkerSignals signals;
    signalfd_siginfo info{};
    while (::read(signal_fd_.get(), &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
        if (info.ssi_signo == SIGTERM) {
            signals.drain = true;
            parts_.slot->state.store(WorkerState::draining);
            wake_supervisor();  // it starts a replacement when it was not the one who asked
        } else if (info.ssi_signo == SIGUSR1) {
            signals.reopen_logs = true;
        }
    }
    return signals;
}

bool WorkerContext::draining() const
{
    return parts_.slot->state.load(std::memory_order_relaxed) == WorkerState::draining;
}

void WorkerContext::wake_supervisor() const
{
    std::uint64_t const one = 1;
    // Full means that it is awake already.
    [[maybe_unused]] auto const written = ::write(parts_.wake_fd, &one, sizeof one);
}

}  // namespace kewp::ops
