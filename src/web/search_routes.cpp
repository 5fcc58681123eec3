#include "base/text.hpp"
#include "http/accept.hpp"
#include "web/application.hpp"
#include "web/routes.hpp"
#include "web/suggestion_json.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <chrono>
#include <fmt/format.h>

namespace kewp::web {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::size_t kMostHits = 100;
constexpr std::size_t kLongestQuery = 500;                 // bytes
constexpr std::chrono::milliseconds kSearchPatience{300};  // a search by words is better than one that waits

struct SearchRoute {
    Resource resource;
    char const* pattern;
    std::size_t default_limit;
    object (*hit)(suggest::SearchHit const&);
};

constexpr auto kRoutes = std::to_array<SearchRoute>({
    {Resource::wikipathways, "/search_pathways", 20, pathway_hit},
    {Resource::go, "/search_go_terms", 10, go_hit},
    {Resource::reactome, "/search_reactome", 10, reactome_hit},
});

template <class Number>
std::optional<Number> number_in(std::string_view text)
{
    text = text::trim(text);
    Number number{};
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && !text.empty() ? std::optional{number}
                                                                                     : std::nullopt;
}

std::size_t limit_of(http::Request const& request, std::size_t otherwise)
{
    auto const limit = number_in<long>(request.query("limit").value_or(""));
    return limit && *limit >= 1 ? std::min(static_cast<std::size_t>(*limit), kMostHits) : otherwise;
}

/// The text that is searched for. Error: invalid_argument naming `q`.
Result<std::string> query_of(http::Request const& request)
{
    auto const query = text::trim(request.query("q").value_or(""));
    if (query.empty()) {
        return fail(ErrorCode::invalid_argument, "q is missing: give the id or the words to search for");
    }
    if (query.size() > kLongestQuery) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("q has {} bytes; at most {} can be searched for", query.size(), kLongestQuery));
    }
    return std::string{query};
}

suggest::Aspect aspect_of(http::Request const& request)
{
    auto const aspect =
        text::ascii_lower(request.query("aspect_filter").value_or(request.query("namespace").value_or("")));
    if (aspect == "bp" || aspect == "biological_process") {
        return suggest::Aspect::bp;
    }
    return aspect == "mf" || aspect == "molecular_function" ? suggest::Aspect::mf : suggest::Aspect::all;
}

object answer_frame(std::string const& query, array results)
{
    auto const shown = results.size();
    return object{{"query", query},
                  {"results", std::move(results)},
                  {"total_results", shown},
                  {"timestamp", now().time_since_epoch().count()}};
}

/// The vector of a query; empty when there is no model or it is busy: words alone are searched for then.
std::vector<float> vector_of(std::string const& query, Services const& services)
{
    if (services.encoder == nullptr || !services.search_by_meaning) {
        return {};
    }
    auto vectors = services.encoder->encode({services.suggester.query_text(query)}, kSearchPatience);
    return vectors ? std::move(vectors->front()) : std::vector<float>{};
}

/// Whether meaning is looked for beside words.
enum class Meaning { never, where_words_find_little, always };

Meaning meaning_of(http::Request const& request)
{
    auto const semantic = request.query("semantic").value_or("");
    return semantic == "1" ? Meaning::always : semantic == "0" ? Meaning::never : Meaning::where_words_find_little;
}

/// By words and, as asked, by meaning. `semantic` receives whether meaning was looked for.
Result<suggest::SearchResult> search_targets(Resource resource, std::string const& query,
                                             suggest::SearchOptions options, Meaning meaning, Services const& services,
                                             bool& semantic)
{
    auto found = services.suggester.search(resource, query, options);
    auto const enough = found && meaning != Meaning::always && found->hits.size() >= options.limit;
    if (!found || found->by_id || enough || meaning == Meaning::never) {
        return found;
    }
    auto const vector = vector_of(query, services);
    semantic = !vector.empty();
    options.vector = vector;
    return semantic ? services.suggester.search(resource, query, options) : std::move(found);
}

http::Response answer(http::Request const& request, SearchRoute const& route, Services const& services)
{
    auto const query = query_of(request);
    if (!query) {
        return http::error_response(query.error(), request);
    }
    suggest::SearchOptions options;
    options.limit = limit_of(request, route.default_limit);
    options.threshold =
        number_in<double>(request.query("threshold").value_or("")).value_or(suggest::kDefaultSearchThreshold);
    options.aspect = aspect_of(request);
    bool semantic = false;
    auto const result = search_targets(route.resource, *query, options, meaning_of(request), services, semantic);
    if (!result) {
        return http::error_response(result.error(), request);
    }
    array results;
    for (auto const& hit : result->hits) {
        auto one = route.hit(hit);
        one["matched_by"] = hit.by_meaning ? "meaning" : result->by_id ? "id" : "words";
        if (hit.similarity) {
            one["embedding_similarity"] = *hit.similarity;
        }
        results.push_back(std::move(one));
    }
    auto members = answer_frame(result->query, std::move(results));
    members["threshold"] = result->threshold;
    members["limit"] = options.limit;
    members["semantic"] = semantic;
    return http::json(members);
}

http::Response search_key_events(http::Request const& request, Services const& services)
{
    auto const query = query_of(request);
    if (!query) {
        return http::error_response(query.error(), request);
    }
    auto const limit = limit_of(request, 20);
    auto const vector = vector_of(*query, services);
    array results;
    for (auto const& hit : services.suggester.search_key_events(*query, limit, vector)) {
        results.push_back(object{{"ke_id", hit.key_event->id.str()},
                                 {"ke_title", hit.key_event->title},
                                 {"biolevel", hit.key_event->level},
                                 {"relevance_score", hit.relevance},
                                 {"matched_words", text_array(hit.matched_words)}});
        if (hit.similarity) {
            results.back().get_object()["embedding_similarity"] = *hit.similarity;
        }
    }
    auto members = answer_frame(*query, std::move(results));
    members["limit"] = limit;
    members["semantic"] = !vector.empty();
    return http::json(members);
}

}  // namespace

void add_search_routes(http::Router& router, Services const& services)
{
    router.json_errors_below("/search");
    for (auto const& route : kRoutes) {
        router.get(route.pattern,
                   [&route, &services](http::Request& request) { return answer(request, route, services); },
                   {.rate_class = rate_lookup});
    }
    // Programs get the found Key Events, browsers the page that shows them.
    router.get("/search",
               [&services](http::Request& request) {
                   auto response = http::prefers_html(request.header_list("Accept"))
                                       ? application_page(request, services)
                                       : search_key_events(request, services);
                   response.add_token("Vary", "Accept");
                   return response;
               },
               {.rate_class = rate_lookup});
}

}  // namespace kewp::web
