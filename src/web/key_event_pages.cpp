#include "store/mapping_repository.hpp"
#include "store/override_repository.hpp"
#include "web/key_event_view.hpp"
#include "web/layout.hpp"
#include "web/routes.hpp"

#include <fmt/format.h>

namespace kewp::web {
namespace {

constexpr std::size_t kFound = 50;
constexpr std::size_t kSuggested = 10;

using Coverage = std::unordered_map<KeId, std::uint64_t>;

/// Number of approved mappings of each Key Event, over all resources.
Result<Coverage> read_coverage(store::Session& session)
{
    Coverage coverage;
    for (auto const resource : kResources) {
        auto const counts = store::count_mappings_by_key_event(session, resource);
        if (!counts) {
            return fail(counts.error());
        }
        for (auto const& [ke, count] : *counts) {
            coverage[ke] += count;
        }
    }
    return coverage;
}

/// The Key Events that match, or the first ones of the list when nothing was typed.
std::vector<corpus::KeyEvent const*> find_key_events(std::string_view query, Services const& services)
{
    std::vector<corpus::KeyEvent const*> found;
    if (query.empty()) {
        for (auto const& event :
             services.corpus.key_events().first(std::min(kFound, services.corpus.key_events().size()))) {
            found.push_back(&event);
        }
        return found;
    }
    for (auto const& hit : services.suggester.search_key_events(query, kFound)) {
        found.push_back(hit.key_event);
    }
    return found;
}

http::Response mapper_page(http::Request const& request, Services const& services)
{
    auto const coverage = services.readers.read(read_coverage);
    if (!coverage) {
        return http::error_response(coverage.error(), request);
    }
    auto const query = text::trim(request.query("q").value_or(""));
    Html out = markup(R"(<p>Choose the Key Event that you want to map.</p>
<form class="inline" method="get" role="search"><label>Id or words of the title<br>
<input type="search" name="q" value="{}"></label><button>Search</button></form>
)",
                      query);
    auto const found = find_key_events(query, services);
    if (found.empty()) {
        out += markup("<p>No Key Event matches ‘{}’. Try its number or fewer words.</p>", query);
        return page("Map a Key Event", out, request, services);
    }
    out +=
        markup(R"(<div class="scroll"><table><thead><tr><th>Key Event<th>Title<th>Level<th>AOPs<th>Mapped</thead><tbody>
)");
    for (auto const* const event : found) {
        auto const mapped = coverage->find(event->id);
        out += markup(R"(<tr><td>{}<td><a href="/ke/{}">{}</a><td>{}<td>{}<td>{}</tr>
)",
                      event->id.str(), event->id.number(), event->title, event->level, event->aops.size(),
                      mapped == coverage->end() ? std::string{"–"} : std::to_string(mapped->second));
    }
    return page("Map a Key Event", out += markup("</tbody></table></div>"), request, services);
}

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
    router.get("/mapper", [&services](http::Request& request) { return mapper_page(request, services); },
               {.rate_class = rate_general});
    router.get("/ke/{id}", [&services](http::Request& request) { return key_event_page(request, services); },
               {.rate_class = rate_general});
}

}  // namespace kewp::web
