#pragma once

#include "suggest/evaluation.hpp"

#include <string>

namespace kewp::suggest {

/// Tries a grid of settings of mode fused on the tuning half (whatever `request.half` says) and lists, for each kind
/// and hub correction, the two with the highest mean reciprocal rank: the geometric mean over the standards, so that a
/// gain of a tenth counts the same in each.
///
/// The grid: hub correction, weight of names, constant and weights of the fusion. Boosts that follow the fusion are
/// not part of it. Error: those of `gold_from_file`.
[[nodiscard]] Result<std::string> tune(corpus::Corpus const& corpus, Embeddings const& embeddings,
                                       config::ScoringConfig const& config, EvaluationRequest const& request);

}  // namespace kewp::suggest
