#include "http/csrf.hpp"

#include "base/crypto.hpp"

#include <fmt/format.h>

namespace kewp::http {

std::string csrf_token(std::string_view secret, std::string_view session_id)
{
    // The prefix keeps this use of the secret apart from any other.
    return crypto::hex(crypto::hmac_sha256(secret, "csrf:" + std::string(session_id)));
}

bool is_safe(Method method)
{
    return method == Method::get || method == Method::head || method == Method::options;
}

Result<void> check_origin(Request const& request, std::string_view public_origin)
{
    if (is_safe(request.method())) {
        return {};
    }
    std::string_view found;
    if (auto const origin = request.header("Origin")) {
        found = *origin;
    } else if (auto const referer = request.header("Referer")) {
        auto const scheme_end = referer->find("://");
        if (scheme_end != std::string_view::npos) {
            found = referer->substr(0, referer->find_first_of("/?#", scheme_end + 3));
        }
    }
    if (found.empty()) {
        return fail(ErrorCode::forbidden, "the request names no Origin; it must come from a page of this site");
    }
    if (found == request.origin() || (!public_origin.empty() && found == public_origin)) {
        return {};
    }
    return fail(ErrorCode::forbidden,
                fmt::format("the request comes from {}, not from this site ({})", found.substr(0, 100),
                            public_origin.empty() ? request.origin() : std::string(public_origin)));
}

Result<void> check_csrf(Request const& request, std::string_view secret, std::string_view session_id,
                        std::string_view public_origin)
{
    if (is_safe(request.method())) {
        return {};
    }
    if (auto same = check_origin(request, public_origin); !same) {
        return same;
    }
    std::string sent;
    if (auto const header = request.header("X-CSRF-Token")) {
        sent = *header;
    } else if (auto const form = request.form()) {
        sent = form->text("csrf_token");
    }
    if (sent.empty()) {
        return fail(ErrorCode::forbidden,
                    "the CSRF token is missing (header X-CSRF-Token or form field csrf_token); reload the page");
    }
    if (!crypto::equal_constant_time(sent, csrf_token(secret, session_id))) {
        return fail(ErrorCode::forbidden, "the CSRF token is not that of this session; reload the page");
    }
    return {};
}

}  // namespace kewp::http
