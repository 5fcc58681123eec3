#include "http/request.hpp"

#include "base/text.hpp"
#include "http/cookie.hpp"

#include <array>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace kewp::http {
namespace {

constexpr std::array<std::string_view, 7> kMethodNames = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

Result<Form> checked_utf8(Form form)
{
    for (auto const& [name, value] : form.fields()) {
        if (!text::is_utf8(name) || !text::is_utf8(value)) {
            return fail(ErrorCode::invalid_argument,
                        fmt::format("form field '{}' is not UTF-8 text", text::is_utf8(name) ? name : "?"));
        }
    }
    return form;
}

Result<Form> read_form(std::string const& type, std::string_view whole_type, std::string const& body)
{
    if (type == "application/x-www-form-urlencoded" || (type.empty() && body.empty())) {
        return checked_utf8(parse_urlencoded(body));
    }
    if (type == "multipart/form-data") {
        auto form = parse_multipart(whole_type, body);
        return form ? checked_utf8(std::move(*form)) : std::move(form);
    }
    return fail(ErrorCode::invalid_argument,
                fmt::format("the body is of type '{}'; expected application/x-www-form-urlencoded or "
                            "multipart/form-data",
                            type.substr(0, 80)));
}

}  // namespace

Method method_of(std::string_view name)
{
    for (std::size_t i = 0; i < kMethodNames.size(); ++i) {
        if (name == kMethodNames[i]) {
            return static_cast<Method>(i);
        }
    }
    return Method::other;
}

std::string_view name_of(Method method)
{
    return method == Method::other ? std::string_view{} : kMethodNames[static_cast<std::size_t>(method)];
}

std::string_view Request::raw_path() const
{
    auto const whole = target();
    return whole.substr(0, whole.find('?'));
}

std::string_view Request::raw_query() const
{
    auto const whole = target();
    auto const mark = whole.find('?');
    return mark == std::string_view::npos ? std::string_view{} : whole.substr(mark + 1);
}

Form const& Request::parameters() const
{
    if (!parameters_) {
        parameters_ = parse_urlencoded(raw_query());
    }
    return *parameters_;
}

std::optional<std::string_view> Request::header(std::string_view name) const
{
    for (auto const& field : fields_) {
        if (field.name.size == name.size() && text::ascii_iequals(view(field.name), name)) {
            return view(field.value);
        }
    }
    return std::nullopt;
}

std::string Request::header_list(std::string_view name) const
{
    std::string list;
    for (auto const& field : fields_) {
        if (field.name.size == name.size() && text::ascii_iequals(view(field.name), name)) {
            list += list.empty() ? "" : ", ";
            list += view(field.value);
        }
    }
    return list;
}

std::vector<std::pair<std::string_view, std::string_view>> Request::headers() const
{
    std::vector<std::pair<std::string_view, std::string_view>> all;
    all.reserve(fields_.size());
    for (auto const& field : fields_) {
        all.emplace_back(view(field.name), view(field.value));
    }
    return all;
}

std::optional<std::string_view> Request::cookie(std::string_view name) const
{
    if (!cookies_) {
        std::string joined;  // HTTP/2 proxies may split the header
        for (auto const& [key, value] : headers()) {
            if (text::ascii_iequals(key, "Cookie")) {
                joined += joined.empty() ? "" : "; ";
                joined += value;
            }
        }
        cookies_ = parse_cookies(joined);
    }
    return cookies_->first(name);
}

std::string Request::content_type() const
{
    auto const value = header("Content-Type").value_or("");
    return text::ascii_lower(text::trim(value.substr(0, value.find(';'))));
}

Result<Form> Request::form() const
{
    if (!form_) {
        form_ = read_form(content_type(), header("Content-Type").value_or(""), body_);
    }
    return *form_;
}

Result<boost::json::value> Request::json() const
{
    constexpr std::size_t kMaxDepth = 32;
    auto const type = content_type();
    if (type != "application/json" && !type.ends_with("+json")) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("the body is of type '{}'; expected application/json", type.substr(0, 80)));
    }
    boost::json::parse_options options;
    options.max_depth = kMaxDepth;
    boost::json::parser parser({}, options);
    boost::json::error_code error;
    auto const read = parser.write_some(body_.data(), body_.size(), error);
    if (!error && read < body_.size()) {
        error = boost::json::error::extra_data;
    }
    if (error) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("the body is not JSON: {} at byte {}", error.message(), read));
    }
    return parser.release();
}

std::string_view Request::path_text(std::string_view name) const
{
    for (auto const& [key, value] : path_parameters_) {
        if (key == name) {
            return value;
        }
    }
    return {};
}

}  // namespace kewp::http
