#include "web/application.hpp"

#include "web/layout.hpp"
#include "web/routes.hpp"

#include <array>
#include <memory>

namespace kewp::web {
namespace {

constexpr char const* kStartFile = "index.html";

/// The addresses of pages that are nothing but pages. Those that also have other forms (`/ke/{id}`, `/search`, …) are
/// routes of their own that call `application_page`.
constexpr auto kPages = std::to_array<char const*>({
    "/login",
    "/mapper",
    "/explore",
    "/aop-explorer",
    "/stats",
    "/downloads",
    "/documentation",
    "/documentation/{path*}",
    "/privacy",
    "/me",
});

http::Response asset(http::Request const& request, http::StaticFiles const& own, Services const& services)
{
    auto const name = "assets/" + std::string{request.path_text("path")};
    auto response = services.application == nullptr ? std::nullopt : services.application->respond(request, name);
    if (!response) {
        response = own.respond(request, name);
    }
    return response ? std::move(*response)
                    : http::error_response({ErrorCode::not_found, "There is no such file"}, request);
}

}  // namespace

http::Response application_page(http::Request const& request, Services const& services)
{
    auto response = services.application == nullptr ? std::nullopt : services.application->respond(request, kStartFile);
    if (response) {
        response->add_token("Vary", "Accept");
        return std::move(*response);
    }
    constexpr unsigned kUnavailable = 503;
    return page(
        "No web application",
        markup(
            R"(<p class="error" role="alert">The web application is not installed on this server, so it has no pages.</p>
<p>Everything else works: the <a href="/api/v1/mappings">API</a>, <a href="/api/v1/mappings?format=csv">all mappings as
CSV</a>, the <a href="/health">state of the service</a>.</p>
<p class="fine">For the operator: build it with <code>make build</code> and set <code>server.web_folder</code>.</p>)"),
        services, kUnavailable);
}

std::string application_text(Services const& services)
{
    return services.application == nullptr ? std::string{} : std::string{services.application->bytes(kStartFile)};
}

void add_application(http::Router& router, Services const& services)
{
    for (auto const* const pattern : kPages) {
        router.get(pattern, [&services](http::Request& request) { return application_page(request, services); });
    }
    for (auto const* const pattern : {"/admin", "/admin/{path*}"}) {
        router.get(pattern, [&services](http::Request& request) { return application_page(request, services); },
                   {.access = administrators});
    }
    auto const own = std::make_shared<http::StaticFiles const>(
        http::StaticFiles::from_memory({{"assets/site.css", std::string{site_css()}}}));
    router.get("/assets/{path*}", [own, &services](http::Request& request) { return asset(request, *own, services); });
}

}  // namespace kewp::web
