#include "store/mapping_repository.hpp"
#include "web/application.hpp"
#include "web/routes.hpp"

#include <fmt/format.h>

namespace kewp::web {
namespace {

/// The application shows the page; the status tells programs and search engines what became of the mapping.
http::Response mapping_page(http::Request const& request, Services const& services)
{
    constexpr unsigned kGone = 410;
    auto const uuid = request.path_text("uuid");
    auto const mapping =
        services.readers.read([&](store::Session& session) { return store::find_mapping(session, uuid); });
    if (!mapping) {
        return http::error_response(mapping.error(), request);
    }
    if (!*mapping) {
        return http::error_response({ErrorCode::not_found, fmt::format("There is no mapping {}", uuid)}, request);
    }
    auto response = application_page(request, services);
    if ((*mapping)->withdrawn_at && response.status == 200) {
        response.status = kGone;
    }
    return response;
}

http::Response key_event_page(http::Request const& request, Services const& services)
{
    auto const id = request.path<KeId>("id");
    if (!id) {
        return http::error_response(id.error(), request);
    }
    if (services.corpus.find(*id) == nullptr) {
        return http::error_response(
            {ErrorCode::not_found, fmt::format("{} is not among the Key Events of this release", id->str())}, request);
    }
    return application_page(request, services);
}

}  // namespace

void add_browse_pages(http::Router& router, Services const& services)
{
    router.get("/mappings/{uuid}", [&services](http::Request& request) { return mapping_page(request, services); },
               {.rate_class = rate_general});
    router.get("/ke/{id}", [&services](http::Request& request) { return key_event_page(request, services); },
               {.rate_class = rate_general});
}

}  // namespace kewp::web
