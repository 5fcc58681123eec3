#pragma once

#include "base/result.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace kewp {

/// A point in time with whole seconds, UTC.
using Instant = std::chrono::sys_seconds;

/// Now, from the system clock.
[[nodiscard]] Instant now();

/// `2026-11-24T08:00:00Z`: the one form in which times are stored and shown.
[[nodiscard]] std::string format_utc(Instant instant);

/// Reads `YYYY-MM-DD`, `YYYY-MM-DD HH:MM:SS` and `YYYY-MM-DDTHH:MM:SS`, with an optional fraction
/// (cut off) and an optional `Z` or `±HH:MM`; without a zone the text is UTC.
[[nodiscard]] Result<Instant> parse_utc(std::string_view text);

}  // namespace kewp
