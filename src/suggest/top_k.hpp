#pragma once

#include "embed/matrix_view.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace kewp::suggest {

/// A row and its score.
struct Scored {
    std::size_t row = 0;
    float score = 0;

    friend bool operator==(Scored const&, Scored const&) = default;
};

/// Cosine similarity of `query` with every row of `matrix`, best `k` first.
///
/// `query` has `matrix.cols` values; rows and query are unit vectors, so a dot
/// product is the cosine. Ties go to the smaller row. O(rows·cols + rows·log k).
/// Fewer than `k` rows give as many results as there are rows. Runs on the calling
/// thread alone; the same input on the same machine gives the same bits every time.
/// Throws std::invalid_argument when the sizes do not fit.
[[nodiscard]] std::vector<Scored> top_k(embed::MatrixView matrix, std::span<float const> query, std::size_t k);

/// The best `k` of scores computed before; element i belongs to row i. Same order, same ties. A NaN is no
/// score: its row is left out.
[[nodiscard]] std::vector<Scored> top_k(std::span<float const> scores, std::size_t k);

/// The cosines of all rows, for callers that combine several before they choose. Same conditions.
[[nodiscard]] std::vector<float> cosines(embed::MatrixView matrix, std::span<float const> query);

}  // namespace kewp::suggest
