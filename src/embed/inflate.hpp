#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kewp::embed {

/// Unpacks a raw deflate stream (zip method 8) that must give exactly `size` bytes.
///
/// `size` is checked against what `packed` can hold at most before memory is taken, so a small file cannot
/// ask for gigabytes. Errors: corrupt, worded to follow "array 'x' ".
[[nodiscard]] Result<std::vector<std::byte>> inflate(std::span<std::byte const> packed, std::uint64_t size);

/// CRC-32 as zip stores it.
[[nodiscard]] std::uint32_t crc32_of(std::span<std::byte const> bytes);

}  // namespace kewp::embed
