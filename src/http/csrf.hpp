#pragma once

#include "base/result.hpp"
#include "http/request.hpp"

#include <string>
#include <string_view>

namespace kewp::http {

/// The token of a session: hex HMAC-SHA256(secret, session id). It changes with the session.
[[nodiscard]] std::string csrf_token(std::string_view secret, std::string_view session_id);

/// True for methods that change nothing (GET, HEAD, OPTIONS).
[[nodiscard]] bool is_safe(Method method);

/// A state-changing request must come from our own pages: its token (header X-CSRF-Token, else form
/// field csrf_token) is the session's, and Origin (without one Referer) is the address that the
/// client sees us under, or `public_origin` (`https://example.org`) when that isn't empty.
/// Safe methods pass. Error: forbidden saying which check failed.
///
/// Pages must not send `Referrer-Policy: no-referrer`: browsers then write `Origin: null`.
[[nodiscard]] Result<void> check_csrf(Request const& request, std::string_view secret, std::string_view session_id,
                                      std::string_view public_origin = {});

/// The second half of check_csrf alone, for requests without a session (sign-in).
[[nodiscard]] Result<void> check_origin(Request const& request, std::string_view public_origin = {});

}  // namespace kewp::http
