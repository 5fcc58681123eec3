#include "web/json_body.hpp"

#include "base/json_text.hpp"
#include "base/text.hpp"

#include <boost/json.hpp>
#include <charconv>
#include <fmt/format.h>

namespace kewp::web {

Result<boost::json::object> body_object(http::Request const& request)
{
    if (text::trim(request.body()).empty()) {
        return boost::json::object{};
    }
    if (request.content_type() != "application/json") {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("The body must be application/json, not '{}'", request.content_type()));
    }
    auto body = request.json();
    if (!body) {
        return fail(body.error());
    }
    if (!body->is_object()) {
        return fail(ErrorCode::invalid_argument, "The body must be a JSON object");
    }
    return std::move(body->get_object());
}

std::optional<std::string> member_text(boost::json::object const& object, std::string_view name)
{
    auto const* const value = object.if_contains(name);
    return value == nullptr || value->is_null() ? std::nullopt : std::optional(plain_text(*value));
}

Result<std::optional<std::int64_t>> member_number(boost::json::object const& object, std::string_view name)
{
    auto const text = member_text(object, name);
    if (!text) {
        return std::nullopt;
    }
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (error != std::errc{} || end != text->data() + text->size() || text->empty()) {
        return fail(Error{ErrorCode::invalid_argument,
                          fmt::format("{}: expected a whole number", name),
                          {{std::string(name), "must be a whole number"}}});
    }
    return std::optional(number);
}

Result<std::int64_t> needed_number(boost::json::object const& object, std::string_view name)
{
    auto const number = member_number(object, name);
    if (!number) {
        return fail(number.error());
    }
    if (!*number) {
        return fail(Error{ErrorCode::invalid_argument,
                          fmt::format("{} is missing", name),
                          {{std::string(name), "is missing; expected a whole number"}}});
    }
    return **number;
}

}  // namespace kewp::web
