#include "store/kv_repository.hpp"
#include "store/sql.hpp"
#include "store/writer.hpp"
#include "store_fixture.hpp"

#include <csignal>
#include <future>
#include <gmock/gmock.h>
#include <new>
#include <optional>
#include <sys/mman.h>
#include <sys/wait.h>
#include <thread>

namespace kewp::store {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using testing::mapping;
using testing::mappings_in;
using testing::store;
using testing::value;

class WriterTest : public testing::StoreTest {};

/// A process mutex where children see it.
class SharedMutex {
public:
    SharedMutex()
        : memory_(::mmap(nullptr, sizeof(ProcessMutex), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)),
          mutex_(new (memory_) ProcessMutex)
    {
    }
    SharedMutex(SharedMutex const&) = delete;
    SharedMutex& operator=(SharedMutex const&) = delete;
    ~SharedMutex() { ::munmap(memory_, sizeof(ProcessMutex)); }
    [[nodiscard]] ProcessMutex* get() const { return mutex_; }

private:
    void* memory_;
    ProcessMutex* mutex_;
};

/// Keeps every writer from its turn: at SQLite by the mutex that they share, at PostgreSQL by the lock on the server.
class HeldTurn {
public:
    HeldTurn(Database const& database, SharedMutex const& turn)
        : turn_(database.engine() == Engine::sqlite ? turn.get() : nullptr)
    {
        if (turn_ != nullptr) {
            turn_->lock();
        } else {
            connection_.emplace(value(database.connect(Access::read_write)));
            dialect::begin_write(connection_->session());
        }
    }
    void release()
    {
        if (turn_ != nullptr) {
            turn_->unlock();
        }
        connection_.reset();
    }

private:
    ProcessMutex* turn_;
    std::optional<Connection> connection_;
};

/// Stores mappings (ke, 1) … (ke, count) for each of `threads` Key Events from `first_ke` on; how many were
/// acknowledged.
int store_many(Writer& writer, std::uint32_t first_ke, std::uint32_t threads, std::uint32_t count)
{
    std::atomic<int> acknowledged{0};
    std::vector<std::thread> people;
    for (std::uint32_t thread = 0; thread < threads; ++thread) {
        people.emplace_back([&, thread] {
            for (std::uint32_t pathway = 1; pathway <= count; ++pathway) {
                acknowledged += store(writer, mapping(first_ke + thread, pathway)) ? 1 : 0;
            }
        });
    }
    for (auto& person : people) {
        person.join();
    }
    return acknowledged;
}

TEST_F(WriterTest, LosesNoWriteOfSixteenThreads)
{
    Writer writer(database());
    EXPECT_EQ(store_many(writer, 1, 16, 20), 320);
    EXPECT_EQ(mappings_in(database()), 320U);
    EXPECT_EQ(writer.counts().jobs, 320U);
    EXPECT_EQ(writer.counts().failed, 0U);
}

TEST_F(WriterTest, SharesACommitAmongThoseWhoWait)
{
    SharedMutex const turn;
    Writer writer(database(), {.turn = turn.get()});
    HeldTurn held(database(), turn);
    std::vector<std::thread> people;
    for (std::uint32_t ke = 1; ke <= 20; ++ke) {
        people.emplace_back([&, ke] { value(store(writer, mapping(ke, 1))); });
    }
    std::this_thread::sleep_for(100ms);  // lets them queue; fewer queued would only make more commits
    held.release();
    for (auto& person : people) {
        person.join();
    }
    EXPECT_EQ(mappings_in(database()), 20U);
    EXPECT_LT(writer.counts().commits, 20U);
}

TEST_F(WriterTest, UndoesAFailedJobAlone)
{
    SharedMutex const turn;
    Writer writer(database(), {.turn = turn.get()});
    HeldTurn held(database(), turn);
    auto good = std::async(std::launch::async, [&] { return store(writer, mapping(1, 1)); });
    auto bad = std::async(std::launch::async, [&] {
        return writer.run([&](Transaction& transaction) -> Result<int> {
            value(insert_mapping(transaction, mapping(2, 2)));
            return fail(ErrorCode::invalid_argument, "changed my mind");
        });
    });
    auto thrown = std::async(std::launch::async, [&] {
        return writer.run([&](Transaction& transaction) -> Result<int> {
            value(insert_mapping(transaction, mapping(3, 3)));
            throw std::runtime_error("broken");
        });
    });
    std::this_thread::sleep_for(50ms);
    held.release();
    EXPECT_TRUE(good.get());
    EXPECT_EQ(bad.get().error().message, "changed my mind");
    auto const broken = thrown.get();
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().code, ErrorCode::internal);
    EXPECT_EQ(mappings_in(database()), 1U);
}

TEST_F(WriterTest, RefusesWhatTheQueueCannotHold)
{
    SharedMutex const turn;
    Writer writer(database(), {.turn = turn.get(), .queue_limit = 2});
    HeldTurn held(database(), turn);
    std::atomic<int> busy{0};
    std::vector<std::thread> people;
    for (std::uint32_t ke = 1; ke <= 6; ++ke) {
        people.emplace_back([&, ke] {
            auto const stored = store(writer, mapping(ke, 1));
            busy += !stored && stored.error().code == ErrorCode::busy ? 1 : 0;
        });
    }
    while (busy < 4) {
        std::this_thread::sleep_for(1ms);
    }
    held.release();
    for (auto& person : people) {
        person.join();
    }
    EXPECT_EQ(busy, 4);
    EXPECT_EQ(mappings_in(database()), 2U);
}

TEST_F(WriterTest, SaysBusyWhenAnOutsideProgramKeepsTheLock)
{
    auto outside = value(database().connect(Access::read_write));
    dialect::begin_write(outside.session());
    Writer writer(database(), {.busy_budget = 300ms});
    auto const refused = store(writer, mapping(1, 1));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::busy);
    EXPECT_GT(writer.counts().busy, 0U);
    outside.session() << "ROLLBACK";
    EXPECT_TRUE(store(writer, mapping(1, 1)));
}

TEST_F(WriterTest, WaitsForAnOutsideProgramThatLetsGo)
{
    auto outside = value(database().connect(Access::read_write));
    dialect::begin_write(outside.session());
    Writer writer(database());
    auto waiting = std::async(std::launch::async, [&] { return store(writer, mapping(1, 1)); });
    while (writer.counts().busy == 0) {
        std::this_thread::sleep_for(1ms);
    }
    outside.session() << "COMMIT";
    EXPECT_TRUE(waiting.get());
}

TEST_F(WriterTest, RaisesTheDataRevisionOfPublicChangesOnly)
{
    std::vector<std::uint64_t> seen;
    Writer writer(database(), {.on_public_change = [&](std::uint64_t revision) { seen.push_back(revision); }});
    value(store(writer, testing::proposal(1, 1)));
    EXPECT_TRUE(seen.empty());
    value(store(writer, mapping(1, 1)));
    value(store(writer, mapping(2, 1)));
    EXPECT_EQ(seen, (std::vector<std::uint64_t>{1, 2}));
    Readers readers(database());
    EXPECT_EQ(value(readers.read([](Session& session) { return data_revision(session); })), 2U);
}

TEST_F(WriterTest, FinishesWhatIsQueuedWhenItStops)
{
    SharedMutex const turn;
    Writer writer(database(), {.turn = turn.get()});
    HeldTurn held(database(), turn);
    auto queued = std::async(std::launch::async, [&] { return store(writer, mapping(1, 1)); });
    std::this_thread::sleep_for(50ms);
    auto stopped = std::async(std::launch::async, [&] { writer.stop(); });
    held.release();
    stopped.get();
    auto const late = store(writer, mapping(2, 2));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, ErrorCode::unavailable);
    EXPECT_TRUE(queued.get());
}

TEST_F(WriterTest, AcknowledgesNothingOnAFullDisk)
{
    KEWP_NEEDS_SQLITE();
    Writer writer(database());
    value(store(writer, mapping(1, 1)));
    auto const stored = writer.run([](Transaction& transaction) -> Result<void> {
        // The engine's own limit on pages: it answers SQLITE_FULL, as a full disk does.
        transaction.session() << "PRAGMA max_page_count = 1";
        return attempt([&]() -> Result<void> {
            for (int i = 0; i < 500; ++i) {
                value(put_value(transaction, "key" + std::to_string(i), std::string(10'000, 'x')));
            }
            return {};
        });
    });
    ASSERT_FALSE(stored);
    EXPECT_THAT(stored.error().message, HasSubstr("full"));
    Readers readers(database());
    EXPECT_FALSE(value(readers.read([](Session& session) { return get_value(session, "key0"); })));
    auto const after = store(writer, mapping(2, 2));
    EXPECT_TRUE(after) << after.error().message;
}

TEST_F(WriterTest, LosesNoWriteOfTwoProcesses)
{
    SharedMutex const turn;
    pid_t const child = ::fork();
    if (child == 0) {
        int acknowledged = 0;
        {
            Writer writer(database(), {.turn = turn.get()});
            acknowledged = store_many(writer, 1000, 8, 15);
        }
        ::_exit(acknowledged == 120 ? 0 : 1);
    }
    Writer writer(database(), {.turn = turn.get()});
    EXPECT_EQ(store_many(writer, 1, 8, 15), 120);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
    EXPECT_EQ(mappings_in(database()), 240U);
}

TEST_F(WriterTest, GoesOnAfterAProcessDiedInTheMiddleOfItsTurn)
{
    SharedMutex const turn;
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    pid_t const child = ::fork();
    if (child == 0) {
        Writer writer(database(), {.turn = turn.get()});
        static_cast<void>(writer.run([&](Transaction& transaction) -> Result<void> {
            value(insert_mapping(transaction, mapping(666, 1)));
            static_cast<void>(!::write(ends[1], "x", 1));
            for (;;) {
                ::pause();  // holds the turn and the database's write lock
            }
        }));
        ::_exit(1);
    }
    char byte = 0;
    ASSERT_EQ(::read(ends[0], &byte, 1), 1);
    Writer writer(database(), {.turn = turn.get()});
    auto waiting = std::async(std::launch::async, [&] { return store(writer, mapping(1, 1)); });
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(waiting.get());
    EXPECT_EQ(mappings_in(database()), 1U);
    ::close(ends[0]);
    ::close(ends[1]);
}

}  // namespace
}  // namespace kewp::store
