#pragma once

#include "suggest/target_rows.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace kewp::suggest {

/// Below this length only rounding is left of a unit vector from which others were taken off.
inline constexpr double kLeastLength = 1e-4;

[[nodiscard]] double dot(std::span<float const> a, std::span<float const> b);
/// `to += times·what`
void add(std::span<float> to, std::span<float const> what, float times);
/// To unit length; false when nothing is left.
[[nodiscard]] bool normalise(std::span<float> vector);

/// The mean of the rows that can be suggested.
[[nodiscard]] std::vector<float> mean_row(TargetRows const& rows);

/// The directions in which the rows that can be suggested differ most from `mean`: at most `count` orthonormal vectors,
/// the largest first. Subspace iteration from a fixed start: the same rows give the same vectors.
[[nodiscard]] std::vector<std::vector<float>> principal_components(TargetRows const& rows, std::span<float const> mean,
                                                                   unsigned count);

}  // namespace kewp::suggest
