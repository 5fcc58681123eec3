#include "store/writer.hpp"

#include "store/kv_repository.hpp"
#include "store/sql.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <fmt/format.h>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

namespace kewp::store {
namespace {

using namespace std::chrono_literals;

/// The writer's own wait for SQLite's lock is short: it waits outside the shared turn, so that the other
/// workers' writers do not queue behind a wait that may be in vain.
constexpr auto kLockWait = 100ms;
constexpr auto kFirstPause = 10ms;
constexpr auto kLongestPause = 250ms;

/// A job and where its answer goes.
struct Entry {
    std::function<Result<void>(Transaction&)> work;
    std::promise<Result<void>> answer;
    Result<void> outcome = {};
};

using Batch = std::vector<std::unique_ptr<Entry>>;

Result<void> run_sql(Session& session, char const* sql)
{
    return attempt([&]() -> Result<void> {
        session << sql;
        return {};
    });
}

/// Runs one job in a savepoint. Its own errors and exceptions become its outcome; the returned error means
/// that the whole transaction is lost.
Result<void> run_in_savepoint(Session& session, Entry& entry, bool& public_change)
{
    if (auto opened = run_sql(session, "SAVEPOINT job"); !opened) {
        return opened;
    }
    Transaction transaction(session);
    try {
        entry.outcome = attempt([&] { return entry.work(transaction); });
    } catch (std::exception const& thrown) {
        entry.outcome = fail(ErrorCode::internal, thrown.what());
    }
    if (!dialect::in_transaction(session)) {
        return entry.outcome ? fail(ErrorCode::internal, "a job ended the transaction by itself")
                             : fail(entry.outcome.error());
    }
    if (!entry.outcome) {
        if (auto undone = run_sql(session, "ROLLBACK TO job"); !undone) {
            return undone;
        }
    } else {
        public_change = public_change || transaction.public_change();
    }
    return run_sql(session, "RELEASE job");
}

}  // namespace

class Writer::Loop {
public:
    Loop(Database const& database, WriterOptions options)
        : database_(database.path(), kLockWait), options_(std::move(options))
    {
    }

    Loop(Loop const&) = delete;
    Loop& operator=(Loop const&) = delete;
    ~Loop() { stop(); }

    Result<void> submit(Work work)
    {
        std::future<Result<void>> answer;
        {
            std::lock_guard const lock(mutex_);
            if (stopping_) {
                return fail(ErrorCode::unavailable, "the server is shutting down; send the request again shortly");
            }
            if (queue_.size() >= options_.queue_limit) {
                failed_.fetch_add(1, std::memory_order_relaxed);
                return fail(ErrorCode::busy,
                            fmt::format("{} writes are waiting already; try again shortly", queue_.size()));
            }
            auto entry = std::make_unique<Entry>();
            entry->work = std::move(work);
            answer = entry->answer.get_future();
            queue_.push_back(std::move(entry));
            if (!thread_.joinable()) {
                thread_ = std::thread([this] { run(); });
            }
        }
        work_came_.notify_one();
        return answer.get();
    }

    void stop()
    {
        std::thread ending;
        {
            std::lock_guard const lock(mutex_);
            stopping_ = true;
            ending = std::exchange(thread_, {});
        }
        work_came_.notify_one();
        if (ending.joinable()) {
            ending.join();
        }
    }

    [[nodiscard]] Counts counts() const
    {
        return {jobs_.load(std::memory_order_relaxed), failed_.load(std::memory_order_relaxed),
                commits_.load(std::memory_order_relaxed), busy_.load(std::memory_order_relaxed)};
    }

private:
    void run()
    {
        std::unique_lock lock(mutex_);
        for (;;) {
            work_came_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) {
                break;
            }
            lock.unlock();
            serve();
            lock.lock();
        }
        connection_.reset();
    }

    /// Commits one batch, or answers everything that waits with the reason why that cannot be.
    void serve()
    {
        auto const give_up_at = std::chrono::steady_clock::now() + options_.busy_budget;
        for (auto pause = kFirstPause;; pause = std::min<std::chrono::milliseconds>(pause * 2, kLongestPause)) {
            Batch batch;
            auto const begun = commit_batch(batch);
            if (begun) {
                answer(batch);
                return;
            }
            auto const waits = begun.error().code == ErrorCode::busy && std::chrono::steady_clock::now() < give_up_at;
            if (!waits) {
                connection_.reset();
                refuse_all(begun.error());
                return;
            }
            busy_.fetch_add(1, std::memory_order_relaxed);
            std::this_thread::sleep_for(pause);
        }
    }

    /// Holds the turn from before BEGIN until after COMMIT. The batch is taken only then, so that it holds
    /// all that came while others had the turn. An error means that nothing was begun and no job was taken.
    Result<void> commit_batch(Batch& batch)
    {
        auto const turn = options_.turn == nullptr ? std::unique_lock<ProcessMutex>()
                                                   : std::unique_lock<ProcessMutex>(*options_.turn);
        if (!connection_) {
            auto opened = database_.connect(Access::read_write);
            if (!opened) {
                return fail(opened.error());
            }
            connection_.emplace(std::move(*opened));
            connection_->checkpoint_at(options_.checkpoint_pages);
        }
        auto& session = connection_->session();
        if (auto begun = run_sql(session, dialect::begin_write()); !begun) {
            return begun;
        }
        batch = take_batch();
        std::optional<std::uint64_t> revision;
        auto const stored = run_batch(session, batch, revision);
        if (!stored) {
            for (auto const& entry : batch) {
                if (entry->outcome) {
                    entry->outcome = fail(stored.error());
                }
            }
            connection_.reset();  // rolls back; a connection that had an I/O error starts anew
        } else if (revision && options_.on_public_change) {
            options_.on_public_change(*revision);
        }
        return {};
    }

    Result<void> run_batch(Session& session, Batch& batch, std::optional<std::uint64_t>& revision)
    {
        bool public_change = false;
        bool any_stored = false;
        for (auto const& entry : batch) {
            if (auto ran = run_in_savepoint(session, *entry, public_change); !ran) {
                return ran;
            }
            any_stored = any_stored || entry->outcome.has_value();
        }
        if (!any_stored) {
            return run_sql(session, "ROLLBACK");  // spares the disk a flush
        }
        if (public_change) {
            Transaction transaction(session);
            auto bumped = bump_data_revision(transaction);
            if (!bumped) {
                return fail(bumped.error());
            }
            revision = *bumped;
        }
        auto committed = run_sql(session, "COMMIT");
        if (committed) {
            commits_.fetch_add(1, std::memory_order_relaxed);
        }
        return committed;
    }

    Batch take_batch()
    {
        std::lock_guard const lock(mutex_);
        Batch batch;
        while (!queue_.empty() && batch.size() < options_.batch_limit) {
            batch.push_back(std::move(queue_.front()));
            queue_.pop_front();
        }
        return batch;
    }

    void answer(Batch& batch)
    {
        for (auto const& entry : batch) {
            (entry->outcome ? jobs_ : failed_).fetch_add(1, std::memory_order_relaxed);
            entry->answer.set_value(with_file_name(database_.path(), std::move(entry->outcome)));
        }
    }

    void refuse_all(Error const& error)
    {
        std::deque<std::unique_ptr<Entry>> waiting;
        {
            std::lock_guard const lock(mutex_);
            waiting.swap(queue_);
        }
        for (auto const& entry : waiting) {
            failed_.fetch_add(1, std::memory_order_relaxed);
            entry->answer.set_value(fail(with_file_name(database_.path(), error)));
        }
    }

    Database database_;
    WriterOptions options_;
    std::mutex mutex_;
    std::condition_variable work_came_;
    std::deque<std::unique_ptr<Entry>> queue_;
    bool stopping_ = false;
    std::thread thread_;
    std::optional<Connection> connection_;  // the thread's own
    std::atomic<std::uint64_t> jobs_{0};
    std::atomic<std::uint64_t> failed_{0};
    std::atomic<std::uint64_t> commits_{0};
    std::atomic<std::uint64_t> busy_{0};
};

Writer::Writer(Database const& database, WriterOptions options)
    : loop_(std::make_unique<Loop>(database, std::move(options)))
{
}

Writer::~Writer() = default;

Result<void> Writer::submit(Work work)
{
    return loop_->submit(std::move(work));
}

void Writer::stop()
{
    loop_->stop();
}

Writer::Counts Writer::counts() const
{
    return loop_->counts();
}

}  // namespace kewp::store
