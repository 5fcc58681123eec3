#pragma once

#include "suggest/merge.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace kewp::suggest {

/// The place of each value among all, 1 for the largest; equal values share the mean of their places, so that the
/// order of the input is without effect. 0 for a NaN: it has no place.
[[nodiscard]] std::vector<float> places_of(std::span<float const> values);

/// What a place is worth, in (0, 1]: `(constant + 1)/(constant + place)`; 0 without a place.
[[nodiscard]] double share_of_place(double place, double constant);

/// A target in the fused ranking.
struct FusedTarget {
    std::size_t target = 0;
    double score = 0.0;   // Σ weight·share, in [0, 1]
    SignalValues places;  // 0: not in that ranking
};

/// Fuses rankings by weighted reciprocal rank.
///
/// `values`: for each signal, its values by target, NaN for targets that it does not rank; empty when it is not
/// available. A signal whose values are all the same is left out. `weights` are scaled to a sum of 1 over what is
/// left. Returns every target with a place, in the order of the targets; `used` receives the scaled weights.
[[nodiscard]] std::vector<FusedTarget> fuse(std::array<std::vector<float>, std::size(kSignals)> const& values,
                                            SignalValues const& weights, double rank_constant, SignalValues& used);

}  // namespace kewp::suggest
