#pragma once

#include "config/scoring.hpp"
#include "suggest/evidence.hpp"
#include "suggest/suggestion.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace kewp::suggest {

/// The best targets of one kind for one Key Event.
struct Ranking {
    std::vector<Suggestion> suggestions;         // best first, at most the limit
    std::size_t total = 0;                       // that passed the thresholds
    bool degraded = false;                       // ranked without the embedding that the mode asks for
    std::vector<FilteredOut> filtered_out = {};  // when asked for
};

/// Whether to say what is not in the list; the evidence must then be of all targets.
enum class Explain { no, yes };

/// Ranks by all signals (`Method::all`), by genes alone or by similarity alone.
///
/// Order of work: weighted sum; for WikiPathways the boost by ontology tags; for GO the boosts by
/// information content, title and direction, and the removal of redundant ancestors; cut to `limit`.
[[nodiscard]] Ranking rank(Evidence const& evidence, Method method, std::size_t limit,
                           config::ScoringConfig const& config, Explain explain = Explain::no);

/// The numbers of all targets that pass, best first, without cut and without the removal of ancestors: for
/// `kewp evaluate`. `left_out`: signals that must not count; with `lexical` a GO term's name does not either.
[[nodiscard]] std::vector<std::size_t> full_order(Evidence const& evidence, config::ScoringConfig const& config,
                                                  std::span<Signal const> left_out);

/// Ranks WikiPathways by ontology tags alone.
[[nodiscard]] Ranking rank_by_tags(Evidence const& evidence, std::size_t limit, config::ScoringConfig const& config);

}  // namespace kewp::suggest
