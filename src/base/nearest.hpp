#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kewp {

/// The candidate closest to a misspelt `word` by edit distance, when it is close enough to be meant
/// (a third of the letters differ at most, or two). Used for "did you mean" in configuration errors.
[[nodiscard]] std::optional<std::string_view> nearest_word(std::string_view word,
                                                           std::span<std::string_view const> candidates);

}  // namespace kewp
