#include "base/crypto.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "store/audit_repository.hpp"
#include "store/guest_code_repository.hpp"
#include "store/reference_import.hpp"
#include "store/sql.hpp"
#include "store/sqlite_rows.hpp"
#include "store_fixture.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>

namespace kewp::store {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::TemporaryFolder;
using testing::value;

/// A copy of one of the databases that the replaced application made.
class ReferenceImportTest : public ::testing::Test {
protected:
    /// False when the shared data are not here.
    [[nodiscard]] bool copy(char const* name)
    {
        auto const original = fs::path(KEWP_SHARED_DATA) / "reference-db" / name;
        if (!fs::exists(original)) {
            return false;
        }
        fs::copy_file(original, path());
        fs::permissions(path(), fs::perms::owner_read | fs::perms::owner_write);
        return true;
    }

    [[nodiscard]] fs::path path() const { return folder_.path() / "ke_wp_mapping.db"; }

    [[nodiscard]] static std::vector<MappingRecord> mappings(fs::path const& path, Resource resource)
    {
        Readers readers{Database(path)};
        return value(readers.read(
            [&](Session& session) { return list_mappings(session, {.resource = resource}, {.limit = 10'000}); }));
    }

    [[nodiscard]] static std::vector<ProposalRecord> proposals(fs::path const& path)
    {
        Readers readers{Database(path)};
        return value(readers.read([&](Session& session) { return list_proposals(session, {}, {.limit = 10'000}); }));
    }

    TemporaryFolder folder_;
};

#define REQUIRE_REFERENCE_DATABASE(name)                                                                        \
    if (!copy(name)) {                                                                                          \
        GTEST_SKIP() << "no ../shared/data here: the replaced application's files are not part of the project"; \
    }

std::size_t count_status(std::vector<ProposalRecord> const& proposals, ProposalStatus status)
{
    return static_cast<std::size_t>(std::ranges::count(proposals, status, &ProposalRecord::status));
}

TEST_F(ReferenceImportTest, TakesEveryRowOfTheNewestFile)
{
    REQUIRE_REFERENCE_DATABASE("ke_wp_mapping-2026-07.db");
    auto const report = value(open_database(path()));
    EXPECT_EQ(report.action, OpenReport::Action::imported);
    EXPECT_EQ(mappings(path(), Resource::wikipathways).size(), 200U);
    EXPECT_EQ(mappings(path(), Resource::go).size(), 60U);
    EXPECT_EQ(mappings(path(), Resource::reactome).size(), 40U);
    auto const imported = proposals(path());
    EXPECT_EQ(imported.size(), 30U);
    EXPECT_EQ(count_status(imported, ProposalStatus::pending), 10U);
    EXPECT_EQ(count_status(imported, ProposalStatus::approved), 10U);
    Readers readers{Database(path())};
    EXPECT_EQ(value(readers.read([](Session& session) { return list_guest_codes(session); })).size(), 1U);
    ASSERT_TRUE(report.import);
    EXPECT_TRUE(report.import->left_out.empty());
    EXPECT_THAT(report.import->text(), HasSubstr("ke_reactome_mappings"));
}

TEST_F(ReferenceImportTest, TakesEveryRowOfAnOldFile)
{
    REQUIRE_REFERENCE_DATABASE("ke_wp_mapping-2026-02.db");
    auto const report = value(open_database(path()));
    auto const pathways = mappings(path(), Resource::wikipathways);
    ASSERT_EQ(pathways.size(), 200U);
    EXPECT_EQ(mappings(path(), Resource::go).size(), 60U);
    for (auto const& mapping : pathways) {
        EXPECT_TRUE(crypto::is_uuid(mapping.uuid));
        EXPECT_TRUE(mapping.created_by.value_or("").starts_with("github:"));
    }
    // Ten name neither a pair nor a mapping: nobody could decide them.
    auto const imported = proposals(path());
    EXPECT_EQ(imported.size(), 30U);
    EXPECT_EQ(count_status(imported, ProposalStatus::pending), 0U);
    ASSERT_TRUE(report.import);
    EXPECT_EQ(report.import->repairs.at("orphan proposal kept as rejected"), 10U);
    for (auto const& go : mappings(path(), Resource::go)) {
        EXPECT_EQ(go.go_direction, go_direction_of_name(go.claim.target_title));
    }
}

TEST_F(ReferenceImportTest, KeepsTheOriginalAndChangesNothingTheSecondTime)
{
    REQUIRE_REFERENCE_DATABASE("ke_wp_mapping-2026-07.db");
    auto const first = value(open_database(path()));
    ASSERT_TRUE(first.kept);
    auto original = value(Database(*first.kept).connect(Access::foreign));
    EXPECT_EQ(value(read_table(original, "mappings")).size(), 200U);
    auto const before = mappings(path(), Resource::wikipathways);
    EXPECT_EQ(value(open_database(path())).action, OpenReport::Action::unchanged);
    auto const after = mappings(path(), Resource::wikipathways);
    EXPECT_TRUE(std::ranges::equal(before, after, {}, &MappingRecord::uuid, &MappingRecord::uuid));
}

TEST_F(ReferenceImportTest, ImportsAKeptOriginalToTheSamePublicRecords)
{
    REQUIRE_REFERENCE_DATABASE("ke_wp_mapping-2026-07.db");
    auto const first = value(open_database(path()));
    auto const again = folder_.path() / "again.db";
    fs::copy_file(*first.kept, again);
    value(open_database(again));
    auto const one = mappings(path(), Resource::go);
    auto const two = mappings(again, Resource::go);
    EXPECT_TRUE(std::ranges::equal(one, two, {}, &MappingRecord::uuid, &MappingRecord::uuid));
}

/// The answer of the replaced application over the same file: every field must come out the same, with the
/// confidence in lower case.
TEST_F(ReferenceImportTest, AgreesWithTheAnswerOfTheReplacedApplication)
{
    REQUIRE_REFERENCE_DATABASE("ke_wp_mapping-2026-07.db");
    value(open_database(path()));
    auto const golden = boost::json::parse(
        value(read_file(fs::path(KEWP_SHARED_DATA) / "reference-db" / "api-v1-mappings-page1-2026-07.json")));
    auto const& page = golden.at("data").as_array();
    auto const records = mappings(path(), Resource::wikipathways);
    ASSERT_GE(records.size(), page.size());
    auto const text = [](boost::json::value const& json) {
        return json.is_null() ? std::optional<std::string>{} : std::optional(std::string(json.as_string()));
    };
    for (std::size_t i = 0; i < page.size(); ++i) {
        auto const& json = page[i];
        auto const& record = records[i];
        auto const& answers = json.at("assessment");
        auto const& provenance = json.at("provenance");
        EXPECT_EQ(record.uuid, *text(json.at("uuid"))) << "the order differs at " << i;
        EXPECT_EQ(record.pair.ke_id.str(), *text(json.at("ke_id")));
        EXPECT_EQ(record.claim.ke_title, *text(json.at("ke_name")));
        EXPECT_EQ(record.pair.target_id.str(), *text(json.at("pathway_id")));
        EXPECT_EQ(record.claim.target_title, *text(json.at("pathway_title")));
        EXPECT_EQ(name_of(record.confidence), text::ascii_lower(*text(json.at("confidence_level"))));
        EXPECT_EQ(record.claim.connection_type, text(json.at("connection_type")));
        EXPECT_EQ(record.claim.assessment.relationship, text(answers.at("relationship")));
        EXPECT_EQ(record.claim.assessment.basis, text(answers.at("basis")));
        EXPECT_EQ(record.claim.assessment.specificity, text(answers.at("specificity")));
        EXPECT_EQ(record.claim.assessment.coverage, text(answers.at("coverage")));
        EXPECT_EQ(record.assessment_version, *text(answers.at("version")));
        EXPECT_EQ(record.approved_by, text(provenance.at("approved_by")));
        EXPECT_EQ(record.proposed_by, text(provenance.at("proposed_by")));
        ASSERT_TRUE(record.approved_at);
        EXPECT_EQ(format_utc(*record.approved_at), *text(provenance.at("approved_at")) + "Z");
        auto const& score = provenance.at("suggestion_score");
        EXPECT_EQ(record.claim.suggestion_score.has_value(), !score.is_null());
        if (record.claim.suggestion_score && !score.is_null()) {
            EXPECT_DOUBLE_EQ(*record.claim.suggestion_score, score.as_double());
        }
    }
}

TEST_F(ReferenceImportTest, WaitsForTheOldServerToBeStopped)
{
    REQUIRE_REFERENCE_DATABASE("ke_wp_mapping-2026-07.db");
    auto running = value(Database(path()).connect(Access::read_write));
    running.session() << "BEGIN";
    EXPECT_EQ(select_number(running.session(), "SELECT count(*) FROM mappings"), 200);
    auto const opened = open_database(path());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::busy);
    EXPECT_THAT(opened.error().message, HasSubstr("stop it"));
    EXPECT_EQ(select_number(running.session(), "SELECT count(*) FROM mappings"), 200);
}

/// Small files of our own with the irregular rows that the two real ones lack.
class IrregularReferenceTest : public ReferenceImportTest {
protected:
    void SetUp() override
    {
        run("CREATE TABLE mappings (id INTEGER PRIMARY KEY AUTOINCREMENT, ke_id TEXT NOT NULL, ke_title TEXT NOT NULL, "
            "wp_id TEXT NOT NULL, wp_title TEXT NOT NULL, connection_type TEXT, confidence_level TEXT, created_by "
            "TEXT, "
            "created_at TIMESTAMP, updated_at TIMESTAMP, uuid TEXT, suggestion_score REAL)");
        run("CREATE TABLE proposals (id INTEGER PRIMARY KEY AUTOINCREMENT, mapping_id INTEGER, user_name TEXT, "
            "user_email TEXT, user_affiliation TEXT, provider_username TEXT, proposed_delete BOOLEAN, "
            "proposed_confidence TEXT, proposed_connection_type TEXT, status TEXT, created_at TIMESTAMP, ke_id TEXT, "
            "ke_title TEXT, wp_id TEXT, wp_title TEXT)");
        run("CREATE TABLE ke_go_mappings (id INTEGER PRIMARY KEY, ke_id TEXT, ke_title TEXT, go_id TEXT, go_name TEXT, "
            "connection_type TEXT, confidence_level TEXT, created_by TEXT, go_direction TEXT)");
        run("CREATE TABLE ke_go_proposals (id INTEGER PRIMARY KEY, mapping_id INTEGER, user_name TEXT, "
            "provider_username TEXT, status TEXT, ke_id TEXT, go_id TEXT, proposed_confidence TEXT)");
    }

    void run(std::string const& sql)
    {
        auto connection = value(Database(path()).connect(Access::fresh));
        connection.session() << sql;
    }

    void add_mapping(int id, char const* ke, char const* target, char const* rest)
    {
        run(
            fmt::format("INSERT INTO mappings (id, ke_id, ke_title, wp_id, wp_title, confidence_level, created_by, "
                        "created_at, uuid, suggestion_score) VALUES ({}, '{}', 'T', '{}', 'P', {})",
                        id, ke, target, rest));
    }

    void add_proposal(int id, char const* mapping, char const* who, char const* status, char const* time,
                      char const* ke)
    {
        run(
            fmt::format("INSERT INTO proposals (id, mapping_id, user_name, provider_username, proposed_confidence, "
                        "status, created_at, ke_id, wp_id) VALUES ({}, {}, 'A', '{}', 'HIGH', {}, {}, {}, 'WP1')",
                        id, mapping, who, status, time, ke));
    }

    ImportReport import() { return *value(open_database(path())).import; }

    std::optional<ProposalRecord> proposal(std::int64_t id)
    {
        Readers readers{Database(path())};
        return value(readers.read([&](Session& session) { return find_proposal_by_id(session, id); }));
    }
};

TEST_F(IrregularReferenceTest, RepairsMappings)
{
    auto const uuid = crypto::uuid4();
    add_mapping(3, "KE  2", "WP1", fmt::format("'HIGH', 'alice', '2026-01-01 10:00:00', '{}', 9e999", uuid).c_str());
    add_mapping(7, "KE 2", "WP2", fmt::format("'odd', 'guest-lab1', NULL, '{}', 0.5", uuid).c_str());
    add_mapping(9, "KE 2", "WP1", "'low', '', '2026-01-01T10:00:00.123456', NULL, NULL");
    add_mapping(12, "KE ٣", "WP5", "'low', 'github:bob', 'yesterday', NULL, NULL");
    auto const report = import();
    auto const records = mappings(path(), Resource::wikipathways);
    ASSERT_EQ(records.size(), 2U);
    auto const& second = records[0].id == 7 ? records[0] : records[1];
    auto const& first = records[0].id == 3 ? records[0] : records[1];
    EXPECT_EQ(first.uuid, uuid);
    EXPECT_EQ(first.pair.ke_id, KeId(2));
    EXPECT_EQ(first.created_by, "github:alice");
    EXPECT_EQ(format_utc(first.created_at), "2026-01-01T10:00:00Z");
    EXPECT_FALSE(first.claim.suggestion_score);
    EXPECT_NE(second.uuid, uuid);
    EXPECT_EQ(second.created_by, "guest:lab1");
    EXPECT_EQ(second.confidence, Confidence::low);
    EXPECT_EQ(report.left_out.at("identifier of the Key Event or target cannot be read"), 1U);
    EXPECT_EQ(report.repairs.at("second mapping of a pair kept as withdrawn"), 1U);
    EXPECT_THAT(report.text(), HasSubstr("KE ٣"));
}

TEST_F(IrregularReferenceTest, NeverGivesANumberOutTwice)
{
    add_mapping(40, "KE 2", "WP1", "'low', NULL, '2026-01-01', NULL, NULL");
    run("DELETE FROM mappings");
    run("INSERT INTO ke_go_mappings (id, ke_id, ke_title, go_id, go_name, confidence_level) "
        "VALUES (1, 'KE 5', 'T', 'GO:0006915', 'negative regulation of x', 'low')");
    import();
    auto const go = mappings(path(), Resource::go);
    ASSERT_EQ(go.size(), 1U);
    EXPECT_EQ(go[0].id, 41);
    EXPECT_EQ(go[0].reference_id, 1);
    EXPECT_FALSE(go[0].go_direction) << "the column exists, so its NULL is meant";
}

TEST_F(IrregularReferenceTest, KeepsTheOldestOfPendingDuplicates)
{
    add_proposal(1, "NULL", "alice", "'pending'", "'2026-03-01 10:00:00'", "'KE 2'");
    add_proposal(2, "NULL", "bob", "'pending'", "'2026-01-01T10:00:00'", "'KE 2'");
    add_proposal(3, "NULL", "carol", "NULL", "'2026-02-01 10:00:00'", "'KE 2'");
    import();
    EXPECT_EQ(proposal(2)->status, ProposalStatus::pending);
    EXPECT_EQ(proposal(2)->confidence, Confidence::high);
    EXPECT_EQ(proposal(2)->proposed_by, "github:bob");
    for (int const id : {1, 3}) {
        EXPECT_EQ(proposal(id)->status, ProposalStatus::rejected);
        EXPECT_THAT(proposal(id)->reason.value_or(""), HasSubstr("proposal 2"));
        EXPECT_EQ(proposal(id)->decided_by, "system:import");
    }
}

TEST_F(IrregularReferenceTest, KeepsOrphansAsRejected)
{
    add_proposal(1, "77", "alice", "'pending'", "'2026-03-01 10:00:00'", "NULL");
    add_proposal(2, "77", "alice", "'approved'", "'2026-03-01 10:00:00'", "NULL");
    add_proposal(3, "NULL", "alice", "'weird'", "'2026-03-01 10:00:00'", "'KE 9'");
    auto const report = import();
    EXPECT_EQ(proposal(1)->status, ProposalStatus::rejected);
    EXPECT_THAT(proposal(1)->reason.value_or(""), HasSubstr("77"));
    EXPECT_EQ(proposal(2)->status, ProposalStatus::approved) << "a decision that was taken stays";
    EXPECT_EQ(proposal(3)->status, ProposalStatus::rejected);
    EXPECT_EQ(report.repairs.at("orphan proposal kept as rejected"), 1U);
    EXPECT_FALSE(report.doubtful.empty());
}

TEST_F(IrregularReferenceTest, GivesGuestsTheirNameBack)
{
    run("INSERT INTO ke_go_mappings (id, ke_id, ke_title, go_id, go_name, confidence_level, created_by) VALUES "
        "(1, 'KE 5', 'T', 'GO:0006915', 'apoptotic process', 'low', 'github:guest-lab1'), "
        "(2, 'KE 6', 'T', 'GO:0006915', 'apoptotic process', 'low', 'github:guest-lab1')");
    run("INSERT INTO ke_go_proposals (id, user_name, provider_username, status, ke_id, go_id, proposed_confidence) "
        "VALUES (1, 'guest-lab1', 'github:guest-lab1', 'approved', 'KE 5', 'GO:0006915', 'low')");
    import();
    for (auto const& mapping : mappings(path(), Resource::go)) {
        auto const known_guest = mapping.pair.ke_id == KeId(5);
        EXPECT_EQ(mapping.created_by, known_guest ? "guest:lab1" : "github:guest-lab1");
    }
    EXPECT_EQ(proposal(1)->proposed_by, "guest:lab1");
}

TEST_F(IrregularReferenceTest, NotesTheImportInTheAudit)
{
    run("CREATE TABLE metrics (id INTEGER)");
    run("ALTER TABLE mappings ADD COLUMN colour TEXT");
    auto const report = import();
    EXPECT_THAT(report.ignored_tables, ::testing::UnorderedElementsAre("metrics", "mappings.colour"));
    Readers readers{Database(path())};
    auto const audit = value(readers.read([](Session& session) { return list_audit_after(session, 0, 10); }));
    ASSERT_EQ(audit.size(), 1U);
    EXPECT_EQ(audit[0].actor, "system:import");
    EXPECT_THAT(audit[0].after.value_or(""), HasSubstr("metrics"));
}

}  // namespace
}  // namespace kewp::store
