#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>

namespace kewp::embed {

// Zip and NPY fields and the vectors themselves are little-endian; the vectors are used in place, so a
// big-endian machine would need a swapping copy that nobody has asked for.
static_assert(std::endian::native == std::endian::little, "NPZ files are used in place: little-endian only");

/// The `T` stored at `offset`; the caller has checked that it lies within `bytes`.
template <class T>
[[nodiscard]] T load(std::span<std::byte const> bytes, std::size_t offset)
{
    T value;
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

template <class T>
void append(std::string& out, T value)
{
    char raw[sizeof value];
    std::memcpy(raw, &value, sizeof value);
    out.append(raw, sizeof value);
}

/// `offset + length <= limit`, without overflow.
[[nodiscard]] inline bool fits(std::uint64_t offset, std::uint64_t length, std::uint64_t limit)
{
    return offset <= limit && length <= limit - offset;
}

}  // namespace kewp::embed
