#include "store/audit_repository.hpp"
#include "store/backup.hpp"
#include "store/migrations.hpp"
#include "store/open_database.hpp"
#include "store/sql.hpp"
#include "store_fixture.hpp"

#include <gmock/gmock.h>

namespace kewp::store {
namespace {

using ::testing::HasSubstr;
using testing::mapping;
using testing::store;
using testing::value;

class MigrationsTest : public testing::StoreTest {
protected:
    [[nodiscard]] int version() const
    {
        auto connection = value(database().connect(Access::foreign));
        return value(identify(connection)).version;
    }

    Result<void> run(std::string const& sql)
    {
        auto connection = value(database().connect(Access::read_write));
        return attempt([&]() -> Result<void> {
            connection.session() << sql;
            return {};
        });
    }
};

std::vector<Migration> with_next(std::string const& statement)
{
    auto steps = migrations();
    steps.push_back({steps.back().version + 1, {"CREATE TABLE addition (id INTEGER)", statement}});
    return steps;
}

TEST_F(MigrationsTest, LeaveAPresentDatabaseAlone)
{
    auto const report = value(open_database(path()));
    EXPECT_EQ(report.action, OpenReport::Action::unchanged);
    EXPECT_FALSE(report.kept);
}

TEST_F(MigrationsTest, CreateAFileThatOthersCannotRead)
{
    auto const fresh = folder() / "fresh.db";
    EXPECT_EQ(value(open_database(fresh)).action, OpenReport::Action::created);
    auto const open_to_others = std::filesystem::status(fresh).permissions() & std::filesystem::perms::others_all;
    EXPECT_EQ(open_to_others, std::filesystem::perms::none);
}

TEST_F(MigrationsTest, RefuseADatabaseOfANewerVersion)
{
    auto const present = version();
    value(run("PRAGMA user_version = 99"));
    auto const opened = open_database(path());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::conflict);
    EXPECT_THAT(opened.error().message, HasSubstr("schema version 99"));
    EXPECT_THAT(opened.error().message, HasSubstr(std::to_string(present)));
}

TEST_F(MigrationsTest, KeepABackupOfTheOldVersion)
{
    {
        Writer writer(database());
        value(store(writer, mapping(1, 1)));
    }
    auto const report = value(open_database(path(), with_next("CREATE INDEX addition_id ON addition (id)")));
    EXPECT_EQ(report.action, OpenReport::Action::migrated);
    EXPECT_EQ(report.to_version, report.from_version + 1);
    ASSERT_TRUE(report.kept);
    EXPECT_EQ(testing::mappings_in(database()), 1U);
    EXPECT_TRUE(verify_database(*report.kept));
    EXPECT_EQ(version(), report.to_version);
}

TEST_F(MigrationsTest, ChangeNothingWhenAStepFails)
{
    auto const before = version();
    auto const report = open_database(path(), with_next("CREATE TABLE mapping (id INTEGER)"));
    ASSERT_FALSE(report);
    EXPECT_EQ(version(), before);
    auto connection = value(database().connect(Access::foreign));
    auto const tables = value(identify(connection)).tables;
    EXPECT_EQ(std::ranges::find(tables, "addition"), tables.end());
}

TEST_F(MigrationsTest, KeepTheirHandsOffTheDatabaseOfAnotherProgram)
{
    auto const other = folder() / "other.db";
    {
        auto connection = value(Database(other).connect(Access::fresh));
        connection.session() << "CREATE TABLE recipes (id INTEGER)";
    }
    auto const opened = open_database(other);
    ASSERT_FALSE(opened);
    EXPECT_THAT(opened.error().message, HasSubstr("recipes"));
}

TEST_F(MigrationsTest, MakeTheAuditAppendOnly)
{
    Writer writer(database());
    value(writer.run([](Transaction& transaction) {
        return append_audit(transaction, {.actor = "github:carol", .action = "test", .object_uuid = "x"});
    }));
    for (auto const* sql : {"UPDATE audit SET actor = 'github:eve'", "DELETE FROM audit",
                            "INSERT OR REPLACE INTO audit (id, at, actor, action, object_uuid) "
                            "VALUES (1, '2026-01-01T00:00:00Z', 'github:eve', 'x', 'x')"}) {
        auto const changed = run(sql);
        ASSERT_FALSE(changed) << sql;
        EXPECT_THAT(changed.error().message, HasSubstr("append-only"));
    }
}

TEST_F(MigrationsTest, RefuseAnIdentityWithoutProvider)
{
    Writer writer(database());
    for (auto const* identity : {"alice", ":alice", "github:", ""}) {
        auto record = mapping(1, 1);
        record.proposed_by = identity;
        auto const stored = store(writer, record);
        ASSERT_FALSE(stored) << identity;
        EXPECT_EQ(stored.error().code, ErrorCode::conflict);
    }
}

}  // namespace
}  // namespace kewp::store
