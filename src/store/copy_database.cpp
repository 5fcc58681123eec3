#include "store/copy_database.hpp"

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "store/migrations.hpp"
#include "store/open_database.hpp"
#include "store/table_rows.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace kewp::store {
namespace {

namespace fs = std::filesystem;
using dialect::Column;

/// Is not copied: the target's triggers on `mapping` fill it.
constexpr auto kMonths = "mapping_month";

/// Tables in an order in which every row finds the rows that it refers to.
std::vector<std::string> tables_in_order(Session& session)
{
    constexpr std::array<std::string_view, 3> kFirst = {"mapping", "proposal", "opinion"};
    auto tables = dialect::tables(session);
    std::erase(tables, kMonths);
    std::ranges::sort(tables, {}, [&](std::string const& name) {
        return std::pair(std::ranges::find(kFirst, name) - kFirst.begin(), name);
    });
    return tables;
}

TableCopy made_of(std::string table, RowSum& sum)
{
    auto const rows = sum.rows();
    return {std::move(table), rows, sum.sha256()};
}

TableCopy sum_of(Session& session, std::string const& table, std::vector<Column> const& columns)
{
    RowSum sum;
    TableReader reader(session, table, columns);
    for (auto page = reader.next(); !page.empty(); page = reader.next()) {
        std::ranges::for_each(page, [&](Row const& row) { sum.add(row); });
    }
    return made_of(table, sum);
}

Result<TableCopy> copy_table(Session& from, Session& to, std::string const& table,
                             std::function<bool()> const& should_stop)
{
    auto const columns = dialect::columns(from, table);
    if (columns != dialect::columns(to, table)) {
        return fail(ErrorCode::conflict, "it has other columns in the target");
    }
    RowSum sum;
    TableReader reader(from, table, columns);
    for (auto page = reader.next(); !page.empty(); page = reader.next()) {
        if (should_stop && should_stop()) {
            return fail(ErrorCode::unavailable, "the copy was stopped");
        }
        insert_rows(to, table, columns, page);
        std::ranges::for_each(page, [&](Row const& row) { sum.add(row); });
    }
    auto copy = made_of(table, sum);
    auto const found = sum_of(to, table, columns);
    if (found.rows != copy.rows || found.sha256 != copy.sha256) {
        return fail(ErrorCode::corrupt,
                    fmt::format("the copy differs from its source ({} rows of {}); nothing was changed", found.rows,
                                copy.rows));
    }
    if (columns.front().name == "id") {
        dialect::set_last_row_number(to, table, dialect::last_row_number(from, table));
    }
    return copy;
}

TableCopy sum_of_months(Session& session)
{
    constexpr auto kKinds = "ttttn";
    RowSum sum;
    // A kind of which no mapping is left has a row where there once was one, and none in a copy.
    Select rows(session,
                fmt::format("SELECT resource, month, confidence, direction, number FROM {} WHERE number <> 0 "
                            "ORDER BY resource, month, confidence, direction",
                            kMonths),
                kKinds);
    while (rows.next()) {
        sum.add(take_row(rows, kKinds));
    }
    return made_of(kMonths, sum);
}

/// What the triggers of the target made of the copied mappings, compared with what those of the source had made.
Result<TableCopy> compare_months(Session& from, Session& to)
{
    auto expected = sum_of_months(from);
    auto const found = sum_of_months(to);
    if (found.sha256 != expected.sha256) {
        return fail(ErrorCode::corrupt,
                    fmt::format("it has {} rows after copying the mappings, its source {}, or other numbers in them; "
                                "nothing was changed",
                                found.rows, expected.rows));
    }
    return expected;
}

/// Within transactions of both.
Result<DatabaseCopy> copy_tables(Session& from, Session& to, std::function<bool()> const& should_stop = {})
{
    DatabaseCopy copy;
    for (auto const& table : tables_in_order(from)) {
        auto copied = attempt([&] { return copy_table(from, to, table, should_stop); });
        if (!copied) {
            return fail_in("table " + table, copied.error());
        }
        copy.push_back(std::move(*copied));
    }
    auto months = attempt([&] { return compare_months(from, to); });
    if (!months) {
        return fail_in(fmt::format("table {}", kMonths), months.error());
    }
    copy.push_back(std::move(*months));
    return copy;
}

/// The tables that hold rows, to say so.
std::string filled_tables(Session& session)
{
    std::string filled;
    for (auto const& table : dialect::tables(session)) {
        if (auto const rows = select_number(session, "SELECT count(*) FROM " + table); rows > 0) {
            filled += fmt::format("{}{}: {} rows", filled.empty() ? "" : ", ", table, rows);
        }
    }
    return filled;
}

/// A copy that is not of the present schema would be found out only when it is used.
Result<void> check_version(Connection& connection, std::string const& name)
{
    auto const found = identify(connection);
    if (!found) {
        return fail(found.error());
    }
    auto const newest = migrations().back().version;
    if (found->kind != FileKind::ours || found->version != newest) {
        return fail(ErrorCode::conflict,
                    fmt::format("{}: expected a database of ours with schema version {}", name, newest));
    }
    return {};
}

/// Moves all tables to another schema and makes them anew, empty. Within a transaction.
Result<std::string> set_tables_aside(Connection& server)
{
    auto& session = server.session();
    auto const others = select_number(session,
                                      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                                      "AND application_name = 'kewp' AND pid <> pg_backend_pid()");
    if (others > 0) {
        return fail(ErrorCode::busy,
                    fmt::format("{} connections of kewp use this database; stop all nodes first", others));
    }
    std::string present;
    {
        Select rows(session, "SELECT current_schema()", "t");
        present = rows.next() ? rows.text() : "public";
    }
    auto stamp = format_utc(now());
    std::erase_if(stamp, [](char c) { return c == ':' || c == '-'; });
    auto const kept = fmt::format("{}_replaced_{}", present, text::ascii_lower(stamp));
    session << fmt::format("ALTER SCHEMA \"{}\" RENAME TO \"{}\"", present, kept);
    session << fmt::format("CREATE SCHEMA \"{}\"", present);
    auto const made = migrate_within(server, migrations(Engine::postgresql));
    return made ? Result<std::string>(kept) : fail(made.error());
}

/// Copying takes as long as it takes, and the server waits for a disk meanwhile.
void take_time(Connection& server)
{
    server.session() << "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0";
}

/// Copies a file to the server in one transaction, after `prepare` has made it ready there.
Result<DatabaseCopy> copy_from_file(fs::path const& file, Database const& server,
                                    std::function<Result<void>(Connection&)> const& prepare)
{
    auto from = Database(file).connect(Access::foreign);
    if (!from) {
        return fail(from.error());
    }
    if (auto present = check_version(*from, file.string()); !present) {
        return fail(present.error());
    }
    auto to = server.connect(Access::read_write);
    if (!to) {
        return fail(to.error());
    }
    auto copied = attempt([&]() -> Result<DatabaseCopy> {
        take_time(*to);
        from->session() << "BEGIN";
        dialect::begin_write(to->session());
        if (auto prepared = prepare(*to); !prepared) {
            return fail(prepared.error());
        }
        auto copy = copy_tables(from->session(), to->session());
        if (!copy) {
            return fail(copy.error());
        }
        to->session() << "ANALYZE";  // the first questions come before the server's own housekeeping
        auto const name = crypto::random_hex(16);
        if (auto const ended = dialect::commit(to->session(), name, name); ended.ending != dialect::Ending::done) {
            return fail(ended.error);
        }
        return copy;
    });
    return copied ? std::move(copied) : fail_in(server.name(), copied.error());
}

}  // namespace

Result<DatabaseCopy> copy_to_file(Database const& server, fs::path const& file,
                                  std::function<bool()> const& should_stop)
{
    auto from = server.connect(Access::read_only);
    if (!from) {
        return fail(from.error());
    }
    if (auto present = check_version(*from, server.name()); !present) {
        return fail(present.error());
    }
    auto to = Database(file).connect(Access::fresh);
    if (!to) {
        return fail(to.error());
    }
    if (auto made = migrate(*to, migrations()); !made) {
        return fail(made.error());
    }
    return attempt([&]() -> Result<DatabaseCopy> {
        take_time(*from);
        dialect::begin_snapshot(from->session());
        dialect::begin_write(to->session());
        auto copy = copy_tables(from->session(), to->session(), should_stop);
        if (copy) {
            to->session() << "COMMIT";
        }
        return copy;
    });
}

Result<DatabaseCopy> copy_to_server(fs::path const& file, Database const& server)
{
    if (auto opened = open_database(server); !opened) {
        return fail(opened.error());
    }
    return copy_from_file(file, server, [](Connection& to) -> Result<void> {
        if (auto const filled = filled_tables(to.session()); !filled.empty()) {
            return fail(ErrorCode::conflict,
                        fmt::format("the database is not empty ({}); make a new one with createdb", filled));
        }
        return {};
    });
}

Result<Replacement> replace_on_server(fs::path const& file, Database const& server)
{
    std::string kept;
    auto copied = copy_from_file(file, server, [&kept](Connection& to) -> Result<void> {
        auto aside = set_tables_aside(to);
        if (!aside) {
            return fail(aside.error());
        }
        kept = std::move(*aside);
        return {};
    });
    return copied ? Result<Replacement>(Replacement{std::move(*copied), std::move(kept)}) : fail(copied.error());
}

}  // namespace kewp::store
