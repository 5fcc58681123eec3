#include "base/text.hpp"
#include "web/coverage.hpp"
#include "web/revised_answers.hpp"
#include "web/routes.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <map>

namespace kewp::web {
namespace {

using boost::json::array;
using boost::json::object;
using corpus::Aop;

/// The AOPs of `aop_id=AOP 1,12`, each once; all without it. Errors: invalid_argument, not_found.
Result<std::vector<Aop const*>> wanted_aops(http::Request const& request, corpus::Corpus const& corpus)
{
    std::vector<Aop const*> wanted;
    auto const list = request.query("aop_id");
    if (!list || list->empty()) {
        for (auto const& aop : corpus.aops()) {
            wanted.push_back(&aop);
        }
        return wanted;
    }
    for (auto const element : text::split(*list, ',')) {
        auto const id = AopId::parse(text::trim(element));
        if (!id) {
            return fail_in("aop_id", id.error());
        }
        auto const* const aop = corpus.find(*id);
        if (aop == nullptr) {
            return fail(ErrorCode::not_found, fmt::format("{} is not among the AOPs", id->str()));
        }
        if (std::ranges::find(wanted, aop) == wanted.end()) {
            wanted.push_back(aop);
        }
    }
    return wanted;
}

/// The parts that Key Events have in an AOP; those without a relationship are plain ones.
std::map<KeId, std::string> parts_of(Aop const& aop)
{
    std::map<KeId, std::string> parts;
    for (auto const ke : aop.key_events) {
        parts.emplace(ke, "KE");
    }
    for (auto const& event : aop.events) {
        if (!event.type.empty()) {
            parts.insert_or_assign(event.ke, event.type);
        }
    }
    return parts;
}

object aop_object(Aop const& aop, std::map<KeId, std::string> const& parts)
{
    array events;
    for (auto const& [ke, type] : parts) {
        events.push_back(object{{"ke_id", ke.str()}, {"type", type}});
    }
    array relationships;
    for (auto const& [upstream, downstream] : aop.relationships) {
        relationships.push_back(object{{"upstream", upstream.str()}, {"downstream", downstream.str()}});
    }
    return object{{"aop_id", aop.id.str()},
                  {"title", aop.title},
                  {"oecd_status", aop.oecd_status},
                  {"key_events", std::move(events)},
                  {"relationships", std::move(relationships)}};
}

/// Titles that AOPs give to Key Events newer than the corpus's own list of them.
std::map<KeId, std::string_view> titles_in(Aop const& aop)
{
    std::map<KeId, std::string_view> titles;
    for (auto const& event : aop.events) {
        titles.emplace(event.ke, event.title);
    }
    return titles;
}

object key_event_object(KeId id, std::string_view title, Services const& services, Coverage const& coverage)
{
    auto const* const ke = services.corpus.find(id);
    return object{{"ke_id", id.str()},
                  {"title", ke != nullptr ? std::string_view{ke->title} : title},
                  {"level", ke != nullptr ? std::string_view{ke->level} : std::string_view{}},
                  {"in_release", ke != nullptr},
                  {"mapped", by_resource_object(coverage.of(id))}};
}

Result<object> network(http::Request const& request, Services const& services)
{
    auto const wanted = wanted_aops(request, services.corpus);
    if (!wanted) {
        return fail(wanted.error());
    }
    auto const coverage = services.readers.read(Coverage::read);
    if (!coverage) {
        return fail(coverage.error());
    }
    array aops;
    std::map<KeId, std::string_view> members;
    for (auto const* const aop : *wanted) {
        auto const parts = parts_of(*aop);
        auto const titles = titles_in(*aop);
        for (auto const& [ke, type] : parts) {
            auto& title = members[ke];
            if (auto const found = titles.find(ke); title.empty() && found != titles.end()) {
                title = found->second;
            }
        }
        for (auto const& [upstream, downstream] : aop->relationships) {
            members.emplace(upstream, std::string_view{});
            members.emplace(downstream, std::string_view{});
        }
        aops.push_back(aop_object(*aop, parts));
    }
    array key_events;
    for (auto const& [ke, title] : members) {
        key_events.push_back(key_event_object(ke, title, services, *coverage));
    }
    return object{{"aops", std::move(aops)}, {"key_events", std::move(key_events)}};
}

}  // namespace

void add_network_api(http::Router& router, Services const& services)
{
    get_until_revised(router, "/api/aop-network", services,
                      [&services](http::Request const& request) { return network(request, services); });
}

}  // namespace kewp::web
