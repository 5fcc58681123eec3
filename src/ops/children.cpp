#include "ops/children.hpp"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <fmt/format.h>
#include <random>
#include <spdlog/spdlog.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace kewp::ops {
namespace {

constexpr int kExitOfException = 70;  // EX_SOFTWARE of sysexits.h

std::uint64_t draw_recycle_after(SupervisorOptions const& options)
{
    if (options.max_requests == 0) {
        return 0;
    }
    // Different for each worker, so that they are not all replaced in the same minute.
    auto const jitter = std::min(options.max_requests_jitter, options.max_requests - 1);
    std::random_device device;
    return std::uniform_int_distribution{options.max_requests - jitter, options.max_requests + jitter}(device);
}

void prepare_slot(ChildPlan const& plan, std::int64_t now_ms)
{
    auto& slot = plan.slot;
    slot.pid = 0;
    slot.generation = plan.generation;
    slot.state = WorkerState::starting;
    slot.started_ms = now_ms;
    slot.heartbeat_ms = now_ms;
    slot.requests = 0;
    slot.texts_encoded = 0;
    slot.texts_cached = 0;
    slot.texts_refused = 0;
    if (plan.role == Role::worker) {
        plan.page.counters(slot).forget_gauges();  // those of a worker that died here
    }
    slot.recycle_after = plan.role == Role::worker ? draw_recycle_after(plan.work.options) : 0;
}

/// The supervisor's signals become this child's own. Nothing is lost in between: all are blocked.
Result<UniqueFd> take_over_signals()
{
    for (int const ignored : {SIGINT, SIGHUP, SIGPIPE}) {
        // A terminal sends INT and HUP to the whole group; the supervisor decides what they mean.
        std::signal(ignored, SIG_IGN);
    }
    sigset_t none;
    sigemptyset(&none);
    sigaddset(&none, SIGTERM);
    sigaddset(&none, SIGUSR1);
    ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
    return block_and_watch({SIGTERM, SIGUSR1});
}

std::function<int(WorkerContext&)> const& work_of(ChildPlan const& plan)
{
    switch (plan.role) {
        case Role::worker: return plan.work.run_worker;
        case Role::scheduler: return plan.work.run_scheduler;
        case Role::preparer: break;
    }
    return plan.work.run_preparer;
}

int run_in_child(ChildPlan const& plan)
{
    auto signal_fd = take_over_signals();
    if (!signal_fd) {
        spdlog::error("{} {}: {}", name_of(plan.role), ::getpid(), signal_fd.error().message);
        return kExitOfException;
    }
    auto const& options = plan.work.options;
    WorkerContext context{{.page = &plan.page,
                           .slot = &plan.slot,
                           .generation = plan.generation,
                           .listen_fd = plan.listen_fd,
                           .wake_fd = plan.wake_fd,
                           .worker_timeout_ms = options.worker_timeout_ms,
                           .graceful_timeout_ms = options.graceful_timeout_ms},
                          std::move(*signal_fd)};
    try {
        return work_of(plan)(context);
    } catch (std::exception const& error) {
        spdlog::critical("{} {} ends: {}", name_of(plan.role), ::getpid(), error.what());
    }
    return kExitOfException;
}

[[noreturn]] void child_main(ChildPlan const& plan, pid_t supervisor)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != supervisor) {
        ::_exit(0);  // it died before the line above
    }
    ::prctl(PR_SET_NAME, fmt::format("kewp-{}", name_of(plan.role)).c_str());
    plan.slot.pid = ::getpid();
    for (int const fd : plan.supervisor_fds) {
        ::close(fd);
    }
    // Random numbers come from the system or from OpenSSL, which reseeds itself after fork.
    int const status = run_in_child(plan);
    spdlog::default_logger()->flush();
    // Not exit: destructors of the supervisor's objects and its exit handlers are not ours to run.
    ::_exit(status);
}

}  // namespace

char const* name_of(Role role)
{
    switch (role) {
        case Role::worker: return "worker";
        case Role::scheduler: return "scheduler";
        case Role::preparer: break;
    }
    return "preparer";
}

Result<Child> start_child(ChildPlan const& plan)
{
    auto const now_ms = monotonic_ms();
    prepare_slot(plan, now_ms);
    std::fflush(nullptr);  // what is buffered here must not be written by the child again
    pid_t const self = ::getpid();
    pid_t const pid = ::fork();
    if (pid == 0) {
        child_main(plan, self);
    }
    if (pid < 0) {
        auto const reason = errno_text();
        clear_slot(plan.slot);
        return fail(ErrorCode::io, fmt::format("cannot start a {}: {}", name_of(plan.role), reason));
    }
    plan.slot.pid = pid;
    plan.page.supervisor.started.fetch_add(1);
    Child child;
    child.pid = pid;
    child.role = plan.role;
    child.slot = &plan.slot;
    child.generation = plan.generation;
    child.options = plan.work.options;
    child.started_ms = now_ms;
    return child;
}

std::string describe_exit(int wait_status)
{
    if (WIFSIGNALED(wait_status)) {
        int const signal = WTERMSIG(wait_status);
        char const* const name = ::sigdescr_np(signal);
        return fmt::format("was killed by signal {} ({})", signal, name != nullptr ? name : "unknown");
    }
    return fmt::format("exited with status {}", WEXITSTATUS(wait_status));
}

void clear_slot(WorkerSlot& slot)
{
    slot.state = WorkerState::empty;
    slot.pid = 0;
}

Result<UniqueFd> block_and_watch(std::initializer_list<int> signals)
{
    sigset_t set;
    sigemptyset(&set);
    for (int const signal : signals) {
        sigaddset(&set, signal);
    }
    int const rc = ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    UniqueFd fd{rc == 0 ? ::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC) : -1};
    if (!fd) {
        return fail(ErrorCode::io, "cannot watch for signals: " + errno_text());
    }
    return fd;
}

}  // namespace kewp::ops
