#pragma once

#include "config/scoring.hpp"
#include "suggest/evidence.hpp"
#include "suggest/suggestion.hpp"

#include <cstddef>
#include <string>

namespace kewp::suggest {

/// Everything about a target that does not depend on how it was ranked: signals with the weights of
/// `rule`, genes, words and tags.
[[nodiscard]] Suggestion describe(Evidence const& evidence, std::size_t target, MergeRule const& rule);

/// Fills `primary_evidence`, `tier` and `reason` from the other members.
void conclude(Suggestion& suggestion, std::size_t key_event_genes, config::ScoringConfig const& config);

}  // namespace kewp::suggest
