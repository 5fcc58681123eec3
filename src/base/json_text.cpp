#include "base/json_text.hpp"

#include <boost/json.hpp>
#include <cmath>
#include <fmt/format.h>

namespace kewp {
namespace {

void append_array(std::string& out, boost::json::array const& array)
{
    out += '[';
    for (bool first = true; auto const& element : array) {
        out += first ? "" : ",";
        append_json_text(out, element);
        first = false;
    }
    out += ']';
}

void append_object(std::string& out, boost::json::object const& object)
{
    out += '{';
    for (bool first = true; auto const& member : object) {
        out += first ? "" : ",";
        out += boost::json::serialize(member.key());
        out += ':';
        append_json_text(out, member.value());
        first = false;
    }
    out += '}';
}

}  // namespace

std::string number_text(double number)
{
    if (!std::isfinite(number)) {
        return {};
    }
    auto text = fmt::format("{}", number);
    if (text.find_first_of(".e") == std::string::npos) {
        text += ".0";
    }
    return text;
}

void append_json_text(std::string& out, boost::json::value const& value)
{
    switch (value.kind()) {
        case boost::json::kind::array: append_array(out, value.get_array()); break;
        case boost::json::kind::object: append_object(out, value.get_object()); break;
        case boost::json::kind::double_: {
            auto const text = number_text(value.get_double());
            out += text.empty() ? "null" : text;
            break;
        }
        default: out += boost::json::serialize(value);
    }
}

std::string plain_text(boost::json::value const& value)
{
    if (value.is_null()) {
        return {};
    }
    return value.is_string() ? std::string{std::string_view{value.get_string()}} : to_json_text(value);
}

std::string to_json_text(boost::json::value const& value)
{
    std::string out;
    append_json_text(out, value);
    return out;
}

}  // namespace kewp
