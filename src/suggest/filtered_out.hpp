#pragma once

#include "config/scoring.hpp"
#include "suggest/evidence.hpp"
#include "suggest/merge.hpp"
#include "suggest/suggestion.hpp"

#include <vector>

namespace kewp::suggest {

/// How a list was made, for looking at what is not in it.
struct ListMaking {
    MergeRule rule;
    bool fused = false;
    double least_score = 0.0;  // of the list when it is full, else the threshold
    bool is_full = false;
};

/// A target whose score is too low for a list, and that score.
struct TooWeak {
    std::size_t target = 0;
    double score = 0.0;
};

/// Those of `weak`, best first, at most `most`, that fail `threshold`.
[[nodiscard]] std::vector<FilteredOut> filtered_by_threshold(KindIndex const& index, std::vector<TooWeak> const& weak,
                                                             double threshold, std::size_t most);

/// Targets that the filters by gene-set size and by direction keep from a list although their signals would have
/// earned them a place, and, where a list by weighted sums is not full, those that fail its threshold; best first, at
/// most `most` of each. (Mode fused knows its own: `filtered_by_threshold`.) `evidence` must be of all targets. In mode
/// fused a target's place in a ranking is where it would stand among those that can be suggested, by its similarity
/// before hubs are corrected.
[[nodiscard]] std::vector<FilteredOut> filtered_out(Evidence const& evidence, ListMaking const& making,
                                                    config::ScoringConfig const& config, std::size_t most);

}  // namespace kewp::suggest
