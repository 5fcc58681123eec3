#include "base/text.hpp"
#include "store/mapping_page.hpp"
#include "web/mapping_filters.hpp"
#include "web/paging.hpp"
#include "web/routes.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <map>

// What is not mapped yet, and by what a list of mappings can be filtered.
namespace kewp::web {
namespace {

using boost::json::array;
using boost::json::object;

/// The resource that a query names, WikiPathways when it names none. Error: invalid_argument.
Result<Resource> resource_in(http::Request const& request)
{
    return parse_resource(request.query("resource").value_or(name_of(Resource::wikipathways)));
}

/// The Key Events that `aop_id`, `level` and `q` let through, in the order of their numbers.
Result<std::vector<corpus::KeyEvent const*>> candidates(http::Request const& request, corpus::Corpus const& corpus)
{
    std::optional<AopId> aop;
    if (auto const text = text::trim(request.query("aop_id").value_or("")); !text.empty()) {
        auto const id = AopId::parse(text);
        if (!id) {
            return fail_in("aop_id", id.error());
        }
        aop = *id;
    }
    auto const level = text::trim(request.query("level").value_or(""));
    auto const words = text::fold_case(text::trim(request.query("q").value_or("")));
    std::vector<corpus::KeyEvent const*> all;
    for (auto const& event : corpus.key_events()) {
        bool const in_aop = !aop || std::ranges::find(event.aops, *aop) != event.aops.end();
        bool const has_words =
            words.empty() || text::fold_case(event.id.str() + "\n" + event.title).find(words) != std::string::npos;
        if (in_aop && has_words && (level.empty() || is_of_level(event, level))) {
            all.push_back(&event);
        }
    }
    std::ranges::sort(all, {}, [](corpus::KeyEvent const* event) { return event->id; });
    return all;
}

/// Key Events without a mapping in the resource: what is still to be done.
http::Response gaps(http::Request const& request, Services const& services)
{
    auto const resource = resource_in(request);
    auto const events = candidates(request, services.corpus);
    if (!resource || !events) {
        return http::error_response(resource ? events.error() : resource.error(), request);
    }
    auto const mapped =
        services.readers.read([&](store::Session& session) { return store::mapped_key_events(session, *resource); });
    if (!mapped) {
        return http::error_response(mapped.error(), request);
    }
    std::vector<corpus::KeyEvent const*> open;
    std::ranges::copy_if(*events, std::back_inserter(open), [&](corpus::KeyEvent const* event) {
        return !std::ranges::binary_search(*mapped, event->id);
    });
    auto const paging = Paging::of(request);
    array rows;
    auto const first = std::min<std::uint64_t>(paging.offset(), open.size());
    auto const last = std::min<std::uint64_t>(first + paging.per_page, open.size());
    for (auto at = first; at < last; ++at) {
        auto const& event = *open[at];
        rows.push_back(object{{"ke_id", event.id.str()},
                              {"ke_title", event.title},
                              {"level", event.level},
                              {"aop_count", event.aops.size()},
                              {"gene_count", event.gene_symbols.size()}});
    }
    return http::json(
        object{{"key_events", std::move(rows)},
               {"considered", events->size()},
               {"pagination", pagination(paging, open.size(), request, {"resource", "aop_id", "level", "q"},
                                         services.settings.public_url)}});
}

array levels_of(corpus::Corpus const& corpus)
{
    std::map<std::string, std::uint64_t> numbers;
    for (auto const& event : corpus.key_events()) {
        ++numbers[event.level.empty() ? "unknown" : event.level];
    }
    array all;
    for (auto const& [level, number] : numbers) {
        all.push_back(object{{"level", level}, {"key_events", number}});
    }
    return all;
}

/// What the filters of a list can be set to.
http::Response choices(http::Request const& request, Services const& services)
{
    auto const resource = resource_in(request);
    if (!resource) {
        return http::error_response(resource.error(), request);
    }
    auto const proposers =
        services.readers.read([&](store::Session& session) { return store::mapping_proposers(session, *resource); });
    if (!proposers) {
        return http::error_response(proposers.error(), request);
    }
    array people;
    for (auto const& [identity, number] : *proposers) {
        people.push_back(object{{"identity", identity}, {"mappings", number}});
    }
    return http::json(object{{"levels", levels_of(services.corpus)}, {"proposers", std::move(people)}});
}

}  // namespace

void add_coverage_api(http::Router& router, Services const& services)
{
    router.get("/api/coverage/gaps", [&services](http::Request& request) { return gaps(request, services); },
               {.rate_class = rate_general});
    router.get("/api/mapping-filters", [&services](http::Request& request) { return choices(request, services); },
               {.rate_class = rate_general});
}

}  // namespace kewp::web
