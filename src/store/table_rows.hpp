#pragma once

#include "base/crypto.hpp"
#include "store/sql.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Rows of any table, to copy and to compare them. They throw what the SQL library throws (`attempt`).
namespace kewp::store {

/// NULL, text, a whole number or a real one.
using Cell = std::variant<std::monostate, std::string, std::int64_t, double>;
using Row = std::vector<Cell>;

/// The row at which a SELECT stands; `kinds` as it has them.
[[nodiscard]] Row take_row(Select& rows, std::string_view kinds);

/// A table's rows in the order of its first column, which is its key, a page at a time.
class TableReader {
public:
    TableReader(Session& session, std::string const& table, std::vector<dialect::Column> const& columns);

    /// A thousand rows at most; empty after the last.
    [[nodiscard]] std::vector<Row> next();

private:
    Session& session_;
    dialect::Column key_;
    std::string kinds_;
    std::string sql_;
    std::optional<Cell> last_;
};

void insert_rows(Session& session, std::string const& table, std::vector<dialect::Column> const& columns,
                 std::span<Row const> rows);

/// Number and SHA-256 of rows: the same for the same rows on both engines, another for any other rows.
class RowSum {
public:
    void add(Row const& row);
    [[nodiscard]] std::uint64_t rows() const { return rows_; }
    /// Hex. Nothing can be added afterwards.
    [[nodiscard]] std::string sha256() { return crypto::hex(hash_.finish()); }

private:
    crypto::Sha256 hash_;
    std::uint64_t rows_ = 0;
};

}  // namespace kewp::store
