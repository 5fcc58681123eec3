#pragma once

#include "suggest/embedding_files.hpp"
#include "suggest/evidence.hpp"
#include "suggest/gold_standard.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kewp::suggest {

/// Key Events that a measurement looks at: those with an even number are for tuning, the others are held out.
enum class Half { all, tuning, held_out };

[[nodiscard]] char const* name_of(Half half);

/// One of several parts into which Key Events are drawn by lot, `seed` being the lot; no part depends on their order.
struct Fold {
    std::uint64_t number = 0;
    std::uint64_t of = 5;
    std::uint64_t seed = 1;
};

[[nodiscard]] bool is_in(Fold const& fold, KeId ke);

inline constexpr std::array<std::size_t, 4> kRecallAt = {1, 5, 10, 20};

/// A pair and its place in the ranking of its Key Event.
struct PairRank {
    GoldPair pair;
    std::size_t rank = 0;  // 1 is the best; 0: not ranked at all
};

/// How well one ranking mode finds the pairs of one standard.
struct Measures {
    std::size_t pairs = 0;
    std::size_t key_events = 0;
    double mrr = 0.0;      // mean of 1/rank over pairs
    double mrr_low = 0.0;  // 95 % interval, bootstrap over Key Events
    double mrr_high = 0.0;
    std::array<double, std::size(kRecallAt)> recall{};
    std::vector<PairRank> ranks;
};

/// Means over `ranks`; the interval is that of `samples` draws of Key Events with replacement from the fixed `seed`.
[[nodiscard]] Measures measure(std::vector<PairRank> ranks, std::size_t samples, std::uint64_t seed);

/// The same targets for every Key Event?
struct HubMeasures {
    struct Hub {
        std::size_t target = 0;
        double share = 0.0;  // of Key Events that have it among their first five
    };
    double mean_jaccard = 0.0;  // of the first five of two Key Events, over all pairs of Key Events
    std::vector<Hub> hubs;      // the ten most frequent, most frequent first
};

/// `lists`: the first five targets of each Key Event.
[[nodiscard]] HubMeasures measure_hubs(std::vector<std::vector<std::size_t>> const& lists, std::size_t targets);

struct EvaluationRequest {
    std::vector<std::filesystem::path> pairs;  // tables of curated pairs; none: the weak standards alone
    std::vector<config::RankingMode> modes;
    std::vector<corpus::TargetKind> kinds;
    Half half = Half::all;
    std::optional<Fold> fold = {};  // measure its Key Events only
    bool hubs = true;
    std::size_t bootstrap_samples = 1000;
    std::uint64_t seed = 1;
};

/// What was found out about one kind of targets.
struct KindEvaluation {
    struct OfMode {
        config::RankingMode mode;
        std::vector<Measures> standards;  // in the order of `standards`
        HubMeasures hubs;
    };
    corpus::TargetKind kind = corpus::TargetKind::wikipathways;
    std::size_t suggested = 0;  // targets that can be suggested
    bool with_vectors = false;
    std::vector<GoldStandard> standards;  // those with pairs in the half
    std::vector<OfMode> modes;
};

/// Measures the modes of a request against pairs from files and against the weak standards that the data give.
///
/// Thresholds are off in all modes, redundant ancestors stay and nothing is cut: what is compared is the order.
/// `config` gives everything that is not of a mode; for its own mode all of it.
/// Error: those of `gold_from_file`.
[[nodiscard]] Result<std::vector<KindEvaluation>> evaluate(corpus::Corpus const& corpus, Embeddings const& embeddings,
                                                           config::ScoringConfig const& config,
                                                           EvaluationRequest const& request);

/// `config` as mode `mode` has it, without thresholds.
[[nodiscard]] config::ScoringConfig for_evaluation(config::ScoringConfig const& config, config::RankingMode mode);

/// Text for people, JSON for scripts, and a picture: MRR with its interval by mode, one panel for each standard.
[[nodiscard]] std::string to_text(std::vector<KindEvaluation> const& found, corpus::Corpus const& corpus,
                                  EvaluationRequest const& request);
[[nodiscard]] std::string to_json(std::vector<KindEvaluation> const& found, corpus::Corpus const& corpus,
                                  EvaluationRequest const& request);
[[nodiscard]] std::string to_svg(std::vector<KindEvaluation> const& found);

}  // namespace kewp::suggest
