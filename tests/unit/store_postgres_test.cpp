#include "postgres_proxy.hpp"
#include "store/audit_repository.hpp"
#include "store/kv_repository.hpp"
#include "store/postgres_address.hpp"
#include "store/revision_watch.hpp"
#include "store/sql.hpp"
#include "store/user_repository.hpp"
#include "store_fixture.hpp"

#include <future>
#include <gmock/gmock.h>
#include <thread>

namespace kewp::store {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::mapping;
using testing::mappings_in;
using ::testing::Not;
using testing::PostgresProxy;
using testing::store;
using testing::value;

TEST(PostgresAddress, NamesTheServerWithoutItsSecrets)
{
    config::PostgresSettings const server{
        "postgresql://kewp:s3cret@db1.example.org:5433,db2.example.org/work"
        "?sslpassword=other",
        "third"};
    EXPECT_EQ(name_of(server), "postgresql://kewp@db1.example.org:5433,db2.example.org/work");
    auto const text = value(connect_string(server));
    EXPECT_THAT(text, HasSubstr("password='third'"));
    EXPECT_THAT(text, HasSubstr("target_session_attrs='read-write'"));
    EXPECT_THAT(text, HasSubstr("statement_timeout=30s"));
}

TEST(PostgresAddress, LetsTheAddressSetLimitsOfItsOwn)
{
    auto const text = value(connect_string(
        {"postgresql://db1/work?connect_timeout=1&options=-c%20statement_timeout%3D5s", "it's \\ here"}));
    EXPECT_THAT(text, HasSubstr("connect_timeout='1'"));
    EXPECT_LT(text.find("statement_timeout=30s"), text.find("statement_timeout=5s"));
    EXPECT_THAT(text, HasSubstr(R"(password='it\'s \\ here')"));
    EXPECT_THAT(text, Not(HasSubstr("target_session_attrs")));
}

TEST(PostgresAddress, DoesNotRepeatOneThatIsNone)
{
    auto const refused = connect_string({"postgresql://kewp:s3cret@db1:port:5433/%zz", ""});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(refused.error().message, Not(HasSubstr("s3cret")));
}

class PostgresTest : public testing::StoreTest {
protected:
    void SetUp() override
    {
        KEWP_NEEDS_POSTGRESQL();
        StoreTest::SetUp();
    }

    /// Through a connection of its own, as a person with psql would.
    Result<void> outside(std::string const& sql)
    {
        auto connection = database().connect(Access::read_write);
        return !connection ? fail(connection.error()) : attempt([&]() -> Result<void> {
            connection->session() << sql;
            return {};
        });
    }
};

TEST_F(PostgresTest, RefusesToWriteThroughAReadConnectionToTheServerThatTakesWrites)
{
    auto several = server_;
    several.url += "&target_session_attrs=read-write";
    auto connection = value(Database(several).connect(Access::read_only));
    auto const written = attempt([&]() -> Result<void> {
        connection.session() << "DELETE FROM kv";
        return {};
    });
    ASSERT_FALSE(written);
    EXPECT_THAT(written.error().message, HasSubstr("read-only transaction"));
}

TEST_F(PostgresTest, KeepsTheHistoryFromChangesOfAnyKind)
{
    Writer writer(database());
    value(writer.run([](Transaction& transaction) {
        return append_audit(transaction, {.actor = "github:al", .action = "test", .object_uuid = "x"});
    }));
    for (auto const* sql : {"UPDATE audit SET actor = 'github:eve'", "DELETE FROM audit", "TRUNCATE audit"}) {
        auto const changed = outside(sql);
        ASSERT_FALSE(changed) << sql;
        EXPECT_EQ(changed.error().code, ErrorCode::conflict);
        EXPECT_THAT(changed.error().message, HasSubstr("append-only"));
    }
}

TEST_F(PostgresTest, OrdersTextByItsBytesWhateverTheLanguageOfTheServer)
{
    Writer writer(database());
    for (auto const* name : {"github:b", "github:B", "github:a", "github:A", "github:é"}) {
        value(writer.run([&](Transaction& transaction) {
            return upsert_user(transaction, {.identity = name, .display_name = "x"}, now());
        }));
    }
    Readers readers(database());
    std::vector<std::string> order;
    for (auto const& user : value(readers.read([](Session& session) { return list_users(session); }))) {
        order.push_back(user.identity);
    }
    EXPECT_THAT(order, ElementsAre("github:A", "github:B", "github:a", "github:b", "github:é"));
}

TEST_F(PostgresTest, KeepsValuesOfRowsOutOfErrors)
{
    Writer writer(database());
    value(store(writer, testing::proposal(1, 1)));
    auto const refused = store(writer, testing::proposal(1, 1));
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, Not(HasSubstr("KE 1")));
    EXPECT_THAT(refused.error().message, Not(HasSubstr("\n")));
}

TEST_F(PostgresTest, RefusesTheTablesOfAnotherProgram)
{
    auto const other = testing::PostgresCluster::instance().create_database();
    value(Database(other).connect(Access::read_write)).session() << "CREATE TABLE invoice (id INTEGER)";
    auto const opened = open_database(Database(other));
    testing::PostgresCluster::instance().drop_database(other);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::conflict);
    EXPECT_THAT(opened.error().message, HasSubstr("invoice"));
}

TEST_F(PostgresTest, MakesItsSchemaOnceWhenManyNodesStartAtOnce)
{
    auto const fresh = testing::PostgresCluster::instance().create_database();
    std::vector<std::future<Result<OpenReport>>> nodes;
    for (int node = 0; node < 6; ++node) {
        nodes.push_back(std::async(std::launch::async, [&] { return open_database(Database(fresh)); }));
    }
    for (auto& node : nodes) {
        auto const opened = node.get();
        EXPECT_TRUE(opened) << opened.error().message;
    }
    testing::PostgresCluster::instance().drop_database(fresh);
}

TEST_F(PostgresTest, RefusesANewerSchema)
{
    value(outside("UPDATE kewp_schema SET version = 99"));
    auto const opened = open_database(database());
    ASSERT_FALSE(opened);
    EXPECT_THAT(opened.error().message, HasSubstr("schema version 99"));
}

TEST_F(PostgresTest, RunsAJobAgainWhoseConnectionWasLost)
{
    Writer writer(database());
    int runs = 0;
    value(writer.run([&](Transaction& transaction) -> Result<void> {
        value(insert_mapping(transaction, mapping(1, 1)));
        if (++runs == 1) {
            auto const pid = select_number(transaction, "SELECT pg_backend_pid()");
            value(outside("SELECT pg_terminate_backend(" + std::to_string(pid) + ")"));
        }
        return attempt([&]() -> Result<void> {
            static_cast<void>(select_number(transaction, "SELECT count(*) FROM mapping"));
            return {};
        });
    }));
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(mappings_in(database()), 1U);
}

TEST_F(PostgresTest, RunsAJobAgainAfterADeadlockWithAnotherProgram)
{
    Writer writer(database());
    value(writer.run([&](Transaction& transaction) { return put_value(transaction, "a", "1"); }));
    value(writer.run([&](Transaction& transaction) { return put_value(transaction, "b", "1"); }));
    auto other = value(database().connect(Access::read_write));
    other.session() << "BEGIN; SET LOCAL deadlock_timeout = '1h'; SET LOCAL lock_timeout = 0; "
                       "UPDATE kv SET value = '2' WHERE key = 'b'";
    std::atomic<int> runs{0};
    std::future<void> crossing;
    value(writer.run([&](Transaction& transaction) -> Result<void> {
        auto stored = put_value(transaction, "a", "3");
        if (stored && ++runs == 1) {
            crossing = std::async(std::launch::async, [&] {
                other.session() << "UPDATE kv SET value = '2' WHERE key = 'a'";
                other.session() << "COMMIT";
            });
        }
        return stored ? put_value(transaction, "b", "3") : stored;
    }));
    crossing.get();
    EXPECT_GE(runs, 2);
    Readers readers(database());
    EXPECT_EQ(value(readers.read([](Session& session) { return get_value(session, "b"); })), "3");
}

TEST_F(PostgresTest, StoresOnceWhenCommitNeverReachedTheServer)
{
    PostgresProxy proxy(folder(), server_);
    Writer writer{Database(proxy.address())};
    value(store(writer, mapping(1, 1)));
    proxy.cut(PostgresProxy::Cut::before_commit);
    auto const stored = store(writer, mapping(2, 2));
    EXPECT_TRUE(stored) << stored.error().message;
    EXPECT_EQ(proxy.cuts(), 1);
    EXPECT_EQ(mappings_in(database()), 2U);
    writer.stop();
}

TEST_F(PostgresTest, StoresOnceWhenTheAnswerToCommitWasLost)
{
    PostgresProxy proxy(folder(), server_);
    std::vector<std::uint64_t> revisions;
    Writer writer{Database(proxy.address()),
                  {.on_public_change = [&](std::uint64_t revision) { revisions.push_back(revision); }}};
    value(store(writer, mapping(1, 1)));
    proxy.cut(PostgresProxy::Cut::after_commit);
    int runs = 0;
    auto const stored = writer.run([&](Transaction& transaction) {
        ++runs;
        return insert_mapping(transaction, mapping(2, 2));
    });
    EXPECT_TRUE(stored) << stored.error().message;
    EXPECT_EQ(runs, 1) << "it was stored the first time";
    EXPECT_EQ(proxy.cuts(), 1);
    EXPECT_EQ(mappings_in(database()), 2U);
    EXPECT_THAT(revisions, ElementsAre(1U, 2U));
    writer.stop();
}

TEST_F(PostgresTest, SaysSoWhileTheServerIsAwayAndGoesOnWhenItIsBack)
{
    PostgresProxy proxy(folder(), server_);
    Database const through{proxy.address()};
    Writer writer(through);
    Readers readers(through);
    value(store(writer, mapping(1, 1)));
    value(readers.read([](Session& session) { return data_revision(session); }));
    proxy.set_away(true);
    auto const refused = store(writer, mapping(2, 2));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::unreachable);
    EXPECT_THAT(refused.error().message, HasSubstr("cannot be reached"));
    EXPECT_THAT(refused.error().message, Not(HasSubstr(folder().string()))) << "not for clients";
    auto const unread = readers.read([](Session& session) { return data_revision(session); });
    ASSERT_FALSE(unread);
    EXPECT_EQ(unread.error().code, ErrorCode::unreachable);
    proxy.set_away(false);
    EXPECT_TRUE(store(writer, mapping(2, 2)));
    EXPECT_EQ(value(readers.read([](Session& session) { return data_revision(session); })), 2U);
    EXPECT_EQ(mappings_in(database()), 2U);
    writer.stop();
}

TEST_F(PostgresTest, LetsOneReaderAtATimeWaitForAServerThatDoesNotAnswer)
{
    PostgresProxy proxy(folder(), server_);
    Readers readers{Database(proxy.address())};
    auto const read = [&] { return readers.read([](Session& session) { return data_revision(session); }); };
    proxy.set_away(true);
    EXPECT_FALSE(read());  // from here on it is known to be away
    proxy.set_silent(true);
    proxy.set_away(false);
    auto waiting = std::async(std::launch::async, read);
    while (proxy.kept_waiting() == 0) {
        std::this_thread::sleep_for(1ms);
    }
    for (int i = 0; i < 20; ++i) {
        auto const unread = read();
        ASSERT_FALSE(unread);
        EXPECT_EQ(unread.error().code, ErrorCode::unreachable);
    }
    EXPECT_EQ(proxy.kept_waiting(), 1);
    proxy.set_silent(false);
    EXPECT_TRUE(waiting.get());
    EXPECT_TRUE(read());
}

TEST_F(PostgresTest, ReplacesReadConnectionsThatWereLostWhileIdle)
{
    Readers readers(database(), 3);
    {
        auto const one = value(readers.lease());
        auto const two = value(readers.lease());
        auto const three = value(readers.lease());
    }
    value(
        outside("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid()"));
    for (int i = 0; i < 5; ++i) {
        EXPECT_TRUE(readers.read([](Session& session) { return data_revision(session); }));
    }
}

TEST_F(PostgresTest, LetsTwoNodesRaceForAPairAndOneWins)
{
    Writer first(database());
    Writer second(database());
    std::atomic<int> won{0};
    std::atomic<int> refused{0};
    std::vector<std::thread> people;
    for (int i = 0; i < 40; ++i) {
        people.emplace_back([&, i] {
            auto const stored = store(i % 2 == 0 ? first : second, mapping(188, 554));
            won += stored ? 1 : 0;
            refused += !stored && stored.error().code == ErrorCode::conflict ? 1 : 0;
        });
    }
    for (auto& person : people) {
        person.join();
    }
    EXPECT_EQ(won, 1);
    EXPECT_EQ(refused, 39);
}

TEST_F(PostgresTest, TellsAWatchOfTheChangesOfOthers)
{
    RevisionWatch watch(database());
    EXPECT_TRUE(value(watch.look())) << "what came before is news to it";
    EXPECT_FALSE(value(watch.look()));
    Writer writer(database());
    value(store(writer, testing::proposal(1, 1)));
    EXPECT_FALSE(value(watch.look())) << "a proposal is not public";
    value(store(writer, mapping(1, 1)));
    auto const until = std::chrono::steady_clock::now() + 4s;  // sooner than it would ask by itself
    while (!value(watch.look())) {
        ASSERT_LT(std::chrono::steady_clock::now(), until);
        std::this_thread::sleep_for(1ms);
    }
    EXPECT_FALSE(value(watch.look()));
}

TEST_F(PostgresTest, TellsAWatchOfWhatItMissed)
{
    PostgresProxy proxy(folder(), server_);
    RevisionWatch watch{Database(proxy.address())};
    value(watch.look());
    proxy.set_away(true);
    while (watch.look()) {
        std::this_thread::sleep_for(1ms);
    }
    Writer writer(database());
    value(store(writer, mapping(1, 1)));
    EXPECT_FALSE(watch.look()) << "the server is away for it";
    proxy.set_away(false);
    EXPECT_TRUE(value(watch.look()));
}

}  // namespace
}  // namespace kewp::store
