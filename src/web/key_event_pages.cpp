#include "store/mapping_repository.hpp"
#include "store/override_repository.hpp"
#include "web/key_event_view.hpp"
#include "web/layout.hpp"
#include "web/routes.hpp"

#include <fmt/format.h>

namespace kewp::web {
namespace {

constexpr std::size_t kSuggested = 10;

Html tabs(corpus::KeyEvent const& event, Resource current)
{
    Html out = markup("<ul class=\"tabs\">");
    for (auto const resource : kResources) {
        out += markup(R"(<li><a href="/ke/{}?resource={}#targets"{}>{}</a></li>)", event.id.number(), name_of(resource),
                      Html{resource == current ? " aria-current=\"true\"" : ""}, label_of(resource));
    }
    return out += markup("</ul>");
}

Html search_form(corpus::KeyEvent const& event, Resource resource, std::string_view query)
{
    return markup(R"(<form class="inline" method="get" action="/ke/{}#targets" role="search">
<input type="hidden" name="resource" value="{}"><label>Search {} by id or words<br>
<input type="search" name="q" value="{}"></label><button>Search</button></form>
)",
                  event.id.number(), name_of(resource), label_of(resource), query);
}

Html targets_part(corpus::KeyEvent const& event, Resource resource, std::string_view query, Services const& services)
{
    if (!query.empty()) {
        auto const found = services.suggester.search(resource, query, {.limit = kSuggested});
        return found ? search_cards(event, *found) : markup(R"(<p class="error">{}</p>)", found.error().message);
    }
    auto const disabled =
        services.readers.read([&](store::Session& session) { return store::description_disabled(session, event.id); });
    if (!disabled) {
        return markup(R"(<p class="error">{}</p>)", disabled.error().message);
    }
    auto const list =
        services.suggester.suggest(resource, event.id, {.limit = kSuggested, .without_description = *disabled});
    return list ? suggestion_cards(*list) : markup(R"(<p class="error">{}</p>)", list.error().message);
}

http::Response key_event_page(http::Request const& request, Services const& services)
{
    auto const id = request.path<KeId>("id");
    if (!id) {
        return http::error_response(id.error(), request);
    }
    auto const* const event = services.corpus.find(*id);
    if (event == nullptr) {
        return http::error_response(
            {ErrorCode::not_found, fmt::format("{} is not among the Key Events of this release", id->str())}, request);
    }
    auto const resource = parse_resource(request.query("resource").value_or("wikipathways"));
    if (!resource) {
        return http::error_response(resource.error(), request);
    }
    auto const mapped = services.readers.read([&](store::Session& session) {
        return store::list_mappings(session, {.ke_ids = std::vector{*id}}, {.limit = 200});
    });
    if (!mapped) {
        return http::error_response(mapped.error(), request);
    }
    auto const query = text::trim(request.query("q").value_or(""));
    Html out = key_event_context(*event, services.corpus, *mapped);
    out += markup("<h2 id=\"targets\">{}</h2>", query.empty() ? "Suggested targets" : "Found targets");
    out += tabs(*event, *resource);
    out += search_form(*event, *resource, query);
    out += targets_part(*event, *resource, query, services);
    return page(fmt::format("{}: {}", event->id.str(), event->title), out, request, services);
}

}  // namespace

void add_key_event_pages(http::Router& router, Services const& services)
{
    router.get("/ke/{id}", [&services](http::Request& request) { return key_event_page(request, services); },
               {.rate_class = rate_general});
}

}  // namespace kewp::web
