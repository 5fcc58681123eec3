#include "suggest/ranking.hpp"

#include "suggest/explanation.hpp"
#include "suggest/filtered_out.hpp"
#include "suggest/go_post.hpp"
#include "suggest/rank_fusion.hpp"
#include "suggest/rounding.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace kewp::suggest {
namespace {

/// A target while it is ranked.
struct Ranked {
    std::size_t target = 0;
    double order = 0.0;   // by which the list is sorted; may be above what a score may be
    double score = 0.0;   // shown
    double merged = 0.0;  // by which redundancy is judged
    std::vector<Adjustment> adjustments = {};
    std::optional<GoEvidence> go = {};
    SignalValues places = {};  // mode fused
};

struct Plan {
    MergeRule rule;
    bool degraded = false;
    bool fused = false;
};

MergeRule only(Signal signal, double max_score)
{
    MergeRule rule{.weights = {}, .max_score = max_score};
    rule.weights[signal] = 1.0;
    return rule;
}

Plan plan_for(Evidence const& evidence, Method method, config::ScoringConfig const& config)
{
    auto const& scoring = evidence.index().scoring();
    auto const no_embedding = evidence.available()[Signal::embedding] <= 0;
    switch (method) {
        case Method::gene: return {only(Signal::gene, config.max_score), false};
        case Method::embedding:
            return {only(no_embedding ? Signal::lexical : Signal::embedding, config.max_score), no_embedding};
        case Method::all: break;
    }
    if (no_embedding && scoring.weights.embedding > 0) {
        auto const rule = MergeRule::from(scoring.degraded_weights, scoring.degraded_min_threshold, config.max_score);
        return {without_embedding(rule, evidence.available()), true};
    }
    return {MergeRule::from(scoring.weights, scoring.min_threshold, config.max_score), false,
            config.mode == config::RankingMode::fused};
}

/// Candidates that pass, unordered.
std::vector<Ranked> merge_all(Evidence const& evidence, MergeRule const& rule, std::span<Signal const> left_out = {})
{
    std::vector<Ranked> ranked;
    for (std::size_t target = 0; target < evidence.index().size(); ++target) {
        if (!evidence.index().can_be_suggested(target)) {
            continue;
        }
        auto signals = evidence.signals(target);
        if (rule.weights[Signal::lexical] <= 0) {
            signals[Signal::lexical] = 0.0;  // shown, but no evidence that the bonus is for
        }
        for (auto const signal : left_out) {
            signals[signal] = 0.0;
        }
        if (auto const score = merged_score(signals, rule)) {
            ranked.push_back({.target = target, .order = *score, .score = *score, .merged = *score});
        }
    }
    return ranked;
}

/// The same by the places in the rankings of each signal. `rule` receives the weights that counted, `weak` what fails
/// the threshold.
std::vector<Ranked> fuse_all(Evidence const& evidence, MergeRule& rule, config::RankFusion const& fusion,
                             std::vector<TooWeak>* weak = nullptr)
{
    SignalValues used;
    auto const fused = fuse(evidence.ranking_values(), rule.weights, fusion.rank_constant, used);
    rule.weights = used;
    rule.multi_evidence_bonus = 0.0;
    std::vector<Ranked> ranked;
    for (auto const& one : fused) {
        auto const score = std::min(one.score, rule.max_score);
        if (score >= rule.min_threshold) {
            ranked.push_back({.target = one.target,
                              .order = one.score,
                              .score = rounded(score, 4),
                              .merged = rounded(score, 4),
                              .places = one.places});
        } else if (weak != nullptr) {
            weak->push_back({one.target, rounded(score, 4)});
        }
    }
    return ranked;
}

void sort_ranked(std::vector<Ranked>& ranked, corpus::TargetSet const& targets)
{
    std::ranges::sort(ranked, [&](Ranked const& a, Ranked const& b) {
        return a.order != b.order ? a.order > b.order : targets[a.target].id < targets[b.target].id;
    });
}

void boost_by_tags(std::vector<Ranked>& ranked, Evidence const& evidence, config::ScoringConfig const& config)
{
    for (auto& one : ranked) {
        auto const tags = evidence.tags(one.target).score;
        if (tags > 0 && config.ontology.post_combine_boost > 0) {
            auto const factor = 1.0 + config.ontology.post_combine_boost * tags;
            one.order = one.score * factor;
            one.score = rounded(std::min(config.max_score, one.order), 4);
            one.adjustments.push_back({"ontology_boost", factor});
        }
    }
}

Direction direction_of(corpus::Target const& term)
{
    if (term.direction == "positive") {
        return Direction::positive;
    }
    if (term.direction == "negative") {
        return Direction::negative;
    }
    return term.direction.empty() ? go_direction(term.title) : Direction::unspecified;
}

void adjust_terms(std::vector<Ranked>& ranked, Evidence const& evidence, config::ScoringConfig const& config,
                  bool by_name = true)
{
    auto const& scoring = evidence.index().scoring();
    auto const& title = evidence.key_event().title;
    auto const clean_title = clean(strip_direction(title));
    auto const key_event_points = key_event_direction(title);
    for (auto& one : ranked) {
        auto const& term = evidence.index().targets()[one.target];
        if (scoring.hierarchy.enabled && scoring.hierarchy.ic_weight > 0 && term.ic) {
            one.merged = boost_by_information(one.score, *term.ic, scoring.hierarchy.ic_weight, config.max_score);
            one.adjustments.push_back({"information_content", 1.0 + scoring.hierarchy.ic_weight * *term.ic});
        }
        auto const& name = evidence.index().clean_name(one.target);
        GoEvidence go;
        go.term = direction_of(term);
        go.key_event = key_event_points;
        go.title_match = compare_names(name, clean_title);
        go.regulation_proxy = is_regulation(name);
        go.directions_match = direction_matches(go.key_event, go.term);
        auto const by_title = by_name ? title_factor(go.title_match, name, scoring.title_match) : 1.0;
        auto const by_direction = direction_factor(go.directions_match, scoring.directionality);
        if (by_title != 1.0) {
            one.adjustments.push_back({"title_match", by_title});
        }
        if (by_direction != 1.0) {
            one.adjustments.push_back({"direction", by_direction});
        }
        one.order = one.merged * by_title * by_direction;
        one.score = rounded(std::min(config.max_score, one.order), 4);
        one.go = go;
    }
}

/// What is dropped is added to `out`.
void drop_redundant_ancestors(std::vector<Ranked>& ranked, Evidence const& evidence, std::size_t limit,
                              std::vector<FilteredOut>& out)
{
    auto const& hierarchy = evidence.index().scoring().hierarchy;
    if (!hierarchy.enabled) {
        return;
    }
    auto const& targets = evidence.index().targets();
    std::vector<RankedTerm> terms;
    terms.reserve(ranked.size());
    for (auto const& one : ranked) {
        terms.push_back({one.target, one.merged, one.go->title_match != NameMatch::none});
    }
    auto const is_ancestor = [&](std::size_t a, std::size_t b) {
        return std::ranges::binary_search(targets[b].ancestors, targets[a].id);
    };
    std::vector<Ranked> kept;
    std::vector<std::pair<std::size_t, std::size_t>> dropped;
    auto const picked =
        pick_without_redundant_ancestors(terms, limit, hierarchy.redundancy_threshold, is_ancestor, &dropped);
    for (auto const& [ancestor, descendant] : dropped) {
        auto const& by = targets[ranked[descendant].target];
        out.push_back({&targets[ranked[ancestor].target], targets.kind(), "redundant_ancestor",
                       fmt::format("its descendant {} ({}) says as much", by.id.str(), by.title),
                       ranked[ancestor].score});
    }
    for (auto const at : picked) {
        kept.push_back(std::move(ranked[at]));
    }
    ranked = std::move(kept);
}

Ranking finish(std::vector<Ranked>& ranked, std::size_t total, Plan const& plan, Evidence const& evidence,
               std::size_t limit, config::ScoringConfig const& config)
{
    Ranking ranking{.suggestions = {}, .total = total, .degraded = plan.degraded};
    ranked.erase(ranked.begin() + static_cast<std::ptrdiff_t>(std::min(limit, ranked.size())), ranked.end());
    for (auto& one : ranked) {
        auto suggestion = describe(evidence, one.target, plan.rule);
        suggestion.score = one.score;
        suggestion.adjustments = std::move(one.adjustments);
        suggestion.go = one.go;
        auto const evident = std::ranges::count_if(suggestion.signals, [](SignalPart const& part) {
            return part.value > 0 && (part.signal != Signal::lexical || part.weight > 0);
        });
        for (auto& part : suggestion.signals) {
            part.place = plan.fused ? one.places[part.signal] : 0.0;
            part.contribution =
                part.weight * (plan.fused ? share_of_place(part.place, config.fusion.rank_constant) : part.value);
        }
        suggestion.bonus = evident >= 2 ? plan.rule.multi_evidence_bonus : 0.0;
        conclude(suggestion, evidence.key_event().genes.size(), config);
        ranking.suggestions.push_back(std::move(suggestion));
    }
    return ranking;
}

}  // namespace

Ranking rank(Evidence const& evidence, Method method, std::size_t limit, config::ScoringConfig const& config,
             Explain explain)
{
    auto const& index = evidence.index();
    auto plan = plan_for(evidence, method, config);
    std::vector<TooWeak> weak;
    auto ranked = plan.fused ? fuse_all(evidence, plan.rule, config.fusion, explain == Explain::yes ? &weak : nullptr)
                             : merge_all(evidence, plan.rule);
    auto const total = ranked.size();
    auto const is_go = resource_of(index.kind()) == Resource::go;
    if (is_go) {
        adjust_terms(ranked, evidence, config);
    } else if (index.kind() == corpus::TargetKind::wikipathways && method == Method::all && !plan.degraded) {
        boost_by_tags(ranked, evidence, config);
    }
    sort_ranked(ranked, index.targets());
    std::vector<FilteredOut> out;
    if (is_go) {
        drop_redundant_ancestors(ranked, evidence, limit, out);
    }
    auto ranking = finish(ranked, total, plan, evidence, limit, config);
    if (explain == Explain::yes) {
        auto const is_full = limit > 0 && ranking.suggestions.size() >= limit;
        auto const least = is_full ? ranking.suggestions.back().score : plan.rule.min_threshold;
        ranking.filtered_out = filtered_out(evidence, {plan.rule, plan.fused, least, is_full}, config, limit);
        if (!is_full) {
            auto const failed = filtered_by_threshold(index, weak, plan.rule.min_threshold, limit);
            ranking.filtered_out.insert(ranking.filtered_out.end(), failed.begin(), failed.end());
        }
        ranking.filtered_out.insert(ranking.filtered_out.end(), out.begin(), out.end());
    }
    return ranking;
}

std::vector<std::size_t> full_order(Evidence const& evidence, config::ScoringConfig const& config,
                                    std::span<Signal const> left_out)
{
    auto plan = plan_for(evidence, Method::all, config);
    for (auto const signal : left_out) {
        plan.rule.weights[signal] = 0.0;
    }
    auto const counts = [&](Signal signal) { return std::ranges::find(left_out, signal) == left_out.end(); };
    auto ranked = plan.fused ? fuse_all(evidence, plan.rule, config.fusion) : merge_all(evidence, plan.rule, left_out);
    if (resource_of(evidence.index().kind()) == Resource::go) {
        adjust_terms(ranked, evidence, config, counts(Signal::lexical));
    } else if (evidence.index().kind() == corpus::TargetKind::wikipathways && !plan.degraded &&
               counts(Signal::ontology)) {
        boost_by_tags(ranked, evidence, config);
    }
    sort_ranked(ranked, evidence.index().targets());
    std::vector<std::size_t> order;
    order.reserve(ranked.size());
    for (auto const& one : ranked) {
        order.push_back(one.target);
    }
    return order;
}

Ranking rank_by_tags(Evidence const& evidence, std::size_t limit, config::ScoringConfig const& config)
{
    Plan const plan{only(Signal::ontology, config.max_score), false};
    auto ranked = merge_all(evidence, plan.rule);
    auto const total = ranked.size();
    sort_ranked(ranked, evidence.index().targets());
    return finish(ranked, total, plan, evidence, limit, config);
}

}  // namespace kewp::suggest
