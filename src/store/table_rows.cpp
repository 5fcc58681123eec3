#include "store/table_rows.hpp"

#include <algorithm>
#include <bit>
#include <fmt/format.h>
#include <iterator>

namespace kewp::store {
namespace {

using dialect::Column;

/// Rows that are read with one question.
constexpr std::size_t kPageRows = 1000;
/// Rows that one statement inserts: a server is far away, and SQLite looks the names of values up one by one.
constexpr std::size_t kRowsToServer = 50;
constexpr std::size_t kRowsToFile = 2;

Cell take_cell(Select& rows, char kind)
{
    switch (kind) {
        case 'n': {
            auto const value = rows.number_or_null();
            return value ? Cell(*value) : Cell();
        }
        case 'r': {
            auto const value = rows.real_or_null();
            return value ? Cell(*value) : Cell();
        }
        default: {
            auto value = rows.text_or_null();
            return value ? Cell(std::move(*value)) : Cell();
        }
    }
}

void set_cell(Values& values, std::string name, char kind, Cell const& cell)
{
    auto const* const text = std::get_if<std::string>(&cell);
    auto const* const number = std::get_if<std::int64_t>(&cell);
    auto const* const real = std::get_if<double>(&cell);
    switch (kind) {
        case 'n': values.number(std::move(name), number ? std::optional(*number) : std::nullopt); break;
        case 'r': values.real(std::move(name), real ? std::optional(*real) : std::nullopt); break;
        default: values.text(std::move(name), text ? std::optional(*text) : std::nullopt); break;
    }
}

std::string names_of(std::vector<Column> const& columns)
{
    std::string names;
    for (auto const& column : columns) {
        names += (names.empty() ? "" : ", ") + column.name;
    }
    return names;
}

void insert_at_once(Session& session, std::string const& table, std::vector<Column> const& columns,
                    std::span<Row const> rows)
{
    Values values;
    std::string places;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        places += row == 0 ? "(" : "), (";
        for (std::size_t i = 0; i < columns.size(); ++i) {
            auto name = fmt::format("r{}c{}", row, i);
            places += (i == 0 ? ":" : ", :") + name;
            set_cell(values, std::move(name), columns[i].kind, rows[row][i]);
        }
    }
    execute(session, fmt::format("INSERT INTO {} ({}) VALUES {})", table, names_of(columns), places),
            std::move(values));
}

}  // namespace

Row take_row(Select& rows, std::string_view kinds)
{
    Row row;
    row.reserve(kinds.size());
    std::ranges::transform(kinds, std::back_inserter(row), [&](char kind) { return take_cell(rows, kind); });
    return row;
}

TableReader::TableReader(Session& session, std::string const& table, std::vector<Column> const& columns)
    : session_(session), key_(columns.front()), sql_(fmt::format("SELECT {} FROM {}", names_of(columns), table))
{
    std::ranges::transform(columns, std::back_inserter(kinds_), &Column::kind);
}

std::vector<Row> TableReader::next()
{
    Values values;
    auto sql = sql_;
    if (last_) {
        sql += fmt::format(" WHERE {} > :after_key", key_.name);
        set_cell(values, "after_key", key_.kind, *last_);
    }
    sql += fmt::format(" ORDER BY {} LIMIT {}", key_.name, kPageRows);
    std::vector<Row> page;
    Select rows(session_, sql, kinds_, std::move(values));
    while (rows.next()) {
        page.push_back(take_row(rows, kinds_));
    }
    if (!page.empty()) {
        last_ = page.back().front();
    }
    return page;
}

void insert_rows(Session& session, std::string const& table, std::vector<Column> const& columns,
                 std::span<Row const> rows)
{
    auto const at_once = dialect::engine_of(session) == Engine::sqlite ? kRowsToFile : kRowsToServer;
    while (!rows.empty()) {
        auto const now = rows.first(std::min(at_once, rows.size()));
        insert_at_once(session, table, columns, now);
        rows = rows.subspan(now.size());
    }
}

void RowSum::add(Row const& row)
{
    struct Add {
        crypto::Sha256& hash;
        void operator()(std::monostate) const { hash.add("-;"); }
        void operator()(std::string const& text) const { hash.add(fmt::format("t{}:{};", text.size(), text)); }
        void operator()(std::int64_t number) const { hash.add(fmt::format("n{};", number)); }
        void operator()(double real) const { hash.add(fmt::format("r{};", std::bit_cast<std::uint64_t>(real))); }
    };
    std::ranges::for_each(row, [&](Cell const& cell) { std::visit(Add{hash_}, cell); });
    ++rows_;
}

}  // namespace kewp::store
