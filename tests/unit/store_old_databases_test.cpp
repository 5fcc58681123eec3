#include "base/crypto.hpp"
#include "base/file.hpp"
#include "store/backup.hpp"
#include "store/sql.hpp"
#include "store/sqlite_rows.hpp"
#include "store_fixture.hpp"

#include <boost/json.hpp>
#include <cstdlib>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <map>
#include <set>

namespace kewp::store {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using ::testing::HasSubstr;
using testing::value;

/// Column of our tables for a field of `expected.json`; those that are not listed have the same name.
std::string column_of(std::string_view field)
{
    if (field == "ke" || field == "target") {
        return std::string(field) + "_id";
    }
    return field == "direction" ? "go_direction" : std::string(field);
}

std::vector<LooseRow> rows_of(fs::path const& path, std::string const& table)
{
    auto connection = value(Database(path).connect(Access::foreign));
    return value(read_table(connection, table));
}

/// Every value of every table of a database of any kind, for comparing two.
std::map<std::string, std::vector<std::string>> everything_in(fs::path const& path)
{
    auto connection = value(Database(path).connect(Access::foreign));
    std::map<std::string, std::vector<std::string>> all;
    for (auto const& table : value(identify(connection)).tables) {
        auto const columns = value(columns_of(connection, table));
        for (auto const& row : value(read_table(connection, table))) {
            std::string line;
            for (auto const& column : columns) {
                line += row.text(column).value_or("NULL") + '\x1F';
            }
            all[table].push_back(std::move(line));
        }
    }
    return all;
}

/// The files of `tests/golden/make_old_databases.py`, one for each age of the replaced application.
class OldDatabasesTest : public ::testing::TestWithParam<char const*> {
protected:
    void SetUp() override
    {
        auto const command = fmt::format("/usr/bin/python3 '{}/tests/golden/make_old_databases.py' '{}'",
                                         KEWP_SOURCE_DIR, made().string());
        if (!fs::exists("/usr/bin/python3")) {
            GTEST_SKIP() << "no /usr/bin/python3 here, which makes the old databases";
        }
        ASSERT_EQ(std::system(command.c_str()), 0) << command;
        expected_ = json::parse(value(read_file(made() / "expected.json"))).at(GetParam()).as_object();
        fs::copy_file(made() / (std::string(GetParam()) + ".db"), path());
    }

    [[nodiscard]] fs::path made() const { return folder_.path() / "made"; }
    [[nodiscard]] fs::path path() const { return folder_.path() / "ke_wp_mapping.db"; }
    [[nodiscard]] json::array const& expected(char const* what) const { return expected_.at(what).as_array(); }

    /// Compares each row that is expected with the stored one of the same resource and old number.
    void expect_rows(std::string const& table, char const* what)
    {
        std::map<std::pair<std::string, std::int64_t>, LooseRow> stored;
        for (auto& row : rows_of(path(), table)) {
            auto key = std::pair{row.text("resource").value_or(""), row.number("reference_id").value_or(0)};
            stored.emplace(std::move(key), std::move(row));
        }
        EXPECT_EQ(stored.size(), expected(what).size());
        for (auto const& wanted : expected(what)) {
            auto const resource = std::string(wanted.at("resource").as_string());
            auto const number = wanted.at("reference_id").as_int64();
            SCOPED_TRACE(fmt::format("{} {} {}", resource, table, number));
            auto const found = stored.find({resource, number});
            ASSERT_NE(found, stored.end());
            expect_fields(found->second, wanted.as_object());
        }
    }

    static void expect_fields(LooseRow const& row, json::object const& wanted)
    {
        EXPECT_TRUE(crypto::is_uuid(row.text("uuid").value_or("")));
        for (auto const& [key, content] : wanted) {
            auto const stored = row.text(column_of(key));
            if (key == "not_uuid") {
                EXPECT_NE(row.text("uuid"), std::string(content.as_string()));
            } else if (key == "reason") {
                EXPECT_THAT(stored.value_or(""), HasSubstr(std::string(content.as_string())));
            } else if (content.is_null()) {
                EXPECT_EQ(stored, std::nullopt) << std::string(key);
            } else {
                auto const text = content.is_string() ? std::string(content.as_string()) : json::serialize(content);
                EXPECT_EQ(stored, text) << std::string(key);
            }
        }
    }

    testing::TemporaryFolder folder_;
    json::object expected_;
};

TEST_P(OldDatabasesTest, AreImportedWithEveryRowAccountedFor)
{
    auto const report = value(open_database(path()));
    ASSERT_EQ(report.action, OpenReport::Action::imported);
    value(verify_database(path()));
    std::map<std::string, ImportReport::Table> counted;
    for (auto const& table : report.import->tables) {
        EXPECT_EQ(table.read, table.imported + table.left_out) << table.name;
        EXPECT_LE(table.repaired, table.imported) << table.name;
        counted[table.name] = table;
    }
    std::uint64_t left_out = 0;
    for (auto const& [name, counts] : expected_.at("tables").as_object()) {
        auto const& table = counted[std::string(name)];
        EXPECT_EQ(table.read, counts.at("read").to_number<std::uint64_t>()) << std::string(name);
        EXPECT_EQ(table.left_out, counts.at("left_out").to_number<std::uint64_t>()) << std::string(name);
        left_out += table.left_out;
    }
    std::uint64_t reasons = 0;
    for (auto const& [reason, rows] : report.import->left_out) {
        reasons += rows;
    }
    EXPECT_EQ(reasons, left_out) << report.import->text();
    expect_rows("mapping", "mappings");
    expect_rows("proposal", "proposals");
}

TEST_P(OldDatabasesTest, HaveProvidersInEveryIdentityAfterwards)
{
    value(open_database(path()));
    for (auto const& [table, columns] : std::map<std::string, std::vector<std::string>>{
             {"mapping", {"created_by", "proposed_by", "approved_by"}}, {"proposal", {"proposed_by", "decided_by"}}}) {
        for (auto const& row : rows_of(path(), table)) {
            for (auto const& column : columns) {
                EXPECT_THAT(row.text(column).value_or("none:"), HasSubstr(":"));
            }
        }
    }
}

TEST_P(OldDatabasesTest, AreKeptAsideAndImportedOnceOnly)
{
    auto const before = everything_in(path());
    auto const bytes = value(read_file(path()));
    auto const report = value(open_database(path()));
    ASSERT_TRUE(report.kept);
    EXPECT_EQ(everything_in(*report.kept), before);
    if (expected_.at("journal") == "delete") {  // else its log is folded in first, which the header notes
        EXPECT_EQ(value(read_file(*report.kept)), bytes);
    }
    auto const imported = everything_in(path());
    EXPECT_EQ(value(open_database(path())).action, OpenReport::Action::unchanged);
    EXPECT_EQ(everything_in(path()), imported);
    std::size_t files = 0;
    for (auto const& entry : fs::directory_iterator(folder_.path())) {
        files += entry.path().extension() == ".db" ? 1 : 0;
    }
    EXPECT_EQ(files, 2U) << "the database and its original";
}

/// As a second attempt from the original gives: the same rows, but for what had to be made up.
TEST_P(OldDatabasesTest, GiveTheSameRowsWhenImportedAgain)
{
    auto const first = value(open_database(path()));
    auto const again = folder_.path() / "again.db";
    fs::copy_file(*first.kept, again);
    value(open_database(again));
    auto const public_rows = [](fs::path const& file) {
        std::set<std::string> lines;
        for (auto const& row : rows_of(file, "mapping")) {
            lines.insert(fmt::format("{} {} {} {} {}", row.text("id").value_or(""), row.text("ke_id").value_or(""),
                                     row.text("target_id").value_or(""), row.text("confidence").value_or(""),
                                     row.text("created_by").value_or("")));
        }
        return lines;
    };
    EXPECT_EQ(public_rows(again), public_rows(path()));
}

INSTANTIATE_TEST_SUITE_P(Ages, OldDatabasesTest,
                         ::testing::Values("mappings_only", "oldest", "hardening", "new_pairs", "reactome", "newest"),
                         [](auto const& age) { return std::string(age.param); });

/// What is not ours to touch stays byte for byte as it is.
class ForeignDatabaseTest : public ::testing::Test {
protected:
    void make(std::string const& sql)
    {
        auto connection = value(Database(path()).connect(Access::fresh));
        connection.session() << sql;
    }

    void expect_refused(ErrorCode code, char const* words)
    {
        auto const before = value(read_file(path()));
        auto const opened = open_database(path());
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().code, code) << opened.error().message;
        EXPECT_THAT(opened.error().message, HasSubstr(words));
        EXPECT_THAT(opened.error().message, HasSubstr(path().string()));
        EXPECT_EQ(value(read_file(path())), before);
        auto const files = std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator{});
        EXPECT_EQ(files, 1) << "something was put beside it";
    }

    [[nodiscard]] fs::path path() const { return folder_.path() / "ke_wp_mapping.db"; }
    testing::TemporaryFolder folder_;
};

TEST_F(ForeignDatabaseTest, IsRefusedAndUntouched)
{
    make("CREATE TABLE recipes (id INTEGER)");
    expect_refused(ErrorCode::conflict, "recipes");
}

TEST_F(ForeignDatabaseTest, IsNotTakenForOldDataByATableNameAlone)
{
    make("CREATE TABLE mappings (id INTEGER, url TEXT)");
    expect_refused(ErrorCode::conflict, "another program");
}

TEST_F(ForeignDatabaseTest, IsRefusedWhenItIsNoDatabase)
{
    value(write_file_atomically(path(),
                                "a letter, not a database, and longer than the header of one would be: "
                                "100 bytes at least, so that nothing is taken for an empty file"));
    expect_refused(ErrorCode::corrupt, "not a SQLite database");
}

TEST_F(ForeignDatabaseTest, IsRefusedWhenANewerVersionMadeIt)
{
    make(fmt::format("PRAGMA application_id = {}", kApplicationId));
    make("PRAGMA user_version = 99");
    make("CREATE TABLE mapping (id INTEGER)");
    auto const opened = open_database(path());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::conflict);
    EXPECT_THAT(opened.error().message, HasSubstr("schema version 99"));
    EXPECT_EQ(rows_of(path(), "mapping").size(), 0U);
}

}  // namespace
}  // namespace kewp::store
