#pragma once

#include "base/text.hpp"

#include <fmt/format.h>
#include <string>
#include <string_view>
#include <type_traits>

namespace kewp::web {

/// Text that is HTML already. Everything else is escaped when it is put into a page.
struct Html {
    std::string text;

    Html& operator+=(Html const& other)
    {
        text += other.text;
        return *this;
    }
};

namespace detail {

template <class T>
auto prepare(T const& argument)
{
    if constexpr (std::is_same_v<T, Html>) {
        return std::string_view{argument.text};
    } else if constexpr (std::is_convertible_v<T const&, std::string_view>) {
        return text::escape_html(argument);
    } else {
        static_assert(std::is_arithmetic_v<T>, "put text, Html or a number into a page");
        return argument;
    }
}

template <class T>
using Prepared = decltype(prepare(std::declval<T const&>()));

}  // namespace detail

/// `markup("<td>{}</td>", title)`: arguments of text are escaped, arguments of `Html` are not.
template <class... Arguments>
[[nodiscard]] Html markup(fmt::format_string<detail::Prepared<Arguments>...> format, Arguments const&... arguments)
{
    return Html{fmt::format(format, detail::prepare(arguments)...)};
}

}  // namespace kewp::web
