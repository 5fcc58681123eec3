#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace kewp::embed {

/// One element of a `<U…` array: UTF-32 padded with NULs at its end, as UTF-8 without them.
/// Refuses values that are no code points, NULs in the middle and control characters.
/// Errors: corrupt, worded to follow "row 3 ".
[[nodiscard]] Result<std::string> utf8_from_padded_utf32(std::span<std::byte const> element);

/// The reverse, unpadded. Refuses ill-formed UTF-8 and control characters. Errors: invalid_argument.
[[nodiscard]] Result<std::u32string> utf32_for_element(std::string_view utf8);

}  // namespace kewp::embed
