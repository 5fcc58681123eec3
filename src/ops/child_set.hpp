#pragma once

#include "ops/children.hpp"
#include "ops/restart_backoff.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace kewp::ops {

/// A generation with its number, counted from 1.
struct Loaded {
    std::uint32_t number = 0;
    Generation work;
};

/// A child that ended, or had to be ended, without being asked to.
struct Failure {
    Role role = Role::worker;
    std::uint32_t generation = 0;
    std::int64_t ready_for_ms = -1;  ///< negative when it never was ready
    std::string what;                ///< "worker 123 of generation 2 was killed by signal 9 (Killed)"
};

/// The child processes of a supervisor, of all generations, and the rules for replacing them. Every
/// function takes the monotonic time of the round, in milliseconds.
class ChildSet {
public:
    explicit ChildSet(SharedPage& page) : page_(page) {}

    /// Descriptors that `start` hands on or has closed in the children.
    struct Descriptors {
        int listen = -1;
        int signals = -1;
        int wake = -1;
    };
    void use(Descriptors descriptors) { fds_ = descriptors; }

    /// Starts what is missing of the serving generation, when its backoff allows.
    void fill_up(Loaded const& serving, std::int64_t now_ms);
    /// Starts the preparer of the serving generation when its workers are ready, unless its work is done.
    void prepare(Loaded const& serving, std::int64_t now_ms);
    /// Starts the replacement of one worker that has served its number of requests.
    void recycle_one(Loaded const& serving, std::int64_t now_ms);
    /// Starts workers of a generation on trial. True once all of them are there and ready.
    [[nodiscard]] bool bring_up(Loaded const& incoming, std::int64_t now_ms);
    [[nodiscard]] bool all_ready(Loaded const& loaded) const;

    /// Collects every child of this process that ended.
    [[nodiscard]] std::vector<Failure> reap(std::int64_t now_ms);
    /// Takes note of what the children wrote to their slots; kills those that hang or overstay.
    [[nodiscard]] std::vector<Failure> look_at_slots(std::int64_t now_ms);
    /// A failure in the serving generation delays its successor if it came too soon.
    void note(Failure const& failure, std::int64_t now_ms);
    /// Heartbeats missed before this time are forgiven.
    void forgive_until(std::int64_t time_ms) { forgiven_until_ms_ = time_ms; }

    void retire(std::uint32_t generation, std::int64_t now_ms);
    void retire_all(std::int64_t now_ms);
    void signal_all(int signal) const;

    [[nodiscard]] bool empty() const { return children_.empty(); }
    [[nodiscard]] std::size_t size() const { return children_.size(); }
    /// When there is something to do at the latest, if nothing happens.
    [[nodiscard]] std::int64_t next_deadline_ms(std::int64_t now_ms) const;

private:
    bool start(Role role, Loaded const& loaded, std::int64_t now_ms, pid_t replaces = 0);
    void look_at(Child& child, std::int64_t now_ms, std::vector<Failure>& failures);
    void became_ready(Child& child, std::int64_t now_ms);
    void end_hanging(Child& child, std::int64_t now_ms, std::string const& why, std::vector<Failure>& failures);
    void retire(Child& child, std::int64_t now_ms);
    [[nodiscard]] bool is_there(Role role) const;
    [[nodiscard]] std::vector<Child const*> counted(Loaded const& loaded) const;
    [[nodiscard]] RestartBackoff& backoff_of(Role role);

    SharedPage& page_;
    Descriptors fds_;
    std::vector<Child> children_;
    RestartBackoff worker_backoff_;
    RestartBackoff scheduler_backoff_;
    RestartBackoff preparer_backoff_;
    std::uint32_t prepared_generation_ = 0;  // the last one whose preparer has done its work
    std::int64_t forgiven_until_ms_ = 0;
};

}  // namespace kewp::ops
