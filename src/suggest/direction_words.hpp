#pragma once

#include <string_view>

namespace kewp::suggest {

/// Classes of a word that states a direction; a bit set, 0 for any other word.
enum DirectionWord : unsigned {
    kNoDirection = 0,
    kFull = 1U,          // cut from titles
    kConservative = 2U,  // cut even from titles that consist of little else
    kPositive = 4U,
    kNegative = 8U,
};

/// `word` in lower case. Words with a hyphen are `up-regulate` and the like.
[[nodiscard]] unsigned direction_word(std::string_view word);

}  // namespace kewp::suggest
