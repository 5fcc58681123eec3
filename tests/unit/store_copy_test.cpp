#include "store/audit_repository.hpp"
#include "store/backup.hpp"
#include "store/copy_database.hpp"
#include "store/guest_code_repository.hpp"
#include "store/kv_repository.hpp"
#include "store/mapping_page.hpp"
#include "store/opinion_repository.hpp"
#include "store/session_repository.hpp"
#include "store/sql.hpp"
#include "store_fixture.hpp"

#include <algorithm>
#include <gmock/gmock.h>

namespace kewp::store {
namespace {

using ::testing::HasSubstr;
using testing::mapping;
using testing::store;
using testing::value;

/// Everything that a database may hold, in few rows.
void fill(Database const& database, std::uint32_t mappings)
{
    Writer writer(database);
    for (std::uint32_t i = 1; i <= mappings; ++i) {
        auto record = mapping(i, i);
        record.claim.suggestion_score = 0.1 + 0.2;
        record.claim.override_reason =
            i % 2 == 0 ? std::optional<std::string>("ü – \"quoted\" 'and' ; more\n") : std::nullopt;
        value(store(writer, record));
    }
    auto const proposed = value(store(writer, testing::proposal(900, 1)));
    value(writer.run([&](Transaction& transaction) -> Result<void> {
        value(insert_opinion(transaction, {.proposal_uuid = proposed.uuid,
                                           .curator = "github:bob",
                                           .asked_by = "github:carol",
                                           .created_at = now()}));
        value(insert_session(transaction, "token", {.identity = "github:al"}, now()));
        value(append_audit(transaction, {.actor = "github:al", .action = "test", .object_uuid = "x"}));
        return {};
    }));
}

class CopyTest : public testing::StoreTest {
protected:
    void SetUp() override
    {
        KEWP_NEEDS_POSTGRESQL();
        StoreTest::SetUp();
        value(open_database(file()));
    }
    [[nodiscard]] std::filesystem::path file() const { return folder() / "file.db"; }
};

TEST_F(CopyTest, BringsEveryRowToTheServerAndBack)
{
    fill(Database(file()), 1203);  // more than one page
    {
        // The counts by month of the source know a kind of which none is left, those of the copy do not.
        Writer writer{Database(file())};
        auto only = mapping(5000, 1);
        only.confidence = Confidence::low;
        only = value(store(writer, only));
        only.withdrawn_at = now();
        value(writer.run([&](Transaction& transaction) { return update_mapping(transaction, only); }));
    }
    auto const up = value(copy_to_server(file(), database()));
    auto const back = folder() / "back.db";
    auto const down = value(copy_to_file(database(), back));
    ASSERT_EQ(up.size(), down.size());
    std::uint64_t rows = 0;
    for (std::size_t i = 0; i < up.size(); ++i) {
        EXPECT_EQ(up[i].table, down[i].table);
        EXPECT_EQ(up[i].rows, down[i].rows);
        EXPECT_EQ(up[i].sha256, down[i].sha256) << up[i].table;
        rows += up[i].rows;
    }
    EXPECT_EQ(rows,
              1204U + 1 + 1 + 1 + 1 + 1 + 1);  // mappings, proposal, opinion, session, audit, data revision, month
    value(open_database(back));
    Readers there(database());
    Readers here{Database(back)};
    auto const from_there =
        value(there.read([](Session& session) { return list_mappings(session, {}, {.limit = 2000}); }));
    auto const from_here =
        value(here.read([](Session& session) { return list_mappings(session, {}, {.limit = 2000}); }));
    ASSERT_EQ(from_there.size(), 1203U);
    EXPECT_EQ(from_there[7].claim.override_reason, from_here[7].claim.override_reason);
    EXPECT_EQ(from_there[7].claim.suggestion_score, 0.1 + 0.2);
    std::vector<std::string> walked;  // over more rows than the server gives out at once
    value(there.read([&](Session& session) {
        return for_each_mapping(session, {}, {}, [&](MappingRecord const& record) {
            walked.push_back(record.uuid);
            return true;
        });
    }));
    ASSERT_EQ(walked.size(), 1203U);
    EXPECT_TRUE(std::ranges::equal(walked, from_here, {}, {}, &MappingRecord::uuid));
}

TEST_F(CopyTest, GivesNoRowNumberOutTwice)
{
    fill(Database(file()), 3);
    {
        auto connection = value(Database(file()).connect(Access::read_write));
        connection.session() << "DELETE FROM mapping WHERE id = 3";
    }
    value(copy_to_server(file(), database()));
    Writer there(database());
    EXPECT_EQ(value(store(there, mapping(50, 50))).id, 4);
    there.stop();
    auto const back = folder() / "back.db";
    value(copy_to_file(database(), back));
    Writer here{Database(back)};
    EXPECT_EQ(value(store(here, mapping(51, 51))).id, 5);
}

TEST_F(CopyTest, RefusesATargetThatHoldsRows)
{
    fill(Database(file()), 2);
    Writer writer(database());
    value(store(writer, mapping(77, 77)));
    auto const copied = copy_to_server(file(), database());
    ASSERT_FALSE(copied);
    EXPECT_EQ(copied.error().code, ErrorCode::conflict);
    EXPECT_THAT(copied.error().message, HasSubstr("mapping: 1 rows"));
    EXPECT_EQ(testing::mappings_in(database()), 1U);
}

TEST_F(CopyTest, ChangesNothingWhenARowCannotBeStored)
{
    fill(Database(file()), 2);
    {
        auto connection = value(Database(file()).connect(Access::read_write));
        connection.session() << "UPDATE mapping SET ke_title = CAST(x'ff41' AS TEXT) WHERE id = 2";
    }
    auto const copied = copy_to_server(file(), database());
    ASSERT_FALSE(copied);
    EXPECT_THAT(copied.error().message, HasSubstr("table mapping"));
    EXPECT_EQ(testing::mappings_in(database()), 0U);
}

TEST_F(CopyTest, MakesAVerifiedBackupWhileOthersWrite)
{
    fill(database(), 20);
    auto const target = folder() / "backup.db";
    auto const report = value(backup_to(database(), target, {.checksum_file = true}));
    EXPECT_EQ(value(verify_database(target)), report.rows);
    EXPECT_TRUE(std::filesystem::exists(checksum_file_of(target)));
    auto connection = value(Database(target).connect(Access::foreign));
    EXPECT_EQ(select_number(connection.session(), "SELECT count(*) FROM mapping"), 20);
}

TEST_F(CopyTest, PutsABackupInPlaceAndKeepsWhatWasThere)
{
    fill(Database(file()), 5);
    Writer writer(database());
    value(store(writer, mapping(77, 77)));
    auto const busy = replace_on_server(file(), database());
    ASSERT_FALSE(busy);
    EXPECT_EQ(busy.error().code, ErrorCode::busy) << "a node is still connected";
    writer.stop();
    auto const replaced = [&] {
        auto done = replace_on_server(file(), database());
        while (!done && done.error().code == ErrorCode::busy) {
            done = replace_on_server(file(), database());  // the server takes a moment to see that it is gone
        }
        return value(std::move(done));
    }();
    EXPECT_EQ(testing::mappings_in(database()), 5U);
    auto connection = value(database().connect(Access::read_only));
    EXPECT_EQ(select_number(connection.session(), "SELECT count(*) FROM " + replaced.kept + ".mapping"), 1);
    EXPECT_EQ(value(open_database(database())).action, OpenReport::Action::unchanged);
}

}  // namespace
}  // namespace kewp::store
