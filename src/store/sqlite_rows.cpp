#include "store/sqlite_rows.hpp"

#include "store/sql.hpp"

#include <fmt/format.h>
#include <memory>
#include <soci/sqlite3/soci-sqlite3.h>

// SOCI wants to know a column's type before it reads; files of unknown age are read with SQLite's own calls.
namespace kewp::store {
namespace {

struct Finalize {
    void operator()(sqlite_api::sqlite3_stmt* statement) const { sqlite_api::sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite_api::sqlite3_stmt, Finalize>;

tl::unexpected<Error> failed(Connection& connection, std::string const& table)
{
    auto* const handle = connection.handle();
    return fail_in("table " + table,
                   dialect::error_of(sqlite_api::sqlite3_errcode(handle), sqlite_api::sqlite3_errmsg(handle)));
}

std::string column_text(sqlite_api::sqlite3_stmt* statement, int column)
{
    auto const* bytes = sqlite_api::sqlite3_column_text(statement, column);
    auto const size = sqlite_api::sqlite3_column_bytes(statement, column);
    return bytes == nullptr ? std::string{}
                            : std::string(reinterpret_cast<char const*>(bytes), static_cast<std::size_t>(size));
}

}  // namespace

std::optional<std::string> LooseRow::text(std::string_view column) const
{
    auto const found = cells_.find(column);
    return found == cells_.end() || !found->second ? std::nullopt : std::optional(found->second->text);
}

std::optional<std::int64_t> LooseRow::number(std::string_view column) const
{
    auto const found = cells_.find(column);
    return found == cells_.end() || !found->second ? std::nullopt : found->second->whole;
}

std::optional<double> LooseRow::real(std::string_view column) const
{
    auto const found = cells_.find(column);
    return found == cells_.end() || !found->second ? std::nullopt : found->second->number;
}

bool LooseRow::has(std::string_view column) const
{
    return cells_.contains(column);
}

Result<std::vector<LooseRow>> read_table(Connection& connection, std::string const& table)
{
    auto const columns = columns_of(connection, table);
    if (!columns) {
        return fail(columns.error());
    }
    std::vector<LooseRow> rows;
    if (columns->empty()) {
        return rows;
    }
    auto const sql = fmt::format("SELECT * FROM \"{}\" ORDER BY rowid", table);
    sqlite_api::sqlite3_stmt* raw = nullptr;
    if (sqlite_api::sqlite3_prepare_v2(connection.handle(), sql.c_str(), -1, &raw, nullptr) != SQLITE_OK) {
        return failed(connection, table);
    }
    Statement const statement(raw);
    int rc = SQLITE_OK;
    while ((rc = sqlite_api::sqlite3_step(raw)) == SQLITE_ROW) {
        auto& row = rows.emplace_back();
        for (int i = 0; i < sqlite_api::sqlite3_column_count(raw); ++i) {
            auto& cell = row.cells_[sqlite_api::sqlite3_column_name(raw, i)];
            auto const type = sqlite_api::sqlite3_column_type(raw, i);
            if (type == SQLITE_NULL) {
                continue;
            }
            cell.emplace();
            if (type == SQLITE_INTEGER) {
                cell->whole = sqlite_api::sqlite3_column_int64(raw, i);
            }
            if (type == SQLITE_INTEGER || type == SQLITE_FLOAT) {
                cell->number = sqlite_api::sqlite3_column_double(raw, i);
            }
            cell->text = column_text(raw, i);
        }
    }
    if (rc != SQLITE_DONE) {
        return failed(connection, table);
    }
    return rows;
}

Result<std::vector<std::string>> columns_of(Connection& connection, std::string const& table)
{
    return attempt([&]() -> Result<std::vector<std::string>> {
        std::vector<std::string> names;
        for (auto& column : dialect::columns(connection.session(), table)) {
            names.push_back(std::move(column.name));
        }
        return names;
    });
}

}  // namespace kewp::store
