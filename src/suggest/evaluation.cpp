#include "suggest/evaluation.hpp"

#include "suggest/ranking.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <unordered_map>

namespace kewp::suggest {
namespace {

using config::RankingMode;
using config::ScoringConfig;

constexpr std::size_t kListed = 5;  // targets of a Key Event whose repetition makes a hub
constexpr std::size_t kHubs = 10;

bool is_in(Half half, KeId ke)
{
    return half == Half::all || (ke.number() % 2 == 0) == (half == Half::tuning);
}

double mean(std::vector<double> const& values)
{
    double sum = 0.0;
    for (auto const value : values) {
        sum += value;
    }
    return values.empty() ? 0.0 : sum / static_cast<double>(values.size());
}

/// Sum and number of reciprocal ranks of one Key Event.
struct Share {
    double sum = 0.0;
    std::size_t count = 0;
};

double resampled(std::vector<Share> const& shares, std::mt19937_64& random)
{
    std::uniform_int_distribution<std::size_t> pick{0, shares.size() - 1};
    Share all;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        auto const& one = shares[pick(random)];
        all.sum += one.sum;
        all.count += one.count;
    }
    return all.sum / static_cast<double>(all.count);
}

/// Places of the pairs of all standards, for one mode.
class ModeRun {
public:
    ModeRun(corpus::Corpus const& corpus, Embeddings const& embeddings, ScoringConfig const& config,
            corpus::TargetKind kind)
        : embeddings_(&embeddings), config_(&config), index_(corpus, kind, embeddings.of(kind), config)
    {
        if (config.mode == RankingMode::fused && config.embeddings_enabled) {
            correct_hubs(index_, corpus, embeddings, config.fusion.hubs);
        }
    }

    [[nodiscard]] KindIndex const& index() const { return index_; }
    [[nodiscard]] Evidence evidence(corpus::KeyEvent const& ke) const
    {
        return {index_, ke, vectors_of(*embeddings_, ke.id, index_.kind(), choice_of(index_.scoring())), *config_};
    }
    [[nodiscard]] ScoringConfig const& config() const { return *config_; }

private:
    Embeddings const* embeddings_;
    ScoringConfig const* config_;
    KindIndex index_;
};

std::vector<PairRank> ranks_of(GoldStandard const& standard, ModeRun const& run, corpus::Corpus const& corpus)
{
    std::vector<PairRank> ranks;
    for (auto at = standard.pairs.begin(); at != standard.pairs.end();) {
        auto const end =
            std::ranges::find_if(at, standard.pairs.end(), [&](GoldPair const& pair) { return pair.ke != at->ke; });
        auto const order = full_order(run.evidence(*corpus.find(at->ke)), run.config(), standard.left_out);
        std::unordered_map<std::size_t, std::size_t> place;
        for (std::size_t i = 0; i < order.size(); ++i) {
            place.emplace(order[i], i + 1);
        }
        for (; at != end; ++at) {
            auto const found = place.find(at->target);
            ranks.push_back({*at, found == place.end() ? 0 : found->second});
        }
    }
    return ranks;
}

HubMeasures hubs_of(ModeRun const& run, corpus::Corpus const& corpus)
{
    std::vector<std::vector<std::size_t>> lists;
    for (auto const& ke : corpus.key_events()) {
        auto order = full_order(run.evidence(ke), run.config(), {});
        order.resize(std::min(order.size(), kListed));
        lists.push_back(std::move(order));
    }
    return measure_hubs(lists, run.index().size());
}

}  // namespace

char const* name_of(Half half)
{
    switch (half) {
        case Half::tuning: return "tuning";
        case Half::held_out: return "held-out";
        case Half::all: break;
    }
    return "all";
}

bool is_in(Fold const& fold, KeId ke)
{
    // The finalizer of SplitMix64: neighbouring numbers go to unlike parts.
    auto mixed = ke.number() + fold.seed * 0x9E3779B97F4A7C15U;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return (mixed ^ (mixed >> 31U)) % fold.of == fold.number;
}

Measures measure(std::vector<PairRank> ranks, std::size_t samples, std::uint64_t seed)
{
    Measures measures;
    measures.pairs = ranks.size();
    std::map<KeId, Share> by_key_event;
    std::vector<double> reciprocal;
    for (auto const& one : ranks) {
        auto const value = one.rank == 0 ? 0.0 : 1.0 / static_cast<double>(one.rank);
        reciprocal.push_back(value);
        auto& share = by_key_event[one.pair.ke];
        share.sum += value;
        ++share.count;
        for (std::size_t i = 0; i < kRecallAt.size(); ++i) {
            measures.recall[i] +=
                one.rank > 0 && one.rank <= kRecallAt[i] ? 1.0 / static_cast<double>(ranks.size()) : 0;
        }
    }
    measures.key_events = by_key_event.size();
    measures.mrr = mean(reciprocal);
    measures.mrr_low = measures.mrr_high = measures.mrr;
    if (samples > 0 && !by_key_event.empty()) {
        std::vector<Share> shares;
        for (auto const& [ke, share] : by_key_event) {
            shares.push_back(share);
        }
        std::mt19937_64 random{seed};
        std::vector<double> draws(samples);
        std::ranges::generate(draws, [&] { return resampled(shares, random); });
        std::ranges::sort(draws);
        auto const at = [&](double part) {
            return draws[static_cast<std::size_t>(part * static_cast<double>(samples - 1))];
        };
        measures.mrr_low = at(0.025);
        measures.mrr_high = at(0.975);
    }
    measures.ranks = std::move(ranks);
    return measures;
}

HubMeasures measure_hubs(std::vector<std::vector<std::size_t>> const& lists, std::size_t targets)
{
    HubMeasures measures;
    std::vector<std::size_t> listed(targets);
    double sum = 0.0;
    for (std::size_t i = 0; i < lists.size(); ++i) {
        for (auto const target : lists[i]) {
            ++listed[target];
        }
        for (std::size_t j = 0; j < i; ++j) {
            auto const common = std::ranges::count_if(
                lists[i], [&](std::size_t target) { return std::ranges::find(lists[j], target) != lists[j].end(); });
            auto const all = static_cast<double>(lists[i].size() + lists[j].size()) - static_cast<double>(common);
            sum += all > 0 ? static_cast<double>(common) / all : 0.0;
        }
    }
    auto const pairs = static_cast<double>(lists.size()) * (static_cast<double>(lists.size()) - 1.0) / 2.0;
    measures.mean_jaccard = pairs > 0 ? sum / pairs : 0.0;
    for (std::size_t target = 0; target < targets; ++target) {
        if (listed[target] > 0) {
            measures.hubs.push_back({target, static_cast<double>(listed[target]) / static_cast<double>(lists.size())});
        }
    }
    std::ranges::stable_sort(measures.hubs, std::greater{}, &HubMeasures::Hub::share);
    measures.hubs.resize(std::min(measures.hubs.size(), kHubs));
    return measures;
}

ScoringConfig for_evaluation(ScoringConfig const& config, RankingMode mode)
{
    auto made = config.mode == mode ? config : ScoringConfig::for_mode(mode);
    if (config.mode != mode) {
        made.embeddings_enabled = config.embeddings_enabled;
        made.gene_set_size = config.gene_set_size;
        made.gene_scoring = config.gene_scoring;
        made.transform = config.transform;
    }
    for (auto* const target : {&made.wikipathways, &made.go_bp, &made.go_mf, &made.reactome}) {
        target->min_threshold = target->degraded_min_threshold = 0.0;
        target->embedding_min_threshold = target->gene_min_threshold = 0.0;
    }
    return made;
}

Result<std::vector<KindEvaluation>> evaluate(corpus::Corpus const& corpus, Embeddings const& embeddings,
                                             ScoringConfig const& config, EvaluationRequest const& request)
{
    std::vector<KindEvaluation> all;
    for (auto const kind : request.kinds) {
        if (corpus.targets(kind).empty()) {
            continue;
        }
        KindEvaluation found;
        found.kind = kind;
        for (auto const mode : request.modes) {
            auto const of_mode = for_evaluation(config, mode);
            ModeRun const run{corpus, embeddings, of_mode, kind};
            auto const& index = run.index();
            if (found.modes.empty()) {
                found.with_vectors = !index.name_rows().empty() || !index.text_rows().empty();
                for (std::size_t target = 0; target < index.size(); ++target) {
                    found.suggested += index.can_be_suggested(target) ? 1 : 0;
                }
                found.standards = {gold_by_genes(index, corpus), gold_by_titles(index, corpus)};
                for (auto const& file : request.pairs) {
                    auto standard = gold_from_file(file, index, corpus);
                    if (standard) {
                        found.standards.push_back(std::move(*standard));
                    } else if (request.kinds.size() == 1 || standard.error().code != ErrorCode::corrupt) {
                        return fail(standard.error());  // of several kinds, a file need not have pairs of each
                    }
                }
                for (auto& standard : found.standards) {
                    std::erase_if(standard.pairs, [&](GoldPair const& pair) {
                        return !is_in(request.half, pair.ke) || (request.fold && !is_in(*request.fold, pair.ke));
                    });
                }
                std::erase_if(found.standards, [](GoldStandard const& standard) { return standard.pairs.empty(); });
            }
            KindEvaluation::OfMode of{mode, {}, {}};
            for (auto const& standard : found.standards) {
                of.standards.push_back(
                    measure(ranks_of(standard, run, corpus), request.bootstrap_samples, request.seed));
            }
            if (request.hubs) {
                of.hubs = hubs_of(run, corpus);
            }
            found.modes.push_back(std::move(of));
        }
        all.push_back(std::move(found));
    }
    return all;
}

}  // namespace kewp::suggest
