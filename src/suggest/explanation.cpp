#include "suggest/explanation.hpp"

#include "suggest/rounding.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace kewp::suggest {
namespace {

constexpr std::size_t kNamedGenes = 5;  // that a sentence lists before it says "and n more"

double share(std::size_t part, std::size_t whole)
{
    return whole == 0 ? 0.0 : rounded(static_cast<double>(part) / static_cast<double>(whole), 3);
}

GeneEvidence genes_of(Evidence const& evidence, std::size_t target)
{
    auto const& of_target = evidence.index().targets()[target];
    auto const& of_key_event = evidence.key_event().genes;
    GeneEvidence genes;
    if (!of_target.genes_known) {
        return genes;
    }
    auto const overlap = evidence.overlap(target);
    std::vector<corpus::Gene> common;
    std::ranges::set_intersection(of_key_event, of_target.genes, std::back_inserter(common));
    for (auto const gene : common) {
        genes.matching.push_back(evidence.index().symbol(gene));
    }
    std::ranges::sort(genes.matching);
    genes.overlap_ratio = share(overlap.hits, overlap.key_event);
    genes.specificity = share(overlap.hits, overlap.target);
    if (!of_key_event.empty()) {
        // Genes that no target has are outside the population that is drawn from.
        genes.p_value =
            evidence.index().test().p_value({overlap.hits, evidence.index().annotated(of_key_event), overlap.target});
    }
    return genes;
}

std::string join_some(std::vector<std::string> const& names)
{
    if (names.size() <= kNamedGenes) {
        return fmt::format("{}", fmt::join(names, ", "));
    }
    return fmt::format("{} and {} more", fmt::join(names.begin(), names.begin() + kNamedGenes, ", "),
                       names.size() - kNamedGenes);
}

std::string quoted(std::vector<std::string> const& words)
{
    return fmt::format("“{}”", fmt::join(words, "”, “"));
}

char const* noun(corpus::TargetKind kind)
{
    return resource_of(kind) == Resource::go ? "term" : "pathway";
}

std::string gene_clause(Suggestion const& s, std::size_t key_event_genes)
{
    return fmt::format("{} of the Key Event's {} gene{} {} among the {} genes of the {} ({})", s.genes.matching.size(),
                       key_event_genes, key_event_genes == 1 ? "" : "s", s.genes.matching.size() == 1 ? "is" : "are",
                       s.target->genes.size(), noun(s.kind), join_some(s.genes.matching));
}

std::string clause(Suggestion const& s, Signal signal, std::size_t key_event_genes)
{
    switch (signal) {
        case Signal::gene: return gene_clause(s, key_event_genes);
        case Signal::lexical:
            return fmt::format("the word{} {} of the title occur{} in its text", s.matched_words.size() == 1 ? "" : "s",
                               quoted(s.matched_words), s.matched_words.size() == 1 ? "s" : "");
        case Signal::embedding:
            return fmt::format("its meaning is close to that of the Key Event ({:.2f} of 1)", s.part(signal).value);
        case Signal::ontology: break;
    }
    return fmt::format("its ontology tag{} {} answer{} the title", s.matched_tags.size() == 1 ? "" : "s",
                       quoted(s.matched_tags), s.matched_tags.size() == 1 ? "s" : "");
}

std::string reason_of(Suggestion const& s, std::size_t key_event_genes)
{
    std::vector<SignalPart> parts;
    std::ranges::copy_if(s.signals, std::back_inserter(parts), [](SignalPart const& part) { return part.value > 0; });
    std::ranges::stable_sort(parts,
                             [](SignalPart const& a, SignalPart const& b) { return a.contribution > b.contribution; });
    std::vector<std::string> clauses;
    if (s.go && s.go->title_match == NameMatch::equal) {
        clauses.emplace_back("its name is the title of the Key Event without the direction");
    }
    for (auto const& part : parts) {
        if (part.signal != Signal::lexical || !s.matched_words.empty()) {
            clauses.push_back(clause(s, part.signal, key_event_genes));
        }
    }
    if (s.go && s.go->directions_match) {
        clauses.emplace_back(*s.go->directions_match ? "both point the same way" : "they point in opposite ways");
    }
    auto sentence = fmt::format("{}.", fmt::join(clauses, "; "));
    if (sentence[0] >= 'a' && sentence[0] <= 'z') {
        sentence[0] = static_cast<char>(sentence[0] - ('a' - 'A'));
    }
    return sentence;
}

char const* evidence_name(Signal signal)
{
    switch (signal) {
        case Signal::gene: return "gene_overlap";
        case Signal::lexical: return "text_match";
        case Signal::embedding: return "semantic_similarity";
        case Signal::ontology: break;
    }
    return "ontology_tags";
}

std::string primary_of(Suggestion const& s)
{
    auto const boosted = [](Adjustment const& a) { return a.name == "ontology_boost"; };
    if (std::ranges::any_of(s.adjustments, boosted)) {
        return evidence_name(Signal::ontology);
    }
    // The largest value among those that count; gene, text, embedding, ontology when they are equal. In mode fused
    // values do not compare, but what they contribute does.
    auto const fused = std::ranges::any_of(s.signals, [](SignalPart const& part) { return part.place > 0; });
    auto const size = [&](SignalPart const& part) { return fused ? part.contribution : part.value; };
    auto const* best = &s.signals.front();
    for (auto const& part : s.signals) {
        if (part.weight > 0 && (best->weight <= 0 || size(part) > size(*best))) {
            best = &part;
        }
    }
    return evidence_name(best->signal);
}

std::string tier_of(double score, config::QualityTiers const& tiers)
{
    if (score >= tiers.excellent) {
        return "excellent";
    }
    if (score >= tiers.good) {
        return "good";
    }
    return score >= tiers.moderate ? "possible" : "";
}

}  // namespace

Suggestion describe(Evidence const& evidence, std::size_t target, MergeRule const& rule)
{
    Suggestion suggestion;
    suggestion.target = &evidence.index().targets()[target];
    suggestion.kind = evidence.index().kind();
    auto const values = evidence.signals(target);
    for (auto const signal : kSignals) {
        suggestion.signals.push_back({signal, evidence.available()[signal] > 0, values[signal], rule.weights[signal]});
    }
    suggestion.channels = evidence.channels(target);
    suggestion.genes = genes_of(evidence, target);
    suggestion.matched_words =
        evidence.index().lexical().matched_words(evidence.lexical_query(), static_cast<std::uint32_t>(target));
    auto const& tags = evidence.tags(target);
    for (auto const& tag : tags.tags) {
        if (std::ranges::find(suggestion.matched_tags, tag) == suggestion.matched_tags.end()) {
            suggestion.matched_tags.push_back(tag);
        }
    }
    suggestion.exact_tags = tags.exact;
    suggestion.fuzzy_tags = tags.fuzzy;
    return suggestion;
}

void conclude(Suggestion& suggestion, std::size_t key_event_genes, config::ScoringConfig const& config)
{
    suggestion.primary_evidence = primary_of(suggestion);
    suggestion.tier = tier_of(suggestion.score, config.tiers);
    suggestion.reason = reason_of(suggestion, key_event_genes);
}

}  // namespace kewp::suggest
