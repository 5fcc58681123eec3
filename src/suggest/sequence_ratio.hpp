#pragma once

#include <cstddef>
#include <string_view>

namespace kewp::suggest {

/// Gestalt similarity (Ratcliff and Obershelp) of two texts of UTF-8 by code points: twice the length of
/// the common blocks over the length of both, in [0, 1]; 1 for two empty texts.
///
/// Blocks are found longest first, ties to the earliest in `a`, then in `b`; hence the order of the
/// arguments matters. With `autojunk` a code point that makes up more than 1 % of a `b` of 200 or more
/// cannot begin a block (what the replaced application does). O(|a|·|b|) at worst.
[[nodiscard]] double sequence_ratio(std::string_view a, std::string_view b, bool autojunk = true);

/// No ratio of texts with these numbers of code points is larger.
[[nodiscard]] double sequence_ratio_bound(std::size_t length_a, std::size_t length_b);

}  // namespace kewp::suggest
