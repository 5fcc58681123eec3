#include "http/cookie.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <stdexcept>

namespace kewp::http {
namespace {

bool is_token(std::string_view text)
{
    constexpr std::string_view separators = "()<>@,;:\\\"/[]?={} \t";
    for (char const c : text) {
        if (c <= ' ' || c == '\x7f' || static_cast<unsigned char>(c) > 0x7f ||
            separators.find(c) != std::string_view::npos) {
            return false;
        }
    }
    return !text.empty();
}

/// RFC 6265 cookie-octet.
bool is_cookie_octet(char c)
{
    return c > ' ' && c < '\x7f' && c != '"' && c != ',' && c != ';' && c != '\\';
}

}  // namespace

std::string format(Cookie const& cookie)
{
    if (!is_token(cookie.name)) {
        throw std::invalid_argument("'" + cookie.name + "' is no name for a cookie");
    }
    std::string text = cookie.name + "=";
    for (char const c : cookie.value) {
        if (is_cookie_octet(c)) {
            text += c;
        } else {
            text += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        }
    }
    text += "; Path=" + cookie.path;
    if (cookie.max_age) {
        text += fmt::format("; Max-Age={}", cookie.max_age->count());
    }
    if (cookie.http_only) {
        text += "; HttpOnly";
    }
    if (cookie.secure) {
        text += "; Secure";
    }
    switch (cookie.same_site) {
        case SameSite::lax: text += "; SameSite=Lax"; break;
        case SameSite::strict: text += "; SameSite=Strict"; break;
        case SameSite::none: text += "; SameSite=None"; break;
    }
    return text;
}

Cookie expired(std::string name, bool secure)
{
    Cookie cookie;
    cookie.name = std::move(name);
    cookie.max_age = std::chrono::seconds{0};
    cookie.secure = secure;
    return cookie;
}

Form parse_cookies(std::string_view header)
{
    Form::Fields fields;
    for (auto const piece : text::split(header, ';')) {
        auto const pair = text::trim(piece);
        auto const equals = pair.find('=');
        if (equals == std::string_view::npos || fields.size() == kMaxFormFields) {
            continue;
        }
        auto const name = text::trim(pair.substr(0, equals));
        auto value = text::trim(pair.substr(equals + 1));
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
            value = value.substr(1, value.size() - 2);
        }
        if (is_token(name)) {
            fields.emplace_back(name, value);
        }
    }
    return Form(std::move(fields));
}

}  // namespace kewp::http
