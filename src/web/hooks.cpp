#include "base/text.hpp"
#include "http/csrf.hpp"
#include "web/error_page.hpp"
#include "web/routes.hpp"
#include "web/signed_in.hpp"

#include <ctime>
#include <fmt/format.h>

namespace kewp::web {
namespace {

constexpr std::uint32_t kWindowSeconds = 3600;

std::uint32_t limit_of(unsigned rate_class, config::RateSettings const& rates)
{
    switch (rate_class) {
        case rate_api: return rates.api;
        case rate_lookup: return rates.lookup;
        case rate_general: return rates.general;
        case rate_submission: return rates.submission;
        default: return 0;
    }
}

void set_rate_headers(http::Response& response, http::RateTable::Decision const& decision, std::int64_t at)
{
    auto const left = std::max<std::int64_t>(0, decision.reset - at);
    response.set("X-RateLimit-Limit", std::to_string(decision.limit));
    response.set("X-RateLimit-Remaining", std::to_string(decision.remaining));
    response.set("X-RateLimit-Reset", std::to_string(decision.reset));
    response.set("RateLimit-Policy", fmt::format("\"default\";q={};w={}", decision.limit, kWindowSeconds));
    response.set("RateLimit", fmt::format("\"default\";r={};t={}", decision.remaining, left));
}

std::optional<http::Response> take_from_budget(http::Request& request, http::Route const& route,
                                               Services const& services)
{
    auto const limit = limit_of(route.options.rate_class, services.settings.rates);
    bool const counted = route.options.rate_class != rate_submission || !http::is_safe(request.method());
    if (limit == 0 || !counted) {
        return {};
    }
    auto const at = static_cast<std::int64_t>(std::time(nullptr));
    auto const decision = services.rates.take(http::client_hash(request.client(), services.rate_seed),
                                              route.options.rate_class, limit, kWindowSeconds, at);
    request.attach(decision);
    if (decision.allowed) {
        return {};
    }
    auto response = http::problem_response(
        {.status = 429,
         .message = fmt::format("Limit of {} requests per hour reached; see the Retry-After header", limit),
         .request_id = request.id()},
        request);
    response.set("Retry-After", std::to_string(std::max<std::int64_t>(1, decision.reset - at)));
    return response;
}

bool is_browser_page(http::Request const& request)
{
    return http::is_safe(request.method()) && !request.json_errors() &&
           request.header_list("Accept").find("text/html") != std::string::npos;
}

/// Refuses who may not use the route; a browser is led to the sign-in page instead.
std::optional<http::Response> check_access(http::Request& request, http::Route const& route)
{
    auto const* const user = signed_in_user(request);
    if (route.options.access == anyone) {
        return {};
    }
    if (user == nullptr && is_browser_page(request)) {
        return http::redirect(request.prefix() + "/login?next=" + text::percent_encode(request.target()));
    }
    if (user == nullptr) {
        return http::error_response(
            {ErrorCode::unauthenticated, "Sign in first; what you sent was not stored (session missing or over)"},
            request);
    }
    if (route.options.access == curators && user->role == curate::Role::guest) {
        return http::error_response(
            {ErrorCode::forbidden, "Guests share one identity and cannot do this; sign in with an account of your own"},
            request);
    }
    if (route.options.access == administrators && user->role != curate::Role::admin) {
        return http::error_response(
            {ErrorCode::forbidden,
             fmt::format("Only administrators may do this; you are signed in as {}", user->identity.str())},
            request);
    }
    return {};
}

std::optional<http::Response> before(http::Request& request, http::Route const& route, Services const& services)
{
    if (auto const attached = attach_session(request, services); !attached) {
        return http::error_response(attached.error(), request);
    }
    auto const* const user = signed_in_user(request);
    auto const& public_url = services.settings.public_url;
    if (!http::is_safe(request.method()) && !route.options.csrf_exempt) {
        auto const checked = user == nullptr
                                 ? http::check_origin(request, public_url)
                                 : http::check_csrf(request, services.settings.secret_key, user->token, public_url);
        if (!checked) {
            return http::error_response(checked.error(), request);
        }
    }
    return check_access(request, route);
}

void set_security_headers(http::Request const& request, http::Response& response)
{
    response.set("X-Content-Type-Options", "nosniff");
    response.set("Referrer-Policy", "same-origin");
    if (request.scheme() == "https") {
        response.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    }
    if (response.header("Content-Type").value_or("").starts_with("text/html")) {
        response.set("Content-Security-Policy",
                     "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
                     "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        response.set("X-Frame-Options", "DENY");
        response.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        response.set("Cross-Origin-Opener-Policy", "same-origin");
    }
}

void set_cors_headers(http::Response& response)
{
    response.set("Access-Control-Allow-Origin", "*");
    response.set("Access-Control-Allow-Methods", "GET, OPTIONS");
    response.set("Access-Control-Allow-Headers", "Content-Type, Accept");
    response.set(
        "Access-Control-Expose-Headers",
        "Retry-After, RateLimit, RateLimit-Policy, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, "
        "Content-Disposition, ETag, Link, X-Total-Count");
}

void after(http::Request const& request, http::Response& response)
{
    set_security_headers(request, response);
    if (request.path().starts_with("/api/v1/")) {
        set_cors_headers(response);
    }
    if (auto const* const decision = request.attached<http::RateTable::Decision>()) {
        set_rate_headers(response, *decision, static_cast<std::int64_t>(std::time(nullptr)));
    }
    if (signed_in_user(request) != nullptr && !response.header("Cache-Control")) {
        response.set("Cache-Control", "no-store");  // a signed-in person's page is for nobody else
    }
}

}  // namespace

http::Hooks make_hooks(Services const& services)
{
    return {
        .early = [&services](http::Request& request,
                             http::Route const& route) { return take_from_budget(request, route, services); },
        .before = [&services](http::Request& request,
                              http::Route const& route) { return before(request, route, services); },
        .after = [](http::Request const& request, http::Route const*,
                    http::Response& response) { after(request, response); },
        .error_page = [&services](http::Problem const& problem,
                                  http::Request const&) { return error_page(problem, services); },
    };
}

}  // namespace kewp::web
