#pragma once

#include "config/scoring.hpp"

#include <optional>

namespace kewp::suggest {

/// Score of a cosine: `b = (cosine + 1) / 2`, then `b^exponent` (power), `b·factor` (linear) or `b`,
/// clipped to [output_min, output_max].
///
/// Cosines of the published BioBERT lie between 0.7 and 0.95 for nearly any two texts; the power spreads them.
[[nodiscard]] double transform_cosine(double cosine, config::ScoreTransform const& transform);

/// Scores of a target's two vectors, each missing when the target or the Key Event has no such vector.
struct ChannelScores {
    std::optional<double> name;
    std::optional<double> text;
};

/// `name_weight·name + (1 − name_weight)·text`. A missing channel's weight goes to the other; nothing
/// when both are missing: a constant in its place would rank at random.
[[nodiscard]] std::optional<double> combine_channels(ChannelScores const& scores, double name_weight);

}  // namespace kewp::suggest
