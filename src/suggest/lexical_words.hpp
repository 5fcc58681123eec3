#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace kewp::suggest {

/// `joined`: the word before and this number in one piece.
using VisitWord = std::function<void(std::string_view word, bool joined)>;

/// Calls `visit` with each word of UTF-8 text in lower case: runs of letters and digits, Greek letters as
/// words of their own by name (`TNF-α` → `tnf`, `alpha`), a short name with a hyphen before a number then
/// in one piece as well (`IL-6` → `il`, `6`, `il6`). The view lasts for the call only.
void for_each_lexical_word(std::string_view text, VisitWord const& visit);

/// The form in which words are compared: British and American spelling, singular and plural, and the
/// forms of a process (`apoptosis`, `apoptotic`; `methylation`, `methylated`) fall together.
[[nodiscard]] std::string lexical_stem(std::string_view word);

/// True for words that say nothing about the subject of a text.
[[nodiscard]] bool is_stop_word(std::string_view word);

/// Least number of letters to insert, delete or replace, or `limit + 1` when it is more than `limit`.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

/// Which letters and digits occur in a word, one bit for each class of bytes (a–z; the rest share six).
[[nodiscard]] std::uint32_t letters_of(std::string_view word);

}  // namespace kewp::suggest
