#include "base/text.hpp"
#include "store/override_repository.hpp"
#include "web/prepared_suggestions.hpp"
#include "web/routes.hpp"
#include "web/suggestion_answer.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <chrono>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace kewp::web {
namespace {

constexpr std::size_t kMostSuggestions = 50;
constexpr std::chrono::milliseconds kFreshPatience{1000};  // a list without meaning is better than none

/// One of the three routes.
struct SuggestionRoute {
    Resource resource;
    char const* pattern;
    char const* embedding_method;  // the name of `Method::embedding` in the query
};

constexpr auto kRoutes = std::to_array<SuggestionRoute>({
    {Resource::wikipathways, "/suggest_pathways/{ke_id}", "semantic"},
    {Resource::go, "/suggest_go_terms/{ke_id}", "text"},
    {Resource::reactome, "/suggest_reactome/{ke_id}", "text"},
});

std::size_t limit_of(http::Request const& request, SuggestionRoute const& route)
{
    auto const text = text::trim(request.query("limit").value_or(""));
    long limit = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
    if (text.empty() || error == std::errc::invalid_argument || end != text.data() + text.size()) {
        return default_limit(route.resource);
    }
    if (limit < 1) {
        // As in the reference: its GO and Reactome routes clamp, its pathway route falls back.
        return route.resource == Resource::wikipathways ? default_limit(route.resource) : 1;
    }
    return std::min(static_cast<std::size_t>(limit), kMostSuggestions);
}

void read_method(http::Request const& request, SuggestionRoute const& route, SuggestionRequest& wanted)
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

void read_aspect(http::Request const& request, SuggestionRequest& wanted)
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
Result<SuggestionRequest> read_request(http::Request const& request, SuggestionRoute const& route,
                                       Services const& services)
{
    auto const text = text::trim(request.path_text("ke_id"));
    if (text.empty()) {
        return fail(ErrorCode::invalid_argument, "ke_id must not be blank; expected one like 'KE 55'");
    }
    auto const ke = KeId::parse(text);
    if (!ke) {
        return fail_in("ke_id", ke.error());
    }
    auto wanted = default_request(route.resource, *ke);
    wanted.options.limit = limit_of(request, route);
    read_method(request, route, wanted);
    if (route.resource == Resource::go) {
        read_aspect(request, wanted);
    }
    wanted.options.explain = request.query("explain").value_or("") == "1";
    wanted.options.lists_by_signal = wanted.options.lists_by_signal && wanted.method == "all";
    auto const disabled =
        services.readers.read([&](store::Session& session) { return store::description_disabled(session, *ke); });
    if (!disabled) {
        return fail(disabled.error());
    }
    wanted.options.without_description = *disabled;
    return wanted;
}

http::Response answer(http::Request const& request, SuggestionRoute const& route, Services const& services)
{
    auto wanted = read_request(request, route, services);
    if (!wanted) {
        return http::error_response(wanted.error(), request);
    }
    if (services.prepared != nullptr) {
        if (auto prepared = prepared_response(*services.prepared, services.corpus, *wanted, request)) {
            return std::move(*prepared);
        }
    }
    wanted->options.fresh = fresh_vectors(wanted->ke, services);
    auto const made = suggestion_answer(services.suggester, *wanted);
    return made ? http::json(*made) : http::error_response(made.error(), request);
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
