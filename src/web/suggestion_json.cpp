#include "web/suggestion_json.hpp"

#include "suggest/rounding.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace kewp::web {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using suggest::Signal;
using suggest::Suggestion;

constexpr int kDecimals = 4;
constexpr std::size_t kSmallGeneSet = 5;  // with fewer genes a target gets a warning

double rounded(double number)
{
    return suggest::rounded(number, kDecimals);
}

value rounded_or_null(std::optional<double> number)
{
    return number ? value(rounded(*number)) : value(nullptr);
}

template <class Number>
value number_or_null(std::optional<Number> number)
{
    return number ? value(*number) : value(nullptr);
}

value size_or_null(corpus::Target const& target)
{
    auto const size = target.gene_count();
    return size ? value(*size) : value(nullptr);
}

/// True for a set so small that one common gene says little.
bool is_small(corpus::Target const& target)
{
    auto const size = target.gene_count();
    return size && *size < kSmallGeneSet;
}

array synonyms_of(corpus::Target const& target)
{
    array all;
    for (auto const& synonym : target.synonyms) {
        all.push_back(object{{"text", synonym.text}, {"type", synonym.type}});
    }
    return all;
}

array publications_of(corpus::Target const& target)
{
    array all;
    for (auto const& publication : target.publications) {
        all.push_back(object{{"pmid", publication.pmid}, {"url", publication.url}});
    }
    return all;
}

/// The reference's names: what is similar in words or meaning is `text` for GO and Reactome.
char const* match_type(Signal signal, Resource resource)
{
    if (resource != Resource::wikipathways && signal == Signal::embedding) {
        return "text";
    }
    return signal == Signal::lexical ? "text" : name_of(signal);
}

array match_types(Suggestion const& suggestion)
{
    array types;
    auto const add = [&](Signal signal) {
        auto const& part = suggestion.part(signal);
        value const type(match_type(signal, suggestion.target->id.resource()));
        auto const counts = part.value > 0 && (signal != Signal::lexical || part.weight > 0);
        if (counts && std::ranges::find(types, type) == types.end()) {
            types.push_back(type);
        }
    };
    // In the order in which the reference's engines walk their signals.
    if (suggestion.target->id.resource() == Resource::wikipathways) {
        for (auto const signal : suggest::kSignals) {
            add(signal);
        }
    } else {
        for (auto const signal : {Signal::embedding, Signal::lexical, Signal::gene}) {
            add(signal);
        }
    }
    return types;
}

object signal_scores(Suggestion const& suggestion)
{
    object scores;
    for (auto const& part : suggestion.signals) {
        scores[name_of(part.signal)] = part.available ? value(rounded(part.value)) : value(nullptr);
    }
    return scores;
}

/// Every signal's value, weight and share in the score, what was added and multiplied, and why.
object explanation(Suggestion const& suggestion)
{
    array signals;
    for (auto const& part : suggestion.signals) {
        signals.push_back(object{{"signal", name_of(part.signal)},
                                 {"available", part.available},
                                 {"value", part.available ? value(rounded(part.value)) : value(nullptr)},
                                 {"weight", rounded(part.weight)},
                                 {"place", part.place > 0 ? value(part.place) : value(nullptr)},
                                 {"contribution", rounded(part.contribution)}});
    }
    array adjustments;
    for (auto const& adjustment : suggestion.adjustments) {
        adjustments.push_back(object{{"name", adjustment.name}, {"factor", rounded(adjustment.factor)}});
    }
    return object{{"reason", suggestion.reason},
                  {"signals", std::move(signals)},
                  {"multi_evidence_bonus", suggestion.bonus},
                  {"adjustments", std::move(adjustments)},
                  {"matching_genes", text_array(suggestion.genes.matching)},
                  {"gene_p_value", number_or_null(suggestion.genes.p_value)},
                  {"matched_words", text_array(suggestion.matched_words)},
                  {"matched_tags", text_array(suggestion.matched_tags)}};
}

/// What GO and Reactome suggestions have in common.
void add_common(object& members, Suggestion const& suggestion)
{
    members["hybrid_score"] = suggestion.score;
    members["final_score"] = suggestion.score;
    members["text_similarity"] =
        rounded(std::max(suggestion.part(Signal::embedding).value,
                         suggestion.part(Signal::lexical).weight > 0 ? suggestion.part(Signal::lexical).value : 0.0));
    members["gene_overlap"] = rounded(suggestion.part(Signal::gene).value);
    members["matching_genes"] = text_array(suggestion.genes.matching);
    members["match_types"] = match_types(suggestion);
    members["name_similarity"] = rounded_or_null(suggestion.channels.name);
    members["definition_similarity"] = rounded_or_null(suggestion.channels.text);
    members["primary_evidence"] = suggestion.primary_evidence;
    members["quality_tier"] = suggestion.tier.empty() ? value(nullptr) : value(suggestion.tier);
    members["signal_scores"] = signal_scores(suggestion);
    members["p_value"] = number_or_null(suggestion.genes.p_value);
    members["explanation"] = explanation(suggestion);
}

char const* aspect_of(corpus::TargetKind kind)
{
    return kind == corpus::TargetKind::go_mf ? "MF" : "BP";
}

}  // namespace

array text_array(std::vector<std::string> const& texts)
{
    return array(texts.begin(), texts.end());
}

array gene_list_full(corpus::KeyEvent const& key_event)
{
    array genes;
    for (auto const& symbol : key_event.gene_symbols) {
        genes.push_back(object{{"ncbi", nullptr}, {"hgnc", nullptr}, {"symbol", symbol}});
    }
    return genes;
}

array warning_array(std::vector<suggest::Warning> const& warnings)
{
    array all;
    for (auto const& warning : warnings) {
        all.push_back(object{{"source", warning.source}, {"state", warning.state}, {"message", warning.message}});
    }
    return all;
}

array filtered_array(std::vector<suggest::FilteredOut> const& filtered)
{
    array all;
    for (auto const& one : filtered) {
        all.push_back(object{{"id", one.target->id.str()},
                             {"title", one.target->title},
                             {"filter", one.filter},
                             {"reason", one.reason},
                             {"score", one.score}});
    }
    return all;
}

object pathway_suggestion(Suggestion const& suggestion, bool key_event_has_genes)
{
    auto const& pathway = *suggestion.target;
    auto const embedding = suggestion.part(Signal::embedding).value;
    object members{{"pathwayID", pathway.id.str()},
                   {"pathwayTitle", pathway.title},
                   {"pathwayDescription", pathway.description},
                   {"pathwayLink", pathway.link},
                   {"pathwaySvgUrl", pathway.svg},
                   {"ontologyTags", text_array(pathway.tags)},
                   {"publications", publications_of(pathway)},
                   {"pathway_total_genes", size_or_null(pathway)},
                   {"small_gene_set", is_small(pathway)},
                   {"hybrid_score", suggestion.score},
                   {"final_score", suggestion.score},
                   {"confidence_score", suggestion.score},
                   {"suggestion_type", "combined"},
                   {"scores", object{{"gene_confidence", rounded(suggestion.part(Signal::gene).value)},
                                     {"embedding_similarity", rounded(embedding)},
                                     {"ontology_confidence", rounded(suggestion.part(Signal::ontology).value)},
                                     {"final_score", suggestion.score}}},
                   {"signal_scores", signal_scores(suggestion)},
                   {"match_types", match_types(suggestion)},
                   {"primary_evidence", suggestion.primary_evidence},
                   {"quality_tier", suggestion.tier.empty() ? value(nullptr) : value(suggestion.tier)},
                   {"matched_tags", text_array(suggestion.matched_tags)},
                   {"p_value", number_or_null(suggestion.genes.p_value)}};
    if (embedding > 0) {
        auto const title = rounded_or_null(suggestion.channels.name);
        auto const description = rounded_or_null(suggestion.channels.text);
        members["title_similarity"] = title;
        members["description_similarity"] = description;
        members["embedding_details"] = object{
            {"title_similarity", title}, {"description_similarity", description}, {"combined", rounded(embedding)}};
    }
    members["embedding_similarity"] = rounded(embedding);
    if (key_event_has_genes) {
        members["matching_genes"] = text_array(suggestion.genes.matching);
        members["matching_gene_count"] = suggestion.genes.matching.size();
        members["gene_overlap_ratio"] = suggestion.genes.overlap_ratio;
        members["pathway_specificity"] = number_or_null(suggestion.genes.specificity);
    } else {
        members["matching_genes"] = array{};
        members["matching_gene_count"] = 0;
    }
    members["explanation"] = explanation(suggestion);
    return members;
}

object go_suggestion(Suggestion const& suggestion)
{
    auto const& term = *suggestion.target;
    auto const& go = *suggestion.go;
    object members{{"go_id", term.id.str()},
                   {"go_name", term.title},
                   {"go_definition", term.description},
                   {"synonyms", synonyms_of(term)},
                   {"go_namespace", aspect_of(suggestion.kind)},
                   {"go_gene_count", size_or_null(term)},
                   {"small_gene_set", is_small(term)},
                   {"go_gene_count_direct", number_or_null(term.direct_gene_count)},
                   {"quickgo_link", term.link},
                   {"go_direction", name_of(go.term)},
                   {"ke_direction", name_of(go.key_event)},
                   {"direction_alignment",
                    go.directions_match ? value(*go.directions_match ? "match" : "mismatch") : value(nullptr)},
                   {"title_match", go.title_match == suggest::NameMatch::equal    ? value("exact")
                                   : go.title_match == suggest::NameMatch::phrase ? value("near")
                                                                                  : value(nullptr)},
                   {"regulation_proxy", go.regulation_proxy},
                   {"depth", number_or_null(term.depth)},
                   {"ic", number_or_null(term.ic)}};
    add_common(members, suggestion);
    return members;
}

object reactome_suggestion(Suggestion const& suggestion)
{
    auto const& pathway = *suggestion.target;
    object members{{"reactome_id", pathway.id.str()},
                   {"pathway_name", pathway.title},
                   {"pathway_description", pathway.description},
                   {"species", pathway.species},
                   {"link", pathway.link},
                   {"reactome_pathway_gene_count", size_or_null(pathway)},
                   {"small_gene_set", is_small(pathway)}};
    add_common(members, suggestion);
    return members;
}

object pathway_hit(suggest::SearchHit const& hit)
{
    auto const& pathway = *hit.target;
    return object{{"pathwayID", pathway.id.str()},
                  {"pathwayTitle", pathway.title},
                  {"pathwayDescription", pathway.description},
                  {"pathwayLink", pathway.link},
                  {"pathwaySvgUrl", pathway.svg},
                  {"ontologyTags", text_array(pathway.tags)},
                  {"pathway_total_genes", size_or_null(pathway)},
                  {"small_gene_set", is_small(pathway)},
                  {"title_similarity", hit.name_similarity},
                  {"description_similarity", hit.description_similarity},
                  {"relevance_score", hit.relevance},
                  {"matched_words", text_array(hit.matched_words)}};
}

object go_hit(suggest::SearchHit const& hit)
{
    auto const& term = *hit.target;
    return object{{"go_id", term.id.str()},
                  {"go_name", term.title},
                  {"go_definition", term.description},
                  {"go_namespace", aspect_of(hit.kind)},
                  {"synonyms", synonyms_of(term)},
                  {"go_gene_count", size_or_null(term)},
                  {"small_gene_set", is_small(term)},
                  {"go_gene_count_direct", number_or_null(term.direct_gene_count)},
                  {"depth", number_or_null(term.depth)},
                  {"ic", number_or_null(term.ic)},
                  {"name_similarity", hit.name_similarity},
                  {"definition_similarity", hit.description_similarity},
                  {"relevance_score", hit.relevance},
                  {"matched_words", text_array(hit.matched_words)},
                  {"quickgo_link", term.link}};
}

object reactome_hit(suggest::SearchHit const& hit)
{
    auto const& pathway = *hit.target;
    return object{{"reactome_id", pathway.id.str()},
                  {"pathway_name", pathway.title},
                  {"species", pathway.species},
                  {"description", pathway.description},
                  {"link", pathway.link},
                  {"reactome_pathway_gene_count", size_or_null(pathway)},
                  {"small_gene_set", is_small(pathway)},
                  {"name_similarity", hit.name_similarity},
                  {"description_similarity", hit.description_similarity},
                  {"relevance_score", hit.relevance},
                  {"matched_words", text_array(hit.matched_words)}};
}

}  // namespace kewp::web
