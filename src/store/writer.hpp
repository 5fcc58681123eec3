#pragma once

#include "base/process_mutex.hpp"
#include "base/result.hpp"
#include "store/connection.hpp"
#include "store/transaction.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace kewp::store {

struct WriterOptions {
    /// Shared by the writers of all worker processes; null where there is one process only. Not used on PostgreSQL,
    /// where writers of several machines stand in one line at the server.
    ProcessMutex* turn = nullptr;
    /// Jobs that may wait; more are refused with `busy`.
    std::size_t queue_limit = 1024;
    /// Jobs that share one commit at most, so that no caller waits for an endless batch.
    std::size_t batch_limit = 128;
    /// How long an outside process may hold the database before jobs are refused with `busy`.
    std::chrono::milliseconds busy_budget{10'000};
    /// Pages in the write-ahead log at which a commit puts them into the database file (SQLite's own default).
    int checkpoint_pages = 1000;
    /// Called after a commit that changed public data, with the new revision, before any caller is
    /// answered, and in the order of the commits of all processes that share `turn`.
    std::function<void(std::uint64_t revision)> on_public_change = {};
};

/// All writes of one process: one thread, one connection, a queue, and commits shared by whatever is
/// waiting (a commit costs a disk flush, so 64 callers pay for a few, not for 64).
///
/// A job runs in a savepoint inside `BEGIN IMMEDIATE … COMMIT`: if it fails, it alone is undone. A caller
/// gets its answer after the commit reached the disk (`synchronous=FULL`), never before; if the commit fails,
/// every job of it gets that error and none is stored. Build after fork, or before it and unused: thread and
/// connection start with the first job.
///
/// On PostgreSQL writers of all processes and machines take turns, too, so a job sees all that was committed before
/// and row numbers grow in the order of commits. What ends a transaction before COMMIT was sent (a deadlock with
/// another program, a lost connection) makes the jobs run again from the beginning. When the answer to COMMIT is lost,
/// the writer connects anew and looks whether the batch is there; no job runs again before that is known.
class Writer {
public:
    explicit Writer(Database const& database, WriterOptions options = {});
    Writer(Writer const&) = delete;
    Writer& operator=(Writer const&) = delete;
    /// Drains the queue first.
    ~Writer();

    /// Runs `job(Transaction&) -> Result<T>` on the writer thread and waits for the commit.
    ///
    /// Blocks: call it from a pool thread, never from an I/O loop. A job returns an error to undo itself. It may run
    /// more than once, so it must not use up what it captured.
    /// Errors: the job's own; busy (queue full, the database stayed locked, or cannot be reached), io (disk full,
    /// read-only …), corrupt; unavailable after `stop`, or when it is not known whether the job was stored.
    template <class Job>
    [[nodiscard]] std::invoke_result_t<Job&, Transaction&> run(Job job)
    {
        using Answer = std::invoke_result_t<Job&, Transaction&>;
        std::optional<Answer> answer;
        auto const committed = submit([&](Transaction& transaction) -> Result<void> {
            answer.emplace(job(transaction));
            if (!*answer) {
                return fail(answer->error());
            }
            return {};
        });
        if (!committed) {
            return fail(committed.error());
        }
        return std::move(*answer);
    }

    /// Finishes what is queued, refuses what comes after, closes the connection. Safe to call twice.
    void stop();

    struct Counts {
        std::uint64_t jobs = 0;     ///< committed
        std::uint64_t failed = 0;   ///< answered with an error
        std::uint64_t commits = 0;  ///< transactions; jobs / commits is the size of a group
        std::uint64_t busy = 0;     ///< times an outside process held the lock
    };
    [[nodiscard]] Counts counts() const;

private:
    using Work = std::function<Result<void>(Transaction&)>;
    [[nodiscard]] Result<void> submit(Work work);

    class Loop;
    std::unique_ptr<Loop> loop_;
};

}  // namespace kewp::store
