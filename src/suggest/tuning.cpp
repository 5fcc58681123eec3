#include "suggest/tuning.hpp"

#include "suggest/rank_fusion.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <memory>

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
constexpr std::size_t kShown = 2;  // of each hub correction

/// Sums of reciprocal ranks by standard.
using Sums = std::vector<double>;

struct Setting {
    std::size_t hubs;
    double name_weight;
    double exponent;
    double rank_constant;
    double lexical;
    double gene;

    auto operator<=>(Setting const&) const = default;
};

/// The pairs of one Key Event in one standard.
struct Wanted {
    std::size_t standard;
    std::vector<Signal> left_out;
    std::vector<std::size_t> targets;
};

bool leaves_out(Wanted const& wanted, Signal signal)
{
    return std::ranges::find(wanted.left_out, signal) != wanted.left_out.end();
}

struct KeyEventCase {
    std::unique_ptr<Evidence> evidence;
    std::vector<Wanted> wanted;
};

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
                                               EvaluationRequest const& request)
{
    std::vector<GoldStandard> standards{gold_by_genes(index, corpus), gold_by_titles(index, corpus)};
    for (auto const& file : request.pairs) {
        auto standard = gold_from_file(file, index, corpus);
        if (standard) {
            standards.push_back(std::move(*standard));
        } else if (standard.error().code != ErrorCode::corrupt) {
            return fail(standard.error());
        }
    }
    for (auto& standard : standards) {
        std::erase_if(standard.pairs, [](GoldPair const& pair) { return pair.ke.number() % 2 != 0; });
    }
    std::erase_if(standards, [](GoldStandard const& standard) { return standard.pairs.empty(); });
    return standards;
}

std::string lines_of(std::map<Setting, Sums> const& sums, std::vector<GoldStandard> const& standards)
{
    std::vector<std::pair<double, Setting const*>> order;
    auto const mrr = [&](Sums const& of, std::size_t standard) {
        return of[standard] / static_cast<double>(standards[standard].pairs.size());
    };
    for (auto const& [setting, of] : sums) {
        double logs = 0.0;
        for (std::size_t s = 0; s < standards.size(); ++s) {
            logs += std::log(std::max(mrr(of, s), 1e-9));
        }
        order.emplace_back(std::exp(logs / static_cast<double>(standards.size())), &setting);
    }
    std::ranges::stable_sort(order, [](auto const& a, auto const& b) { return a.first > b.first; });
    std::string text;
    std::array<std::size_t, std::size(kHubs)> shown{};
    for (auto const& [mean, setting] : order) {
        auto const& hubs = kHubs[setting->hubs];
        if (++shown[setting->hubs] > kShown) {
            continue;
        }
        text += fmt::format(
            "  {:.4f}  remove_mean {} components {} neighbour_weight {:.2f} by_crowding {} name_weight {:.2f} "
            "channel_exponent {:g} "
            "rank_constant {:g} text {:.2f} gene {:.2f} ",
            mean, hubs.remove_mean, hubs.components, hubs.neighbour_weight, hubs.by_crowding, setting->name_weight,
            setting->exponent, setting->rank_constant, setting->lexical, setting->gene);
        for (std::size_t s = 0; s < standards.size(); ++s) {
            text += fmt::format(" {} {:.4f}", standards[s].name, mrr(sums.at(*setting), s));
        }
        text += '\n';
    }
    return text;
}

}  // namespace

Result<std::string> tune(corpus::Corpus const& corpus, Embeddings const& embeddings,
                         config::ScoringConfig const& config, EvaluationRequest const& request)
{
    auto const of_mode = for_evaluation(config, config::RankingMode::fused);
    std::string text;
    for (auto const kind : request.kinds) {
        if (corpus.targets(kind).empty()) {
            continue;
        }
        KindIndex index{corpus, kind, embeddings.of(kind), of_mode};
        auto const standards = standards_of(index, corpus, request);
        if (!standards) {
            return fail(standards.error());
        }
        std::map<KeId, KeyEventCase> cases;
        for (std::size_t s = 0; s < standards->size(); ++s) {
            for (auto const& pair : (*standards)[s].pairs) {
                auto& wanted = cases[pair.ke].wanted;
                if (wanted.empty() || wanted.back().standard != s) {
                    wanted.push_back({s, (*standards)[s].left_out, {}});
                }
                wanted.back().targets.push_back(pair.target);
            }
        }
        std::map<Setting, Sums> sums;
        for (std::size_t hubs = 0; hubs < std::size(kHubs); ++hubs) {
            correct_hubs(index, corpus, embeddings, kHubs[hubs]);
            for (auto& [ke, one] : cases) {
                if (!one.evidence) {
                    one.evidence = std::make_unique<Evidence>(
                        index, *corpus.find(ke), vectors_of(embeddings, ke, kind, choice_of(index.scoring())), of_mode);
                }
                add(one, hubs, sums, standards->size());
            }
        }
        text += fmt::format("{} ({} Key Events with an even number)\n{}", name_of(kind), cases.size(),
                            lines_of(sums, *standards));
    }
    return text;
}

}  // namespace kewp::suggest
