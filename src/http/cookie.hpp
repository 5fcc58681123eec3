#pragma once

#include "http/form.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace kewp::http {

enum class SameSite { lax, strict, none };

/// A cookie to set. Defaults are those a session wants.
struct Cookie {
    std::string name;
    std::string value;
    std::optional<std::chrono::seconds> max_age = std::nullopt;  ///< absent: until the browser closes
    std::string path = "/";
    bool secure = true;
    bool http_only = true;
    SameSite same_site = SameSite::lax;
};

/// The value of a Set-Cookie header. Characters that a cookie value must not hold are
/// percent-encoded. Throws std::invalid_argument when the name is no token (a bug of the caller).
[[nodiscard]] std::string format(Cookie const& cookie);

/// The cookie that makes a browser forget `name`.
[[nodiscard]] Cookie expired(std::string name, bool secure);

/// Names and values of a Cookie header; quotes around values removed, nothing decoded; malformed
/// pieces and those over kMaxFormFields are left out.
[[nodiscard]] Form parse_cookies(std::string_view header);

}  // namespace kewp::http
