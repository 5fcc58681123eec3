#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace kewp::corpus {

/// One element of a top-level array or member of a top-level object, as text.
struct JsonRecord {
    std::string_view key;    // raw, between its quotes; "" in an array
    std::string_view value;  // trimmed
    std::size_t line = 0;    // where the value begins, from 1
};

/// Cuts JSON text into its top-level records without parsing them, so that one that is wrong inside costs
/// only itself. Error: corrupt with the line, when the text is no array or object, or ends too early.
[[nodiscard]] Result<void> split_json(std::string_view text, std::function<void(JsonRecord const&)> const& on_record);

/// `text` as a quoted JSON string at the end of `out`. `text` is UTF-8.
void append_json(std::string& out, std::string_view text);

/// A JSON array of strings at the end of `out`.
template <class Strings>
void append_json_array(std::string& out, Strings const& strings)
{
    out += '[';
    bool first = true;
    for (auto const& item : strings) {
        if (!first) {
            out += ',';
        }
        first = false;
        append_json(out, item);
    }
    out += ']';
}

}  // namespace kewp::corpus
