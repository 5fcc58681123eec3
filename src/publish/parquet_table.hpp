#pragma once

#include "base/time.hpp"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace kewp::publish {

/// What a column of a Parquet file holds.
enum class ParquetType : std::uint8_t {
    text,   ///< UTF-8
    whole,  ///< 64 bits, signed
    real,   ///< double
    truth,
    time,   ///< UTC, in the file with microseconds
    texts,  ///< a list of texts
};

struct ParquetColumn {
    std::string name;
    ParquetType type = ParquetType::text;
    bool required = false;  ///< never null
};

/// One value; the first alternative is null.
using ParquetCell =
    std::variant<std::monostate, std::string, std::int64_t, double, bool, Instant, std::vector<std::string>>;

/// Where the values of one column of one row group lie in the file, and what is known about them.
struct ParquetChunk {
    std::int64_t dictionary_offset = -1;  ///< -1: the values are written plainly
    std::int64_t data_offset = 0;
    std::int64_t entries = 0;  ///< values, nulls and empty lists
    std::int64_t nulls = 0;    ///< entries without a value
    std::int64_t plain_bytes = 0;
    std::int64_t stored_bytes = 0;
    std::string least = {};  ///< encoded; with `has_bounds` no value is smaller
    std::string most = {};
    bool has_bounds = false;
    bool least_exact = true;  ///< it is a value, not a prefix of one
    bool most_exact = true;
};

struct ParquetRowGroup {
    std::int64_t rows = 0;
    std::vector<ParquetChunk> chunks = {};  ///< one for each column
};

}  // namespace kewp::publish
