#pragma once

#include "base/file.hpp"
#include "base/result.hpp"
#include "ops/supervisor.hpp"

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <sys/types.h>

namespace kewp::ops {

enum class Role { worker, scheduler, preparer };

[[nodiscard]] char const* name_of(Role role);

/// A child process as its supervisor knows it.
struct Child {
    pid_t pid = 0;
    Role role = Role::worker;
    WorkerSlot* slot = nullptr;
    std::uint32_t generation = 0;
    SupervisorOptions options;  ///< of its generation
    std::int64_t started_ms = 0;
    std::optional<std::int64_t> ready_ms;  ///< when it was seen to be ready
    bool retiring = false;                 ///< was asked to end, or is being killed
    std::int64_t kill_at_ms = 0;           ///< of a retiring one
    pid_t replaces = 0;                    ///< the one to drain when this one is ready
};

/// What a new child needs.
struct ChildPlan {
    SharedPage& page;
    Role role;
    WorkerSlot& slot;
    std::uint32_t generation;
    Generation const& work;
    int listen_fd;
    int wake_fd;
    std::span<int const> supervisor_fds;  ///< closed in the child
};

/// Forks. The child dies with this process, has TERM and USR1 blocked for its `WorkerContext`, ignores
/// INT, HUP and PIPE, and ends with the value of the plan's function without running destructors or
/// exit handlers that it inherited. Error: io when fork fails.
[[nodiscard]] Result<Child> start_child(ChildPlan const& plan);

/// "exited with status 3", "was killed by signal 9 (Killed)".
[[nodiscard]] std::string describe_exit(int wait_status);

/// Empties the slot of a child that is gone.
void clear_slot(WorkerSlot& slot);

/// Blocks `signals` in this thread and opens a non-blocking descriptor that reports them. Error: io.
[[nodiscard]] Result<UniqueFd> block_and_watch(std::initializer_list<int> signals);

}  // namespace kewp::ops
