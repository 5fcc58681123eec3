#pragma once

#include "config/scoring.hpp"
#include "suggest/evidence.hpp"
#include "suggest/suggestion.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace kewp::suggest {

/// The best targets of one kind for one Key Event.
struct Ranking {
    std::vector<Suggestion> suggestions;  // best first, at most the limit
    std::size_t total = 0;                // that passed the thresholds
    bool degraded = false;                // ranked without the embedding that the mode asks for
};

/// Ranks by all signals (`Method::all`), by genes alone or by similarity alone.
///
/// Order of work: weighted sum; for WikiPathways the boost by ontology tags; for GO the boosts by
/// information content, title and direction, and the removal of redundant ancestors; cut to `limit`.
[[nodiscard]] Ranking rank(Evidence const& evidence, Method method, std::size_t limit,
                           config::ScoringConfig const& config);

/// Ranks WikiPathways by ontology tags alone.
[[nodiscard]] Ranking rank_by_tags(Evidence const& evidence, std::size_t limit, config::ScoringConfig const& config);

}  // namespace kewp::suggest
