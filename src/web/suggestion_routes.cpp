#include "base/text.hpp"
#include "store/override_repository.hpp"
#include "web/routes.hpp"
#include "web/suggestion_json.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <chrono>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace kewp::web {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::size_t kMostSuggestions = 50;
constexpr std::chrono::milliseconds kFreshPatience{1000};  // a list without meaning is better than none

/// One of the three routes.
struct SuggestionRoute {
    Resource resource;
    char const* pattern;
    std::size_t default_limit;
    char const* embedding_method;  // the name of `Method::embedding` in the query
};

constexpr auto kRoutes = std::to_array<SuggestionRoute>({
    {Resource::wikipathways, "/suggest_pathways/{ke_id}", 10, "semantic"},
    {Resource::go, "/suggest_go_terms/{ke_id}", 20, "text"},
    {Resource::reactome, "/suggest_reactome/{ke_id}", 10, "text"},
});

/// What was asked for, brought into range: only the id can be wrong.
struct Wanted {
    KeId ke;
    suggest::SuggestOptions options;
    std::string method = "all";
    std::string aspect = "all";
};

std::size_t limit_of(http::Request const& request, SuggestionRoute const& route)
{
    auto const text = text::trim(request.query("limit").value_or(""));
    long limit = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
    if (text.empty() || error == std::errc::invalid_argument || end != text.data() + text.size()) {
        return route.default_limit;
    }
    if (limit < 1) {
        // As in the reference: its GO and Reactome routes clamp, its pathway route falls back.
        return route.resource == Resource::wikipathways ? route.default_limit : 1;
    }
    return std::min(static_cast<std::size_t>(limit), kMostSuggestions);
}

void read_method(http::Request const& request, SuggestionRoute const& route, Wanted& wanted)
{
    auto const method = request.query("method_filter").value_or("all");
    if (method == "gene") {
        wanted.options.method = suggest::Method::gene;
    } else if (method == route.embedding_method) {
        wanted.options.method = suggest::Method::embedding;
    } else {
        return;
    }
    wanted.method = method;
    spdlog::warn("method_filter={} is deprecated (request {})", method, request.id());
}

void read_aspect(http::Request const& request, Wanted& wanted)
{
    auto const aspect =
        text::ascii_lower(request.query("aspect_filter").value_or(request.query("namespace").value_or("all")));
    if (aspect == "bp" || aspect == "biological_process") {
        wanted.options.aspect = suggest::Aspect::bp;
        wanted.aspect = "bp";
    } else if (aspect == "mf" || aspect == "molecular_function") {
        wanted.options.aspect = suggest::Aspect::mf;
        wanted.aspect = "mf";
    }
}

/// Vectors of a Key Event that is newer than the stored ones. None without a model, or while it is busy: the list is
/// then ranked without, and says so.
suggest::FreshVectors fresh_vectors(KeId ke, Services const& services)
{
    if (services.encoder == nullptr || !services.search_by_meaning) {
        return {};
    }
    auto const texts = services.suggester.texts_to_encode(ke);
    auto vectors = services.encoder->encode(texts, kFreshPatience);
    if (texts.empty() || !vectors) {
        return {};
    }
    return {std::move((*vectors)[0]), std::move((*vectors)[1]), std::move((*vectors)[2])};
}

/// True when an administrator has switched the description of the Key Event off. What cannot be read is
/// taken to be on: a suggestion is worth more than the switch.
Result<Wanted> read_request(http::Request const& request, SuggestionRoute const& route, Services const& services)
{
    auto const text = text::trim(request.path_text("ke_id"));
    if (text.empty()) {
        return fail(ErrorCode::invalid_argument, "ke_id must not be blank; expected one like 'KE 55'");
    }
    auto const ke = KeId::parse(text);
    if (!ke) {
        return fail_in("ke_id", ke.error());
    }
    Wanted wanted{.ke = *ke, .options = {}};
    wanted.options.limit = limit_of(request, route);
    read_method(request, route, wanted);
    if (route.resource == Resource::go) {
        read_aspect(request, wanted);
    }
    wanted.options.explain = request.query("explain").value_or("") == "1";
    wanted.options.lists_by_signal = route.resource == Resource::wikipathways && wanted.method == "all";
    auto const disabled =
        services.readers.read([&](store::Session& session) { return store::description_disabled(session, *ke); });
    if (!disabled) {
        return fail(disabled.error());
    }
    wanted.options.without_description = *disabled;
    wanted.options.fresh = fresh_vectors(*ke, services);
    return wanted;
}

object suggestion_object(suggest::Suggestion const& suggestion, corpus::KeyEvent const& ke)
{
    switch (suggestion.target->id.resource()) {
        case Resource::wikipathways: return pathway_suggestion(suggestion, !ke.genes.empty());
        case Resource::go: return go_suggestion(suggestion);
        case Resource::reactome: break;
    }
    return reactome_suggestion(suggestion);
}

array suggestion_array(std::vector<suggest::Suggestion> const& suggestions, corpus::KeyEvent const& ke)
{
    array all;
    for (auto const& suggestion : suggestions) {
        all.push_back(suggestion_object(suggestion, ke));
    }
    return all;
}

object request_info(Wanted const& wanted, corpus::KeyEvent const& ke)
{
    return object{{"ke_id", ke.id.str()},
                  {"ke_title", ke.title},
                  {"limit", wanted.options.limit},
                  {"method_filter", wanted.method},
                  {"timestamp", now().time_since_epoch().count()}};
}

object frame(suggest::SuggestionList const& list)
{
    auto const& ke = *list.key_event;
    return object{{"ke_id", ke.id.str()},
                  {"ke_title", ke.title},
                  {"genes_found", ke.gene_symbols.size()},
                  {"gene_list", text_array(ke.gene_symbols)},
                  {"gene_list_full", gene_list_full(ke)},
                  {"ranking_mode", list.ranking_mode},
                  {"warnings", warning_array(list.warnings)}};
}

object pathway_answer(suggest::SuggestionList const& list, Wanted const& wanted)
{
    auto const& ke = *list.key_event;
    auto answer = frame(list);
    if (wanted.method == "all") {
        answer["combined_suggestions"] = suggestion_array(list.suggestions, ke);
        answer["gene_based_suggestions"] = suggestion_array(list.by_gene, ke);
        answer["embedding_based_suggestions"] = suggestion_array(list.by_embedding, ke);
        answer["ontology_based_suggestions"] = suggestion_array(list.by_ontology, ke);
        answer["total_suggestions"] = list.suggestions.size();
    } else {
        answer["suggestions"] = suggestion_array(list.suggestions, ke);
        answer["method_filter"] = wanted.method;
        answer["total_count"] = list.total;
        answer["filtered_count"] = list.suggestions.size();
    }
    answer["request_info"] = request_info(wanted, ke);
    return answer;
}

object list_answer(suggest::SuggestionList const& list, Wanted const& wanted, Resource resource)
{
    auto const& ke = *list.key_event;
    auto answer = frame(list);
    answer["suggestions"] = suggestion_array(list.suggestions, ke);
    answer["total_suggestions"] = list.total;
    answer["method_filter"] = wanted.method;
    auto info = request_info(wanted, ke);
    if (resource == Resource::go) {
        answer["aspect_filter"] = wanted.aspect;
        info["aspect_filter"] = wanted.aspect;
    }
    answer["request_info"] = std::move(info);
    return answer;
}

http::Response answer(http::Request const& request, SuggestionRoute const& route, Services const& services)
{
    auto const wanted = read_request(request, route, services);
    if (!wanted) {
        return http::error_response(wanted.error(), request);
    }
    auto const list = services.suggester.suggest(route.resource, wanted->ke, wanted->options);
    if (!list) {
        return http::error_response(list.error(), request);
    }
    auto members = route.resource == Resource::wikipathways ? pathway_answer(*list, *wanted)
                                                            : list_answer(*list, *wanted, route.resource);
    if (wanted->options.explain) {
        members["filtered_out"] = filtered_array(list->filtered_out);
    }
    return http::json(members);
}

}  // namespace

void add_suggestion_routes(http::Router& router, Services const& services)
{
    router.json_errors_below("/suggest_");
    for (auto const& route : kRoutes) {
        router.get(route.pattern,
                   [&route, &services](http::Request& request) { return answer(request, route, services); },
                   {.rate_class = rate_lookup});
    }
}

}  // namespace kewp::web
