#pragma once

#include <charconv>
#include <system_error>

namespace kewp::suggest {

/// `value` with `decimals` decimals, correctly rounded from its exact binary value, ties to even: what
/// C's `%.*f` prints. Multiplying, rounding and dividing would give other digits now and then.
[[nodiscard]] inline double rounded(double value, int decimals)
{
    char buffer[352];  // a double has at most 309 digits before the point
    auto const end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, decimals);
    double result = value;
    if (end.ec == std::errc{}) {
        std::from_chars(buffer, end.ptr, result);
    }
    return result;
}

}  // namespace kewp::suggest
