#include "suggest/filtered_out.hpp"

#include "suggest/rank_fusion.hpp"
#include "suggest/rounding.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <functional>

namespace kewp::suggest {
namespace {

/// Scores that targets would have, whether or not they can be suggested.
class WouldBe {
public:
    WouldBe(Evidence const& evidence, ListMaking const& making, config::ScoringConfig const& config)
        : evidence_(&evidence), rule_(making.rule), constant_(config.fusion.rank_constant), fused_(making.fused)
    {
        rule_.min_threshold = 0.0;
        if (!fused_) {
            return;
        }
        for (std::size_t target = 0; target < evidence.index().size(); ++target) {
            if (evidence.index().can_be_suggested(target)) {
                auto const values = evidence.signals(target);
                for (auto const signal : kSignals) {
                    if (values[signal] > 0) {
                        ranked_[static_cast<std::size_t>(signal)].push_back(values[signal]);
                    }
                }
            }
        }
        for (auto& values : ranked_) {
            std::ranges::sort(values, std::greater{});
        }
    }

    [[nodiscard]] double score(std::size_t target) const
    {
        auto values = evidence_->signals(target);
        if (fused_) {
            double sum = 0.0;
            for (auto const signal : kSignals) {
                auto const& ranked = ranked_[static_cast<std::size_t>(signal)];
                auto const before = std::ranges::lower_bound(ranked, values[signal], std::greater{}) - ranked.begin();
                auto const place = values[signal] > 0 ? static_cast<double>(before + 1) : 0.0;
                sum += rule_.weights[signal] * share_of_place(place, constant_);
            }
            return rounded(std::min(sum, rule_.max_score), 4);
        }
        if (rule_.weights[Signal::lexical] <= 0) {
            values[Signal::lexical] = 0.0;
        }
        return merged_score(values, rule_).value_or(0.0);
    }

private:
    Evidence const* evidence_;
    MergeRule rule_;
    double constant_;
    bool fused_;
    std::array<std::vector<double>, std::size(kSignals)> ranked_;  // of those that can be suggested, descending
};

FilteredOut described(KindIndex const& index, std::size_t target, double score, config::ScoringConfig const& config)
{
    auto const& size = config.gene_set_size;
    FilteredOut out{.target = &index.targets()[target],
                    .kind = index.kind(),
                    .filter = "gene_set_size",
                    .reason = {},
                    .score = score};
    switch (index.exclusion(target)) {
        case Exclusion::too_few_genes:
            out.reason = fmt::format("it has {} genes, fewer than {}", *index.filtered_size(target), size.min_genes);
            break;
        case Exclusion::too_many_genes:
            out.reason = fmt::format("it has {} genes, more than {}", *index.filtered_size(target), size.max_genes);
            break;
        case Exclusion::size_unknown: out.reason = "the number of its genes is not known"; break;
        case Exclusion::states_direction:
            out.filter = "states_direction";
            out.reason = "its name states a direction; the term without it is suggested instead";
            break;
        case Exclusion::none: break;
    }
    return out;
}

FilteredOut below_threshold(KindIndex const& index, TooWeak const& weak, double threshold)
{
    return {.target = &index.targets()[weak.target],
            .kind = index.kind(),
            .filter = "threshold",
            .reason = fmt::format("its score {:.4f} is below {}, the least of a suggestion", weak.score, threshold),
            .score = weak.score};
}

void keep_best(std::vector<FilteredOut>& list, std::size_t most)
{
    std::ranges::sort(list, [](FilteredOut const& a, FilteredOut const& b) {
        return a.score != b.score ? a.score > b.score : a.target->id < b.target->id;
    });
    list.resize(std::min(list.size(), most));
}

}  // namespace

std::vector<FilteredOut> filtered_out(Evidence const& evidence, ListMaking const& making,
                                      config::ScoringConfig const& config, std::size_t most)
{
    auto const& index = evidence.index();
    WouldBe const would_be{evidence, making, config};
    std::vector<FilteredOut> excluded;
    std::vector<TooWeak> weak;
    for (std::size_t target = 0; target < index.size(); ++target) {
        auto const score = would_be.score(target);
        if (!(score > 0)) {
            continue;
        }
        if (index.can_be_suggested(target)) {
            if (!making.fused && !making.is_full && score < making.rule.min_threshold) {
                weak.push_back({target, score});
            }
        } else if (score >= making.least_score) {
            excluded.push_back(described(index, target, score, config));
        }
    }
    keep_best(excluded, most);
    auto const too_weak = filtered_by_threshold(index, weak, making.rule.min_threshold, most);
    excluded.insert(excluded.end(), too_weak.begin(), too_weak.end());
    return excluded;
}

std::vector<FilteredOut> filtered_by_threshold(KindIndex const& index, std::vector<TooWeak> const& weak,
                                               double threshold, std::size_t most)
{
    std::vector<FilteredOut> out;
    out.reserve(weak.size());
    for (auto const& one : weak) {
        out.push_back(below_threshold(index, one, threshold));
    }
    keep_best(out, most);
    return out;
}

}  // namespace kewp::suggest
