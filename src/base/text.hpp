#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::text {

/// `text` without ASCII white space at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);

/// Pieces between `separator`, empty ones kept.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// ASCII letters lowered, other bytes untouched.
[[nodiscard]] std::string ascii_lower(std::string_view text);
[[nodiscard]] bool ascii_iequals(std::string_view a, std::string_view b);

/// Full Unicode case folding of UTF-8 (ill-formed bytes become U+FFFD).
[[nodiscard]] std::string fold_case(std::string_view utf8);

/// Number of code points of UTF-8 text.
[[nodiscard]] std::size_t length(std::string_view utf8);

/// True when `bytes` is well-formed UTF-8.
[[nodiscard]] bool is_utf8(std::string_view bytes);

/// Code points of UTF-8 (ill-formed bytes become U+FFFD), and back.
[[nodiscard]] std::u32string to_utf32(std::string_view utf8);
[[nodiscard]] std::string to_utf8(std::u32string_view code_points);

/// A Unicode letter, digit or underscore.
[[nodiscard]] bool is_word(char32_t code_point);

/// Runs of white space (Unicode) become one space; ends trimmed.
[[nodiscard]] std::string fold_space(std::string_view utf8);

/// True when there is a control character other than tab, line feed, carriage return.
[[nodiscard]] bool has_control(std::string_view utf8);

/// NFKD, ASCII only, every other run of characters than letters and digits one `_`, none at the ends:
/// `Increase, CYP2E1 (liver)` → `Increase_CYP2E1_liver`.
[[nodiscard]] std::string ascii_slug(std::string_view utf8);

/// HTML tags removed (block ends become a space), entities decoded, white space folded.
[[nodiscard]] std::string strip_html(std::string_view html);

/// The five characters that HTML text and attributes must not hold are replaced by entities.
[[nodiscard]] std::string escape_html(std::string_view text);

/// Percent-encoding of everything but unreserved characters (RFC 3986), and its reverse.
/// `plus_is_space` reads `+` as a space (forms). Malformed `%` sequences stay as they are.
[[nodiscard]] std::string percent_encode(std::string_view text);
[[nodiscard]] std::string percent_decode(std::string_view text, bool plus_is_space);

}  // namespace kewp::text
