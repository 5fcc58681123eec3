#pragma once

#include "base/result.hpp"
#include "store/connection.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace kewp::store {

/// What became of the rows of the replaced application's database: nothing is dropped silently.
struct ImportReport {
    struct Table {
        std::string name = {};
        std::uint64_t read = 0;
        std::uint64_t imported = 0;
        std::uint64_t repaired = 0;  ///< imported, but something was changed (see `repairs`)
        std::uint64_t left_out = 0;  ///< see `left_out`
    };
    std::vector<Table> tables = {};
    std::map<std::string, std::uint64_t> repairs = {};   ///< rule → rows
    std::map<std::string, std::uint64_t> left_out = {};  ///< reason → rows
    std::vector<std::string> doubtful = {};              ///< single rows to look at
    std::vector<std::string> ignored_tables = {};        ///< `table` or `table.column`: not the data of curators

    /// The table for an operator, ready to print.
    [[nodiscard]] std::string text() const;
    [[nodiscard]] std::string json() const;
};

/// Reads `source` (any age) and writes a new database of our present schema to `target`, which must not
/// exist. `source` is only read.
///
/// Errors: those of `Database::connect`; corrupt when `source` is not the replaced application's database or
/// damaged; internal when the written rows do not add up (then `target` is removed).
[[nodiscard]] Result<ImportReport> import_reference(std::filesystem::path const& source,
                                                    std::filesystem::path const& target);

}  // namespace kewp::store
