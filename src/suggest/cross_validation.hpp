#pragma once

#include "suggest/evaluation.hpp"

#include <cstdint>
#include <string>

namespace kewp::suggest {

/// How well mode fused does on Key Events that had no part in choosing its settings.
///
/// Key Events are drawn into `folds` parts. For each part the settings of fused (weight of names, exponent, rank
/// constant, weights of words and genes) are chosen on all the others, by the measure of `tune`, and then fused with
/// these settings, semantic and hybrid are measured on the part. Text: for each kind and standard the mean reciprocal
/// rank of each mode over all parts and how many parts each mode wins, and the settings that were chosen. The
/// correction for hubs is that by crowding throughout. Error: that of `gold_from_file`.
[[nodiscard]] Result<std::string> cross_validate(corpus::Corpus const& corpus, Embeddings const& embeddings,
                                                 config::ScoringConfig const& config, EvaluationRequest const& request,
                                                 std::uint64_t folds);

}  // namespace kewp::suggest
