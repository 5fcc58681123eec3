#include "store/writer.hpp"

#include "base/crypto.hpp"
#include "store/kv_repository.hpp"
#include "store/lost_commit.hpp"
#include "store/sql.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <fmt/format.h>
#include <future>
#include <mutex>
#include <spdlog/spdlog.h>
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
/// A server that cannot be reached is waited for only so long: it may be a short break, and the callers' threads are
/// needed for reading.
constexpr auto kAwayBudget = 2s;
constexpr std::size_t kNameBytes = 16;

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
    entry.outcome = {};
    try {
        entry.outcome = attempt([&] { return entry.work(transaction); });
    } catch (std::exception const& thrown) {
        entry.outcome = fail(ErrorCode::internal, thrown.what());
    }
    if (!entry.outcome && dialect::worth_another_try(session, entry.outcome.error())) {
        return fail(entry.outcome.error());
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
        : database_(database.with_busy_timeout(kLockWait)), options_(std::move(options))
    {
        if (database_.engine() == Engine::postgresql) {
            options_.turn = nullptr;
        }
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
        auto const began_at = std::chrono::steady_clock::now();
        Batch batch;  // kept when its jobs are to run again
        for (auto pause = kFirstPause;; pause = std::min<std::chrono::milliseconds>(pause * 2, kLongestPause)) {
            auto const done = commit_batch(batch);
            if (done) {
                answer(batch);
                return;
            }
            auto const waited = std::chrono::steady_clock::now() - began_at;
            auto const code = done.error().code;
            busy_.fetch_add(code == ErrorCode::busy ? 1 : 0, std::memory_order_relaxed);
            bool const waits = (code == ErrorCode::busy && waited < options_.busy_budget) ||
                               (code == ErrorCode::unavailable && waited < kAwayBudget);
            if (!waits) {
                connection_.reset();
                auto const error = for_clients(database_, done.error());
                for (auto const& entry : batch) {
                    entry->outcome = fail(error);
                }
                answer(batch);
                refuse_all(error);
                return;
            }
            std::this_thread::sleep_for(pause);
        }
    }

    /// Holds the turn from before BEGIN until after COMMIT. The batch is taken only then, so that it holds
    /// all that came while others had the turn. An error means that nothing was stored and the same can be tried again.
    Result<void> commit_batch(Batch& batch)
    {
        auto const turn = options_.turn == nullptr ? std::unique_lock<ProcessMutex>()
                                                   : std::unique_lock<ProcessMutex>(*options_.turn);
        if (auto begun = begin(); !begun) {
            return begun;
        }
        if (batch.empty()) {
            batch = take_batch();
        }
        auto& session = connection_->session();
        bool public_change = false;
        if (auto ran = run_jobs(session, batch, public_change); !ran) {
            return undo(batch, ran.error(), dialect::worth_another_try(session, ran.error()));
        }
        if (std::ranges::none_of(batch, [](auto const& entry) { return entry->outcome.has_value(); })) {
            auto const undone = run_sql(session, "ROLLBACK");  // spares the disk a flush
            return undone ? undone : undo(batch, undone.error(), false);
        }
        std::optional<std::uint64_t> revision;
        if (public_change) {
            auto raised = raise_revision(session);
            if (!raised) {
                return undo(batch, raised.error(), dialect::worth_another_try(session, raised.error()));
            }
            revision = *raised;
        }
        return end(batch, revision);
    }

    Result<void> begin()
    {
        if (!connection_) {
            auto opened = database_.connect(Access::read_write);
            if (!opened) {
                return fail(opened.error());
            }
            connection_.emplace(std::move(*opened));
            connection_->checkpoint_at(options_.checkpoint_pages);
        }
        auto begun = attempt([&]() -> Result<void> {
            dialect::begin_write(connection_->session());
            return {};
        });
        if (!begun && !connection_->alive()) {
            connection_.reset();
        }
        return begun;
    }

    /// Runs all jobs, each in its savepoint. An error means that the transaction is lost.
    static Result<void> run_jobs(Session& session, Batch& batch, bool& public_change)
    {
        for (auto const& entry : batch) {
            if (auto ran = run_in_savepoint(session, *entry, public_change); !ran) {
                return ran;
            }
        }
        return {};
    }

    static Result<std::uint64_t> raise_revision(Session& session)
    {
        Transaction transaction(session);
        auto raised = bump_data_revision(transaction);
        return !raised ? raised : attempt([&]() -> Result<std::uint64_t> {
            dialect::announce_revision(session, *raised);
            return *raised;
        });
    }

    Result<void> end(Batch& batch, std::optional<std::uint64_t> revision)
    {
        auto const batch_name = crypto::random_hex(kNameBytes);
        auto ended = dialect::commit(connection_->session(), name_, batch_name);
        if (ended.ending == dialect::Ending::unknown) {
            spdlog::warn("{}: the answer to a commit is missing ({}); looking whether it happened", database_.name(),
                         ended.error.message);
            connection_.reset();
            ended = settle(database_, connection_, name_, batch_name);
        }
        switch (ended.ending) {
            case dialect::Ending::done:
                commits_.fetch_add(1, std::memory_order_relaxed);
                if (revision && options_.on_public_change) {
                    options_.on_public_change(*revision);
                }
                return {};
            case dialect::Ending::not_done: {
                bool const passing = ended.error.code == ErrorCode::busy || ended.error.code == ErrorCode::unavailable;
                return undo(batch, ended.error, passing && database_.engine() == Engine::postgresql);
            }
            case dialect::Ending::unknown: break;
        }
        return undo(batch,
                    {ErrorCode::unavailable,
                     "the connection to the database broke while this was being stored, and it could not be learnt "
                     "whether it was; look for it before you send it again",
                     {}},
                    false);
    }

    /// Nothing of the batch is stored. Unless it is to be tried again, every job of it gets the error.
    Result<void> undo(Batch& batch, Error const& error, bool again)
    {
        connection_.reset();  // rolls back; a connection that had an I/O error starts anew
        if (again) {
            return fail(error);
        }
        for (auto const& entry : batch) {
            if (entry->outcome) {
                entry->outcome = fail(error);
            }
        }
        return {};
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
            entry->answer.set_value(with_file_name(database_.name(), std::move(entry->outcome)));
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
            entry->answer.set_value(fail(with_file_name(database_.name(), error)));
        }
    }

    Database database_;
    WriterOptions options_;
    std::string const name_ = crypto::random_hex(kNameBytes);  // of this writer, among those of all machines
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
