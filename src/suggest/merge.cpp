#include "suggest/merge.hpp"

#include "suggest/rounding.hpp"

#include <algorithm>
#include <cmath>

namespace kewp::suggest {

char const* name_of(Signal signal)
{
    switch (signal) {
        case Signal::gene: return "gene";
        case Signal::lexical: return "lexical";
        case Signal::embedding: return "embedding";
        case Signal::ontology: break;
    }
    return "ontology";
}

std::size_t SignalValues::present() const
{
    return static_cast<std::size_t>(std::ranges::count_if(values_, [](double value) { return value > 0; }));
}

MergeRule MergeRule::from(config::SignalWeights const& weights, double min_threshold, double max_score)
{
    MergeRule rule{.weights = {},
                   .multi_evidence_bonus = weights.multi_evidence_bonus,
                   .min_threshold = min_threshold,
                   .max_score = max_score};
    rule.weights[Signal::gene] = weights.gene;
    rule.weights[Signal::lexical] = weights.lexical;
    rule.weights[Signal::embedding] = weights.embedding;
    rule.weights[Signal::ontology] = weights.ontology;
    return rule;
}

MergeRule without_embedding(MergeRule rule, SignalValues const& available)
{
    double all = 0.0;
    for (auto const signal : kSignals) {
        all += rule.weights[signal];
    }
    rule.weights[Signal::lexical] += rule.weights[Signal::embedding];
    rule.weights[Signal::embedding] = 0.0;
    double left = 0.0;
    for (auto const signal : kSignals) {
        rule.weights[signal] = available[signal] > 0 ? rule.weights[signal] : 0.0;
        left += rule.weights[signal];
    }
    for (auto const signal : kSignals) {
        rule.weights[signal] *= left > 0 ? all / left : 0.0;
    }
    return rule;
}

std::optional<double> merged_score(SignalValues const& signals, MergeRule const& rule)
{
    double sum = 0.0;
    for (auto const signal : kSignals) {
        sum += rule.weights[signal] * signals[signal];
    }
    if (!(sum > 0)) {
        return std::nullopt;  // nothing that counts speaks for it, whatever the threshold
    }
    if (signals.present() >= 2) {
        sum += rule.multi_evidence_bonus;
    }
    sum = std::min(sum, rule.max_score);
    if (!std::isfinite(sum) || sum < rule.min_threshold) {
        return std::nullopt;
    }
    return rounded(sum, 4);
}

std::vector<Candidate> merge(std::span<Candidate const> candidates, MergeRule const& rule)
{
    std::vector<Candidate> merged;
    for (auto const& candidate : candidates) {
        if (auto const score = merged_score(candidate.signals, rule)) {
            merged.push_back({candidate.id, candidate.signals, *score});
        }
    }
    std::ranges::sort(merged, [](Candidate const& a, Candidate const& b) {
        return a.score != b.score ? a.score > b.score : a.id < b.id;
    });
    return merged;
}

}  // namespace kewp::suggest
