#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace kewp::http {

/// The one of the `offered` media types (lower case) that an Accept header likes best; nullopt when
/// it names none of them (or is empty or malformed), so that the caller's default holds.
///
/// Rules: a range with parameters other than `q` matches nothing; each type takes its most specific
/// range; the higher q wins, then the more specific range, then the earlier in `offered`; q=0
/// excludes. An element that cannot be read is ignored.
[[nodiscard]] std::optional<std::size_t> negotiate(std::string_view accept, std::span<std::string_view const> offered);

/// The weight of `token` in a list such as Accept-Encoding: its own q, that of `*`, or nullopt.
[[nodiscard]] std::optional<double> weight_of(std::string_view list, std::string_view token);

/// True when a browser asks: text/html is named and liked at least as well as application/json.
[[nodiscard]] bool prefers_html(std::string_view accept);

}  // namespace kewp::http
