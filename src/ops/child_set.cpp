#include "ops/child_set.hpp"

#include <algorithm>
#include <csignal>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/wait.h>
#include <utility>

namespace kewp::ops {
namespace {

constexpr std::int64_t kTickMs = 1'000;         // heartbeats are looked at so often, or four times per time-out
constexpr std::int64_t kAbortToKillMs = 1'000;  // time for a hanging worker to write its core

std::string describe(Child const& child)
{
    return fmt::format("{} {} of generation {}", name_of(child.role), child.pid, child.generation);
}

Failure failure_of(Child const& child, std::int64_t now_ms, std::string const& what)
{
    return {child.role, child.generation, child.ready_ms ? now_ms - *child.ready_ms : -1,
            fmt::format("{} {}", describe(child), what)};
}

}  // namespace

RestartBackoff& ChildSet::backoff_of(Role role)
{
    switch (role) {
        case Role::worker: return worker_backoff_;
        case Role::scheduler: return scheduler_backoff_;
        case Role::preparer: break;
    }
    return preparer_backoff_;
}

/// The workers of a generation that count: not on their way out, and not a spare for a recycled one.
std::vector<Child const*> ChildSet::counted(Loaded const& loaded) const
{
    std::vector<Child const*> found;
    for (auto const& child : children_) {
        if (child.role == Role::worker && child.generation == loaded.number && !child.retiring && child.replaces == 0) {
            found.push_back(&child);
        }
    }
    return found;
}

void ChildSet::fill_up(Loaded const& serving, std::int64_t now_ms)
{
    auto missing = serving.work.options.workers - static_cast<int>(counted(serving).size());
    while (missing-- > 0 && now_ms >= worker_backoff_.not_before_ms()) {
        if (!start(Role::worker, serving, now_ms)) {
            break;
        }
    }
    // A scheduler of the old generation ends first: two at once would make two backups.
    if (serving.work.run_scheduler && !is_there(Role::scheduler) && now_ms >= scheduler_backoff_.not_before_ms()) {
        start(Role::scheduler, serving, now_ms);
    }
}

bool ChildSet::is_there(Role role) const
{
    return std::any_of(children_.begin(), children_.end(), [role](auto& child) { return child.role == role; });
}

void ChildSet::prepare(Loaded const& serving, std::int64_t now_ms)
{
    bool const wanted = serving.work.run_preparer && prepared_generation_ != serving.number && all_ready(serving);
    // That of the old generation ends first: they have one slot.
    if (wanted && !is_there(Role::preparer) && now_ms >= preparer_backoff_.not_before_ms()) {
        start(Role::preparer, serving, now_ms);
    }
}

void ChildSet::recycle_one(Loaded const& serving, std::int64_t now_ms)
{
    bool const busy = std::any_of(children_.begin(), children_.end(), [](auto& c) { return c.replaces != 0; });
    if (busy || now_ms < worker_backoff_.not_before_ms()) {
        return;
    }
    for (auto const* child : counted(serving)) {
        auto const limit = child->slot->recycle_after.load();
        if (child->ready_ms && limit != 0 && child->slot->requests.load() >= limit) {
            start(Role::worker, serving, now_ms, child->pid);
            return;
        }
    }
}

bool ChildSet::all_ready(Loaded const& loaded) const
{
    auto const workers = counted(loaded);
    return static_cast<int>(workers.size()) >= loaded.work.options.workers &&
           std::all_of(workers.begin(), workers.end(), [](auto* child) { return child->ready_ms.has_value(); });
}

bool ChildSet::bring_up(Loaded const& incoming, std::int64_t now_ms)
{
    while (static_cast<int>(counted(incoming).size()) < incoming.work.options.workers) {
        if (!start(Role::worker, incoming, now_ms)) {
            break;
        }
    }
    return all_ready(incoming);
}

bool ChildSet::start(Role role, Loaded const& loaded, std::int64_t now_ms, pid_t replaces)
{
    auto* slot = role == Role::preparer ? &page_.preparer : &page_.scheduler;
    if (role == Role::worker) {
        slot = std::find_if(page_.workers.begin(), page_.workers.end(),
                            [](auto& s) { return s.state.load() == WorkerState::empty; });
        if (slot == page_.workers.end()) {
            return false;  // many sets are draining: one will be free soon
        }
    }
    std::vector<int> closed_in_child{fds_.signals};
    if (role != Role::worker) {
        closed_in_child.push_back(fds_.listen);
    }
    auto child = start_child({.page = page_,
                              .role = role,
                              .slot = *slot,
                              .generation = loaded.number,
                              .work = loaded.work,
                              .listen_fd = role == Role::worker ? fds_.listen : -1,
                              .wake_fd = fds_.wake,
                              .supervisor_fds = closed_in_child});
    if (!child) {
        backoff_of(role).died(now_ms, -1);
        spdlog::error("{}", child.error().message);
        return false;
    }
    child->replaces = replaces;
    children_.push_back(*child);
    return true;
}

std::vector<Failure> ChildSet::reap(std::int64_t now_ms)
{
    std::vector<Failure> failures;
    int status = 0;
    pid_t pid = 0;
    // Any child: as process 1 of a container we inherit orphans too.
    while ((pid = ::waitpid(-1, &status, WNOHANG)) > 0) {
        auto const found = std::find_if(children_.begin(), children_.end(), [pid](auto& c) { return c.pid == pid; });
        if (found == children_.end()) {
            continue;
        }
        Child const child = *found;
        children_.erase(found);
        // One that someone else sent TERM may be gone before its slot was looked at.
        bool const well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
        bool const drained = child.slot->state == WorkerState::draining && well;
        bool const done = child.role == Role::preparer && well && !drained && !child.retiring;
        clear_slot(*child.slot);
        for (auto& other : children_) {
            if (other.replaces == pid) {
                other.replaces = 0;  // it stands in its place already
            }
        }
        if (done) {
            prepared_generation_ = child.generation;
        } else if (child.retiring || drained) {
            spdlog::info("{} {}", describe(child), describe_exit(status));
        } else {
            page_.supervisor.died.fetch_add(1);
            // It may have died between a commit and saying so: cached answers of the others are taken as stale.
            page_.data_revision.fetch_add(1);
            failures.push_back(failure_of(child, now_ms, describe_exit(status)));
        }
    }
    return failures;
}

std::vector<Failure> ChildSet::look_at_slots(std::int64_t now_ms)
{
    std::vector<Failure> failures;
    for (auto& child : children_) {
        look_at(child, now_ms, failures);
    }
    return failures;
}

void ChildSet::look_at(Child& child, std::int64_t now_ms, std::vector<Failure>& failures)
{
    auto const& options = child.options;
    if (child.retiring) {
        if (now_ms >= child.kill_at_ms) {
            spdlog::warn("{} did not end in time and is killed", describe(child));
            page_.supervisor.killed_in_drain.fetch_add(1);
            ::kill(child.pid, SIGKILL);
            child.kill_at_ms = now_ms + kAbortToKillMs;
        }
        return;
    }
    auto const state = child.slot->state.load();
    if (state == WorkerState::draining) {
        // Someone else sent it TERM. It serves no more, so it counts no more.
        child.retiring = true;
        child.kill_at_ms = now_ms + options.graceful_timeout_ms;
        return;
    }
    if (state == WorkerState::ready && !child.ready_ms) {
        became_ready(child, now_ms);
    }
    if (!child.ready_ms) {
        if (now_ms - child.started_ms > options.start_timeout_ms) {
            end_hanging(child, now_ms, fmt::format("was not ready within {} ms", options.start_timeout_ms), failures);
        }
        return;
    }
    if (now_ms - *child.ready_ms >= RestartBackoff::kSettledMs) {
        backoff_of(child.role).settled(child.started_ms);
    }
    auto const last_beat_ms = std::max(child.slot->heartbeat_ms.load(), forgiven_until_ms_);
    if (child.role == Role::worker && now_ms - last_beat_ms > options.worker_timeout_ms) {
        end_hanging(child, now_ms, fmt::format("has not answered for {} ms", options.worker_timeout_ms), failures);
    }
}

void ChildSet::became_ready(Child& child, std::int64_t now_ms)
{
    child.ready_ms = now_ms;
    for (auto& other : children_) {
        if (child.replaces != 0 && other.pid == child.replaces && !other.retiring) {
            page_.supervisor.recycled.fetch_add(1);
            spdlog::info("{} is replaced by {} after {} requests", describe(other), child.pid,
                         other.slot->requests.load());
            retire(other, now_ms);
        }
    }
    child.replaces = 0;
}

void ChildSet::end_hanging(Child& child, std::int64_t now_ms, std::string const& why, std::vector<Failure>& failures)
{
    page_.supervisor.timed_out.fetch_add(1);
    child.retiring = true;
    child.kill_at_ms = now_ms + kAbortToKillMs;
    ::kill(child.pid, SIGABRT);
    failures.push_back(failure_of(child, now_ms, why));
}

void ChildSet::note(Failure const& failure, std::int64_t now_ms)
{
    auto& backoff = backoff_of(failure.role);
    backoff.died(now_ms, failure.ready_for_ms);
    auto const delay_ms = std::max<std::int64_t>(0, backoff.not_before_ms() - now_ms);
    spdlog::error("{}; another starts {}", failure.what, delay_ms == 0 ? "at once" : fmt::format("in {} ms", delay_ms));
}

void ChildSet::retire(Child& child, std::int64_t now_ms)
{
    child.retiring = true;
    child.kill_at_ms = now_ms + child.options.graceful_timeout_ms;
    ::kill(child.pid, SIGTERM);
}

void ChildSet::retire(std::uint32_t generation, std::int64_t now_ms)
{
    for (auto& child : children_) {
        if (child.generation == generation && !child.retiring) {
            retire(child, now_ms);
        }
    }
}

void ChildSet::retire_all(std::int64_t now_ms)
{
    for (auto& child : children_) {
        if (!child.retiring) {
            retire(child, now_ms);
        }
    }
}

void ChildSet::signal_all(int signal) const
{
    for (auto const& child : children_) {
        ::kill(child.pid, signal);
    }
}

std::int64_t ChildSet::next_deadline_ms(std::int64_t now_ms) const
{
    auto next = now_ms + kTickMs;
    auto const by = [&next](std::int64_t deadline_ms) { next = std::min(next, deadline_ms); };
    for (auto const& child : children_) {
        if (child.retiring) {
            by(child.kill_at_ms);
        } else {
            by(now_ms + std::max(1, child.options.worker_timeout_ms / 4));
            by(child.ready_ms ? next : child.started_ms + child.options.start_timeout_ms + 1);
        }
    }
    for (auto const* backoff : {&worker_backoff_, &scheduler_backoff_, &preparer_backoff_}) {
        if (backoff->not_before_ms() > now_ms) {
            by(backoff->not_before_ms());
        }
    }
    return next;
}

}  // namespace kewp::ops
