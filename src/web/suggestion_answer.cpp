#include "web/suggestion_answer.hpp"

#include "base/time.hpp"
#include "web/suggestion_json.hpp"

#include <boost/json.hpp>
#include <utility>

namespace kewp::web {
namespace {

using boost::json::array;
using boost::json::object;

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

object request_info(SuggestionRequest const& wanted, corpus::KeyEvent const& ke)
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

object pathway_answer(suggest::SuggestionList const& list, SuggestionRequest const& wanted)
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

object list_answer(suggest::SuggestionList const& list, SuggestionRequest const& wanted)
{
    auto const& ke = *list.key_event;
    auto answer = frame(list);
    answer["suggestions"] = suggestion_array(list.suggestions, ke);
    answer["total_suggestions"] = list.total;
    answer["method_filter"] = wanted.method;
    auto info = request_info(wanted, ke);
    if (wanted.resource == Resource::go) {
        answer["aspect_filter"] = wanted.aspect;
        info["aspect_filter"] = wanted.aspect;
    }
    answer["request_info"] = std::move(info);
    return answer;
}

}  // namespace

std::size_t default_limit(Resource resource)
{
    return resource == Resource::go ? 20 : 10;
}

SuggestionRequest default_request(Resource resource, KeId ke)
{
    SuggestionRequest request{.resource = resource, .ke = ke, .options = {}};
    request.options.limit = default_limit(resource);
    request.options.lists_by_signal = resource == Resource::wikipathways;
    return request;
}

bool is_default(SuggestionRequest const& request)
{
    return request.options.limit == default_limit(request.resource) && request.method == "all" &&
           request.aspect == "all" && !request.options.explain && !request.options.without_description;
}

Result<object> suggestion_answer(suggest::Suggester const& suggester, SuggestionRequest const& request)
{
    auto const list = suggester.suggest(request.resource, request.ke, request.options);
    if (!list) {
        return fail(list.error());
    }
    auto members =
        request.resource == Resource::wikipathways ? pathway_answer(*list, request) : list_answer(*list, request);
    if (request.options.explain) {
        members["filtered_out"] = filtered_array(list->filtered_out);
    }
    return members;
}

}  // namespace kewp::web
