#pragma once

#include "base/result.hpp"
#include "http/request.hpp"

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kewp::web {

/// The body as a JSON object; an empty body is an empty object. Error: invalid_argument.
[[nodiscard]] Result<boost::json::object> body_object(http::Request const& request);

/// A member as text (numbers as they are written); nothing when absent or null.
[[nodiscard]] std::optional<std::string> member_text(boost::json::object const& object, std::string_view name);

/// A member as a whole number. Error: invalid_argument with the field; nothing when absent or null.
[[nodiscard]] Result<std::optional<std::int64_t>> member_number(boost::json::object const& object,
                                                                std::string_view name);

/// The same, but it must be there.
[[nodiscard]] Result<std::int64_t> needed_number(boost::json::object const& object, std::string_view name);

}  // namespace kewp::web
