#pragma once

#include "embed/matrix_view.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kewp::suggest {

/// Rows from `begin` up to, not including, `end`.
struct RowRun {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// A matrix and the row that each target has in it.
struct TargetRows {
    embed::MatrixView matrix = {};
    std::vector<std::int32_t> row = {};  // by target; −1: no vector, or one of zeros
    std::vector<RowRun> suggested = {};  // rows of targets that can be suggested, ascending

    [[nodiscard]] bool empty() const { return matrix.rows == 0; }
};

/// Cosines of `query` with the rows that can be suggested, by row; NaN for all others.
[[nodiscard]] std::vector<float> suggested_cosines(TargetRows const& rows, std::span<float const> query);

}  // namespace kewp::suggest
