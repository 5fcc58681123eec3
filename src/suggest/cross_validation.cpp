#include "suggest/cross_validation.hpp"

#include "suggest/tuning_grid.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <functional>
#include <map>
#include <memory>

namespace kewp::suggest {
namespace {

using config::RankingMode;

constexpr std::array kModes{RankingMode::semantic, RankingMode::hybrid, RankingMode::fused};
using ByMode = std::array<double, kModes.size()>;

/// Sums over the pairs of one standard, and the parts that each mode wins.
struct Tally {
    std::string standard;
    std::size_t pairs = 0;
    ByMode reciprocal_ranks{};
    std::array<std::size_t, kModes.size()> wins{};
    ByMode of_part_sum{};   // of the parts' means, for their mean
    std::size_t parts = 0;  // with pairs
};

/// The sums of every setting for the Key Events of each part.
std::vector<std::map<Setting, Sums>> sums_of_parts(KindIndex const& index, std::map<KeId, KeyEventCase>& cases,
                                                   corpus::Corpus const& corpus, Embeddings const& embeddings,
                                                   config::ScoringConfig const& config, std::size_t standards,
                                                   Fold fold)
{
    std::vector<std::map<Setting, Sums>> parts(fold.of);
    for (auto& [ke, one] : cases) {
        for (fold.number = 0; !is_in(fold, ke);) {
            ++fold.number;
        }
        one.evidence = std::make_unique<Evidence>(
            index, *corpus.find(ke), vectors_of(embeddings, ke, index.kind(), choice_of(index.scoring())), config);
        add(one, correction_by_crowding(), parts[fold.number], standards);
        one.evidence.reset();
    }
    return parts;
}

/// The best setting when the part `left_out` is not looked at.
Setting best_without(std::vector<std::map<Setting, Sums>> const& parts, std::size_t left_out,
                     std::vector<GoldStandard> const& standards, Fold fold)
{
    fold.number = left_out;
    std::vector<std::size_t> pairs;
    for (auto const& standard : standards) {
        pairs.push_back(static_cast<std::size_t>(
            std::ranges::count_if(standard.pairs, [&](GoldPair const& pair) { return !is_in(fold, pair.ke); })));
    }
    std::map<Setting, Sums> all;
    for (std::size_t part = 0; part < parts.size(); ++part) {
        if (part == left_out) {
            continue;
        }
        for (auto const& [setting, sums] : parts[part]) {
            auto& of = all.try_emplace(setting, Sums(standards.size())).first->second;
            std::ranges::transform(of, sums, of.begin(), std::plus{});
        }
    }
    auto const best =
        std::ranges::max_element(all, {}, [&](auto const& one) { return mean_over_standards(one.second, pairs); });
    return best == all.end() ? Setting{} : best->first;
}

config::TargetScoring& scoring_in(config::ScoringConfig& config, corpus::TargetKind kind)
{
    switch (kind) {
        case corpus::TargetKind::wikipathways: return config.wikipathways;
        case corpus::TargetKind::go_bp: return config.go_bp;
        case corpus::TargetKind::go_mf: return config.go_mf;
        case corpus::TargetKind::reactome: break;
    }
    return config.reactome;
}

config::ScoringConfig with(config::ScoringConfig config, Setting const& setting, corpus::TargetKind kind)
{
    auto& scoring = scoring_in(config, kind);
    scoring.name_weight = setting.name_weight;
    scoring.weights.lexical = setting.lexical;
    scoring.weights.gene = setting.gene;
    config.fusion.channel_exponent = setting.exponent;
    config.fusion.rank_constant = setting.rank_constant;
    config.fusion.hubs = tried_hub_corrections()[correction_by_crowding()];
    return config;
}

void add_part(std::vector<KindEvaluation> const& found, std::vector<Tally>& tallies)
{
    for (auto const& evaluation : found) {
        for (std::size_t s = 0; s < evaluation.standards.size(); ++s) {
            auto const& name = evaluation.standards[s].name;
            auto tally = std::ranges::find(tallies, name, &Tally::standard);
            if (tally == tallies.end()) {
                tally = tallies.insert(tallies.end(), {.standard = name});
            }
            ByMode mrr{};
            for (std::size_t m = 0; m < kModes.size(); ++m) {
                mrr[m] = evaluation.modes[m].standards[s].mrr;
                tally->reciprocal_ranks[m] += mrr[m] * static_cast<double>(evaluation.standards[s].pairs.size());
                tally->of_part_sum[m] += mrr[m];
            }
            tally->pairs += evaluation.standards[s].pairs.size();
            ++tally->parts;
            ++tally->wins[static_cast<std::size_t>(std::ranges::max_element(mrr) - mrr.begin())];
        }
    }
}

std::string lines_of(Tally const& tally)
{
    std::string text = fmt::format("  {:16} {:5} pairs, {} parts", tally.standard, tally.pairs, tally.parts);
    for (std::size_t m = 0; m < kModes.size(); ++m) {
        text += fmt::format("   {} {:.3f} (mean of parts {:.3f}, best in {})", name_of(kModes[m]),
                            tally.reciprocal_ranks[m] / static_cast<double>(tally.pairs),
                            tally.of_part_sum[m] / static_cast<double>(tally.parts), tally.wins[m]);
    }
    return text + "\n";
}

}  // namespace

Result<std::string> cross_validate(corpus::Corpus const& corpus, Embeddings const& embeddings,
                                   config::ScoringConfig const& config, EvaluationRequest const& request,
                                   std::uint64_t folds)
{
    auto of_mode = for_evaluation(config, RankingMode::fused);
    of_mode.fusion.hubs = tried_hub_corrections()[correction_by_crowding()];
    std::string text;
    for (auto const kind : request.kinds) {
        if (corpus.targets(kind).empty()) {
            continue;
        }
        KindIndex index{corpus, kind, embeddings.of(kind), of_mode};
        correct_hubs(index, corpus, embeddings, of_mode.fusion.hubs);
        auto const standards = standards_of(index, corpus, request.pairs);
        if (!standards) {
            return fail(standards.error());
        }
        auto cases = cases_of(*standards);
        Fold fold{.number = 0, .of = folds, .seed = request.seed};
        auto const parts = sums_of_parts(index, cases, corpus, embeddings, of_mode, standards->size(), fold);
        text += fmt::format("{} ({} Key Events in {} parts)\n", name_of(kind), cases.size(), folds);
        std::vector<Tally> tallies;
        for (fold.number = 0; fold.number < folds; ++fold.number) {
            auto const best = best_without(parts, fold.number, *standards, fold);
            text += fmt::format(
                "  part {}: name_weight {:.2f} channel_exponent {:g} rank_constant {:g} text {:.2f} gene "
                "{:.2f}\n",
                fold.number + 1, best.name_weight, best.exponent, best.rank_constant, best.lexical, best.gene);
            auto of_part = request;
            of_part.kinds = {kind};
            of_part.modes = {kModes.begin(), kModes.end()};
            of_part.half = Half::all;
            of_part.fold = fold;
            of_part.hubs = false;
            of_part.bootstrap_samples = 0;
            auto const found = evaluate(corpus, embeddings, with(of_mode, best, kind), of_part);
            if (!found) {
                return fail(found.error());
            }
            add_part(*found, tallies);
        }
        for (auto const& tally : tallies) {
            text += lines_of(tally);
        }
    }
    return text;
}

}  // namespace kewp::suggest
