#pragma once

#include "base/process_mutex.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "http/counters.hpp"
#include "http/rate_limit.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace kewp::ops {

/// Milliseconds of CLOCK_MONOTONIC, which all processes of the machine share.
[[nodiscard]] std::int64_t monotonic_ms();

enum class WorkerState : std::uint32_t { empty, starting, ready, draining };

/// `empty`, `starting`, `ready`, `draining`.
[[nodiscard]] char const* name_of(WorkerState state);

/// What one child process tells the others about itself.
struct WorkerSlot {
    std::atomic<pid_t> pid{0};
    std::atomic<std::uint32_t> generation{0};
    std::atomic<WorkerState> state{WorkerState::empty};
    std::atomic<std::int64_t> started_ms{0};      ///< monotonic
    std::atomic<std::int64_t> heartbeat_ms{0};    ///< monotonic
    std::atomic<std::uint64_t> requests{0};       ///< served since it started
    std::atomic<std::uint64_t> recycle_after{0};  ///< requests after which it is replaced, 0: never
    std::atomic<std::uint64_t> texts_encoded{0};  ///< by its language model since it started
    std::atomic<std::uint64_t> texts_cached{0};   ///< asked for and known
    std::atomic<std::uint64_t> texts_refused{0};  ///< asked for while it was busy
    std::atomic<bool> has_counters{false};        ///< its block of `SharedPage::counters` was made
};

/// How something went the last time: a reload, a backup. One writer at a time;
/// readers never block it and never see half a record.
class OutcomeRecord {
public:
    struct Value {
        bool happened = false;
        bool ok = false;
        Instant when{};
        std::string message;
    };
    /// The message is cut at `kMaxMessage` bytes.
    void write(bool ok, Instant when, std::string_view message);
    [[nodiscard]] Value read() const;

    static constexpr std::size_t kMaxMessage = 1000;

private:
    static constexpr std::size_t kWords = 2 + (kMaxMessage + 7) / 8;
    std::atomic<std::uint64_t> version_{0};  // odd while the words are being written
    std::array<std::atomic<std::uint64_t>, kWords> words_{};
};

/// Counts since the supervisor started.
struct SupervisorCounters {
    std::atomic<std::uint64_t> started{0};          ///< children started
    std::atomic<std::uint64_t> died{0};             ///< ended without being asked to
    std::atomic<std::uint64_t> timed_out{0};        ///< killed because the heartbeat stopped
    std::atomic<std::uint64_t> killed_in_drain{0};  ///< killed because they outstayed graceful_timeout
    std::atomic<std::uint64_t> recycled{0};         ///< replaced after max_requests
    std::atomic<std::uint64_t> reloads_ok{0};
    std::atomic<std::uint64_t> reloads_failed{0};
};

/// What the scheduler tells of its work. Times are seconds since 1970, 0: never.
struct BackupRecord {
    std::atomic<std::int64_t> last_success{0};  ///< the newest backup in the folder, whoever made it
    std::atomic<std::int64_t> last_failure{0};
    std::atomic<std::int64_t> last_capture{0};  ///< everything committed before is captured
    std::atomic<std::uint64_t> runs_ok{0};
    std::atomic<std::uint64_t> runs_failed{0};
    std::atomic<std::uint64_t> captures_failed{0};
    std::atomic<std::uint64_t> last_bytes{0};
    std::atomic<std::uint64_t> last_duration_ms{0};
    OutcomeRecord last_run;
    OutcomeRecord capture;  ///< not ok: changes between backups are not captured, and why
};

inline constexpr std::size_t kMaxWorkers = 32;
/// Room for a serving, a starting and two draining sets of workers.
inline constexpr std::size_t kSlots = 4 * kMaxWorkers;

/// Everything that the processes of one service share and change. Made before the first fork, kept
/// over all generations. Its address is the same in all of them.
struct SharedPage {
    std::atomic<pid_t> supervisor_pid{0};
    std::atomic<std::int64_t> started_ms{0};   ///< monotonic, of the supervisor
    std::atomic<std::uint32_t> generation{0};  ///< the one that serves
    std::atomic<std::uint32_t> workers_wanted{0};
    /// Raised after every commit, by whichever process committed: cached answers carry the number
    /// they were made from and are stale when it differs.
    std::atomic<std::uint64_t> data_revision{1};
    SupervisorCounters supervisor;
    OutcomeRecord last_reload;
    BackupRecord backup;
    std::atomic<bool> stopping{false};        ///< the whole service, not one generation of it
    std::atomic<std::int64_t> started_at{0};  ///< seconds since 1970
    std::array<WorkerSlot, kSlots> workers;
    WorkerSlot scheduler;
    WorkerSlot preparer;
    /// Writers of all workers queue here in front of the database's write lock.
    ProcessMutex store_write;
    http::RateTable rates;
    std::uint64_t rate_seed = 0;  ///< for `http::client_hash`, the same in all processes

    /// What the worker in `slot` counts. Kept when the slot goes to the next worker, so that the sum over
    /// all slots is that of the service; made when a slot is first used, so that idle ones cost nothing.
    [[nodiscard]] http::ServerCounters& counters(WorkerSlot const& slot);
    [[nodiscard]] http::ServerCounters const* counters_if_made(std::size_t slot) const;

private:
    friend class SharedMemory;
    SharedPage() = default;
    std::byte* counter_blocks_ = nullptr;  // one per slot of `workers`, behind the page
};

static_assert(std::atomic<std::uint64_t>::is_always_lock_free, "shared memory needs lock-free atomics");
static_assert(std::atomic<WorkerState>::is_always_lock_free, "shared memory needs lock-free atomics");

/// Owns the mapping that holds the page. Children inherit it through fork.
class SharedMemory {
public:
    /// Error: io when the system has no memory to map.
    [[nodiscard]] static Result<SharedMemory> create();
    SharedMemory(SharedMemory&& other) noexcept;
    SharedMemory& operator=(SharedMemory&&) = delete;
    SharedMemory(SharedMemory const&) = delete;
    SharedMemory& operator=(SharedMemory const&) = delete;
    /// Unmaps only: other processes may still use the page.
    ~SharedMemory();

    [[nodiscard]] SharedPage& page() const { return *page_; }

private:
    SharedMemory(SharedPage* page, std::size_t bytes) : page_(page), bytes_(bytes) {}
    SharedPage* page_;
    std::size_t bytes_;
};

}  // namespace kewp::ops
