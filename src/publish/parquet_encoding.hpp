#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace kewp::publish {

/// Bits that the numbers 0 … `largest` need, at least 1.
[[nodiscard]] unsigned bit_width_of(std::uint32_t largest);

/// Appends `values`, each below 2^`bit_width`, in Parquet's hybrid of runs and packed groups of eight
/// (encoding RLE): runs of eight and more equal values take a few bytes.
void append_hybrid(std::string& out, std::span<std::uint32_t const> values, unsigned bit_width);

/// Appends `value` in its bytes, the lowest first (encoding PLAIN of numbers).
void append_u32(std::string& out, std::uint32_t value);
void append_u64(std::string& out, std::uint64_t value);
void append_double(std::string& out, double value);

/// Appends `values`, 0 or 1, as bits, the lowest first (encoding PLAIN of truth values).
void append_bits(std::string& out, std::span<std::uint8_t const> values);

/// One zstd frame. Error: internal.
[[nodiscard]] Result<std::string> zstd_compress(std::string_view bytes);

/// CRC-32 as gzip computes it, which page headers carry.
[[nodiscard]] std::uint32_t crc32_of(std::string_view bytes);

}  // namespace kewp::publish
