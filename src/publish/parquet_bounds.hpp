#pragma once

#include "publish/parquet_table.hpp"

#include <cstdint>
#include <deque>
#include <span>
#include <string>

namespace kewp::publish {

/// Bounds of texts are cut to this many bytes; a query that skips row groups needs no more.
inline constexpr std::size_t kBoundBytes = 64;

/// Sets the least and the greatest of `texts`, well-formed UTF-8 in any order; long ones are cut between characters,
/// the greatest then raised so that it stays an upper bound. Texts compare by their bytes.
void set_text_bounds(ParquetChunk& chunk, std::deque<std::string> const& texts);

/// The same for numbers as the 64 bits they are stored in. Doubles among which one is no number get no bounds; as the
/// format asks, a zero is written as -0 for the least and +0 for the greatest.
void set_number_bounds(ParquetChunk& chunk, ParquetType type, std::span<std::uint64_t const> bits);

}  // namespace kewp::publish
