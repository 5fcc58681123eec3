#pragma once

#include "base/result.hpp"
#include "corpus/byte_source.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace kewp::corpus {

/// A statement with names written out: IRIs without angle brackets, literals without quotes.
/// The views are valid during the call they are handed to.
struct Triple {
    std::string_view subject;
    std::string_view predicate;
    std::string_view object;
    bool object_is_literal = false;
    std::size_t line = 0;  // of the end of the object, from 1
};

/// Streams RDF Turtle through serd.
///
/// A statement that is no Turtle goes to `on_bad`, and reading goes on with the line after it. Statements
/// about blank nodes are handed on with their labels. Errors: those of the source; internal.
[[nodiscard]] Result<void> read_turtle(ByteSource const& source, std::function<void(Triple const&)> const& on_triple,
                                       std::function<void(std::size_t line, std::string reason)> const& on_bad);

}  // namespace kewp::corpus
