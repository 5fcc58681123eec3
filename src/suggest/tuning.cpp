#include "suggest/tuning.hpp"

#include "suggest/tuning_grid.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <memory>

namespace kewp::suggest {
namespace {

constexpr std::size_t kShown = 2;  // of each hub correction

std::string lines_of(std::map<Setting, Sums> const& sums, std::vector<GoldStandard> const& standards)
{
    std::vector<std::pair<double, Setting const*>> order;
    std::vector<std::size_t> pairs;
    for (auto const& standard : standards) {
        pairs.push_back(standard.pairs.size());
    }
    auto const mrr = [&](Sums const& of, std::size_t standard) {
        return of[standard] / static_cast<double>(standards[standard].pairs.size());
    };
    for (auto const& [setting, of] : sums) {
        order.emplace_back(mean_over_standards(of, pairs), &setting);
    }
    std::ranges::stable_sort(order, [](auto const& a, auto const& b) { return a.first > b.first; });
    std::string text;
    std::vector<std::size_t> shown(tried_hub_corrections().size());
    for (auto const& [mean, setting] : order) {
        auto const& hubs = tried_hub_corrections()[setting->hubs];
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
        auto standards = standards_of(index, corpus, request.pairs);
        if (!standards) {
            return fail(standards.error());
        }
        for (auto& standard : *standards) {
            std::erase_if(standard.pairs, [](GoldPair const& pair) { return pair.ke.number() % 2 != 0; });
        }
        std::erase_if(*standards, [](GoldStandard const& standard) { return standard.pairs.empty(); });
        auto cases = cases_of(*standards);
        std::map<Setting, Sums> sums;
        for (std::size_t hubs = 0; hubs < tried_hub_corrections().size(); ++hubs) {
            correct_hubs(index, corpus, embeddings, tried_hub_corrections()[hubs]);
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
