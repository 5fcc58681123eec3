#include "suggest/tuning_grid.hpp"

#include "suggest/rank_fusion.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace kewp::suggest {
namespace {

constexpr double kNameWeights[] = {0.3, 0.5, 0.85};
constexpr double kExponents[] = {1, 4, 16, 32};
constexpr double kRankConstants[] = {1, 5, 20};
constexpr double kWeights[] = {0.0, 0.25, 0.5, 1.0};  // of words and genes, when similarity has 1
constexpr config::HubCorrection kHubs[] = {
    {false, 0, 10, 0.0, false}, {true, 0, 10, 0.0, false}, {true, 0, 10, 0.5, false},
    {true, 0, 10, 1.0, false},  {true, 3, 10, 1.0, false}, {true, 3, 10, 1.0, true},
};

bool leaves_out(KeyEventCase::Wanted const& wanted, Signal signal)
{
    return std::ranges::find(wanted.left_out, signal) != wanted.left_out.end();
}

double sum_of_reciprocal_ranks(std::vector<FusedTarget> const& fused, std::vector<std::size_t> const& targets)
{
    double sum = 0.0;
    for (auto const target : targets) {
        auto const at = std::ranges::find(fused, target, &FusedTarget::target);
        if (at != fused.end()) {
            auto const before =
                std::ranges::count_if(fused, [&](FusedTarget const& other) { return other.score > at->score; });
            sum += 1.0 / static_cast<double>(before + 1);
        }
    }
    return sum;
}

/// Shares of the places of one signal in the fused score.
std::vector<double> shares_of(std::vector<float> const& values, double constant)
{
    std::vector<double> shares(values.size());
    std::ranges::transform(places_of(values), shares.begin(),
                           [&](float place) { return share_of_place(static_cast<double>(place), constant); });
    return shares;
}

}  // namespace

std::span<config::HubCorrection const> tried_hub_corrections()
{
    return kHubs;
}

std::size_t correction_by_crowding()
{
    return std::size(kHubs) - 1;
}

void add(KeyEventCase const& one, std::size_t hubs, std::map<Setting, Sums>& sums, std::size_t standards)
{
    auto const at = [](Signal signal) { return static_cast<std::size_t>(signal); };
    std::vector<ChannelMix> mixes;
    for (auto const name_weight : kNameWeights) {
        for (auto const exponent : kExponents) {
            mixes.push_back({name_weight, exponent});
        }
    }
    for (auto const& mix : mixes) {
        auto const values = one.evidence->ranking_values(mix);
        for (auto const constant : kRankConstants) {
            auto const embedding = shares_of(values[at(Signal::embedding)], constant);
            auto const lexical = shares_of(values[at(Signal::lexical)], constant);
            auto const gene = shares_of(values[at(Signal::gene)], constant);
            auto const size = std::max({embedding.size(), lexical.size(), gene.size()});
            auto const value = [](std::vector<double> const& shares, std::size_t target) {
                return shares.empty() ? 0.0 : shares[target];
            };
            for (auto const lexical_weight : kWeights) {
                for (auto const gene_weight : kWeights) {
                    Setting const setting{hubs, mix.name_weight, mix.exponent, constant, lexical_weight, gene_weight};
                    auto& of_setting = sums.try_emplace(setting, Sums(standards)).first->second;
                    for (auto const& wanted : one.wanted) {
                        auto const l = leaves_out(wanted, Signal::lexical) ? 0.0 : lexical_weight;
                        auto const g = leaves_out(wanted, Signal::gene) ? 0.0 : gene_weight;
                        std::vector<FusedTarget> fused;
                        fused.reserve(size);
                        for (std::size_t target = 0; target < size; ++target) {
                            auto const score =
                                value(embedding, target) + l * value(lexical, target) + g * value(gene, target);
                            if (score > 0) {
                                fused.push_back({target, score, {}});
                            }
                        }
                        of_setting[wanted.standard] += sum_of_reciprocal_ranks(fused, wanted.targets);
                    }
                }
            }
        }
    }
}

Result<std::vector<GoldStandard>> standards_of(KindIndex const& index, corpus::Corpus const& corpus,
                                               std::vector<std::filesystem::path> const& pairs)
{
    std::vector<GoldStandard> standards{gold_by_genes(index, corpus), gold_by_titles(index, corpus)};
    for (auto const& file : pairs) {
        auto standard = gold_from_file(file, index, corpus);
        if (standard) {
            standards.push_back(std::move(*standard));
        } else if (standard.error().code != ErrorCode::corrupt) {
            return fail(standard.error());
        }
    }
    std::erase_if(standards, [](GoldStandard const& standard) { return standard.pairs.empty(); });
    return standards;
}

std::map<KeId, KeyEventCase> cases_of(std::vector<GoldStandard> const& standards)
{
    std::map<KeId, KeyEventCase> cases;
    for (std::size_t s = 0; s < standards.size(); ++s) {
        for (auto const& pair : standards[s].pairs) {
            auto& wanted = cases[pair.ke].wanted;
            if (wanted.empty() || wanted.back().standard != s) {
                wanted.push_back({s, standards[s].left_out, {}});
            }
            wanted.back().targets.push_back(pair.target);
        }
    }
    return cases;
}

double mean_over_standards(Sums const& sums, std::span<std::size_t const> pairs)
{
    double logs = 0.0;
    std::size_t counted = 0;
    for (std::size_t s = 0; s < sums.size(); ++s) {
        if (pairs[s] > 0) {
            logs += std::log(std::max(sums[s] / static_cast<double>(pairs[s]), 1e-9));
            ++counted;
        }
    }
    return counted == 0 ? 0.0 : std::exp(logs / static_cast<double>(counted));
}

}  // namespace kewp::suggest
