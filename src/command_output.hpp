#pragma once

#include "base/result.hpp"

#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <string>

/// What the sub-commands of `kewp` end with: an answer or an error on the terminal, and the exit status for it.
namespace kewp {

[[nodiscard]] inline int report(Error const& error)
{
    fmt::print(stderr, "kewp: {}\n", error.message);
    return EXIT_FAILURE;
}

[[nodiscard]] inline int print(Result<std::string> const& text)
{
    if (!text) {
        return report(text.error());
    }
    fmt::print("{}", *text);
    return EXIT_SUCCESS;
}

}  // namespace kewp
