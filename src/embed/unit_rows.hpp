#pragma once

#include "embed/matrix_view.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace kewp::embed {

/// A norm this far from 1 is not rounding: the row is divided by its norm before use.
inline constexpr double kNormTolerance = 1e-3;

/// What the norms of a matrix's rows show.
struct RowCheck {
    std::optional<std::size_t> not_finite;  ///< the first row with a NaN or an infinity; checking stops there
    std::vector<std::size_t> zero;          ///< rows of zeros: a text that gave no vector
    std::vector<std::size_t> not_unit;      ///< rows to be re-normalised
};

/// Looks at every value once.
[[nodiscard]] RowCheck check_rows(MatrixView matrix);

/// Divides a finite, non-zero row by its norm, computed in double precision.
void normalise_row(std::span<float> row);

/// The rule by which vectors are stored: the norm in single precision (pairwise sums, as numpy adds), then a
/// division in single precision; a zero row stays zero. A row whose squares leave the range of a float is
/// normalised in double precision instead, so that every stored row is a unit vector or zero.
/// `in` and `out` may be the same row.
void normalise_for_storage(std::span<float const> in, std::span<float> out);

}  // namespace kewp::embed
