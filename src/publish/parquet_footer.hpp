#pragma once

#include "publish/parquet_table.hpp"

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace kewp::publish {

/// Facts about a whole file, as name and value: readers show them beside the schema.
using ParquetNotes = std::vector<std::pair<std::string, std::string>>;

/// The `FileMetaData` that ends a Parquet file: schema, row groups with the statistics of their columns, notes.
[[nodiscard]] std::string parquet_footer(std::span<ParquetColumn const> columns,
                                         std::span<ParquetRowGroup const> groups, ParquetNotes const& notes);

}  // namespace kewp::publish
