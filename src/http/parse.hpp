#pragma once

#include "base/result.hpp"

#include <charconv>
#include <concepts>
#include <string>
#include <string_view>

namespace kewp::http {

/// How a path or query parameter becomes a `T`. Specialise it for types without `T::parse`.
template <class T>
struct Parse {
    [[nodiscard]] static Result<T> parse(std::string_view text) { return T::parse(text); }
};

template <>
struct Parse<std::string> {
    [[nodiscard]] static Result<std::string> parse(std::string_view text) { return std::string(text); }
};

/// Decimal integers, whole text. Error: invalid_argument naming the text.
template <std::integral T>
struct Parse<T> {
    [[nodiscard]] static Result<T> parse(std::string_view text)
    {
        T value{};
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc{} || end != text.data() + text.size()) {
            return fail(ErrorCode::invalid_argument,
                        "'" + std::string(text.substr(0, 40)) + "' is not a whole number in range");
        }
        return value;
    }
};

}  // namespace kewp::http
