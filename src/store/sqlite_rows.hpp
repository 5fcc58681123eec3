#pragma once

#include "base/result.hpp"
#include "store/connection.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::store {

/// A row of a table whose columns are known only when it is read.
class LooseRow {
public:
    /// The value as text; nothing when NULL or when there is no such column.
    [[nodiscard]] std::optional<std::string> text(std::string_view column) const;
    /// Nothing also when the value is not a number.
    [[nodiscard]] std::optional<std::int64_t> number(std::string_view column) const;
    [[nodiscard]] std::optional<double> real(std::string_view column) const;
    [[nodiscard]] bool has(std::string_view column) const;

private:
    friend Result<std::vector<LooseRow>> read_table(Connection& connection, std::string const& table);
    struct Cell {
        std::string text = {};
        std::optional<double> number = {};
        std::optional<std::int64_t> whole = {};
    };
    std::map<std::string, std::optional<Cell>, std::less<>> cells_;
};

/// All rows in the order of their row number; none when there is no such table. `table` is a name of ours or
/// one found in the file. Errors: corrupt, io.
[[nodiscard]] Result<std::vector<LooseRow>> read_table(Connection& connection, std::string const& table);

/// Names of the columns; none when there is no such table.
[[nodiscard]] Result<std::vector<std::string>> columns_of(Connection& connection, std::string const& table);

}  // namespace kewp::store
