#include "base/text.hpp"
#include "corpus/corpus.hpp"
#include "store/mapping_repository.hpp"
#include "web/paging.hpp"
#include "web/routes.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <map>
#include <unordered_map>

namespace kewp::web {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::size_t kMostHits = 200;  // of a search by words; what is further down helps nobody

/// Approved mappings of each Key Event, by resource.
using Coverage = std::array<std::unordered_map<KeId, std::uint64_t>, std::size(kResources)>;

Result<Coverage> read_coverage(store::Session& session)
{
    Coverage coverage;
    for (auto const resource : kResources) {
        auto const counts = store::count_mappings_by_key_event(session, resource);
        if (!counts) {
            return fail(counts.error());
        }
        coverage[static_cast<std::size_t>(resource)].insert(counts->begin(), counts->end());
    }
    return coverage;
}

object summary(corpus::KeyEvent const& event, Coverage const& coverage)
{
    object mapped;
    for (auto const resource : kResources) {
        auto const& counts = coverage[static_cast<std::size_t>(resource)];
        auto const found = counts.find(event.id);
        mapped[name_of(resource)] = found == counts.end() ? 0 : found->second;
    }
    return object{{"ke_id", event.id.str()},   {"ke_title", event.title},     {"level", event.level},
                  {"aops", event.aops.size()}, {"genes", event.genes.size()}, {"mappings", std::move(mapped)}};
}

/// The Key Events of an AOP, or those that match the words, or all, in that order of precedence.
/// Errors: invalid_argument, not_found.
Result<std::vector<corpus::KeyEvent const*>> chosen(http::Request const& request, Services const& services)
{
    std::vector<corpus::KeyEvent const*> events;
    auto const aop_id = request.query_as<AopId>("aop");
    if (!aop_id) {
        return fail(aop_id.error());
    }
    auto const query = text::trim(request.query("q").value_or(""));
    if (*aop_id) {
        auto const* const aop = services.corpus.find(**aop_id);
        if (aop == nullptr) {
            return fail(ErrorCode::not_found, fmt::format("{} is not among the AOPs", (*aop_id)->str()));
        }
        for (auto const id : aop->key_events) {
            if (auto const* const event = services.corpus.find(id)) {
                events.push_back(event);
            }
        }
    } else if (!query.empty()) {
        for (auto const& hit : services.suggester.search_key_events(query, kMostHits)) {
            events.push_back(hit.key_event);
        }
    } else {
        for (auto const& event : services.corpus.key_events()) {
            events.push_back(&event);
        }
    }
    return events;
}

http::Response list(http::Request const& request, Services const& services)
{
    auto const events = chosen(request, services);
    if (!events) {
        return http::error_response(events.error(), request);
    }
    auto const coverage = services.readers.read(read_coverage);
    if (!coverage) {
        return http::error_response(coverage.error(), request);
    }
    auto const paging = Paging::of(request);
    auto const begin = std::min<std::uint64_t>(paging.offset(), events->size());
    auto const end = std::min<std::uint64_t>(begin + paging.per_page, events->size());
    array rows;
    for (auto at = begin; at < end; ++at) {
        rows.push_back(summary(*(*events)[at], *coverage));
    }
    return http::json(object{
        {"key_events", std::move(rows)},
        {"pagination", pagination(paging, events->size(), request, {"q", "aop"}, services.settings.public_url)}});
}

/// Neighbours on one side with the AOPs that say so.
array neighbours_of(KeId event, bool upstream, corpus::Corpus const& corpus)
{
    std::map<KeId, array> aops_by_neighbour;
    for (auto const& aop : corpus.aops()) {
        for (auto const& [from, to] : aop.relationships) {
            if ((upstream ? to : from) == event) {
                aops_by_neighbour[upstream ? from : to].emplace_back(aop.id.str());
            }
        }
    }
    array all;
    for (auto& [id, aops] : aops_by_neighbour) {
        auto const* const known = corpus.find(id);
        all.push_back(object{{"ke_id", id.str()},
                             {"ke_title", known == nullptr ? std::string{} : known->title},
                             {"aops", std::move(aops)}});
    }
    return all;
}

http::Response neighbours(http::Request const& request, Services const& services)
{
    auto const id = request.path<KeId>("id");
    if (!id) {
        return http::error_response(id.error(), request);
    }
    if (services.corpus.find(*id) == nullptr) {
        return http::error_response({ErrorCode::not_found, fmt::format("{} is not among the Key Events", id->str())},
                                    request);
    }
    return http::json(object{{"upstream", neighbours_of(*id, true, services.corpus)},
                             {"downstream", neighbours_of(*id, false, services.corpus)}});
}

}  // namespace

void add_key_event_api(http::Router& router, Services const& services)
{
    router.get("/api/key-events", [&services](http::Request& request) { return list(request, services); },
               {.rate_class = rate_lookup});
    router.get("/api/key-events/{id}/neighbours",
               [&services](http::Request& request) { return neighbours(request, services); },
               {.rate_class = rate_lookup});
}

}  // namespace kewp::web
