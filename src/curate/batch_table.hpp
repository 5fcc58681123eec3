#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::curate {

/// One row of a table of proposals, its cells beside the names of the columns.
struct BatchRow {
    std::size_t line = 0;  ///< in the file, from 1
    std::vector<std::string> cells;
};

struct BatchTable {
    std::vector<std::string> columns;  ///< lower case
    std::vector<BatchRow> rows;
};

/// The most rows of one batch.
inline constexpr std::size_t kMostBatchRows = 2000;

/// Reads CSV (RFC 4180) or, when the first line has a tab, tab-separated text. Lines that begin with `#` before the
/// header (metadata of SSSOM) and empty lines are left out; a byte order mark is forgiven.
/// Errors: invalid_argument naming the line (quote not closed, more cells than columns, no header, not UTF-8);
/// too_large over `kMostBatchRows`.
[[nodiscard]] Result<BatchTable> read_batch_table(std::string_view text);

}  // namespace kewp::curate
