#include "embed/unit_rows.hpp"

#include "embed/dot_product.hpp"

#include <algorithm>
#include <cmath>

namespace kewp::embed {

namespace {

double squared_norm(std::span<float const> row)
{
    double sum = 0;
    for (float const value : row) {
        sum += static_cast<double>(value) * static_cast<double>(value);
    }
    return sum;
}

/// Pairwise summation: blocks of up to 128 values in eight running sums, longer rows halved at a multiple of 8.
float pairwise_squares(std::span<float const> row)
{
    constexpr std::size_t kLanes = 8;
    constexpr std::size_t kBlock = 128;
    if (row.size() > kBlock) {
        std::size_t const half = row.size() / 2 / kLanes * kLanes;
        return pairwise_squares(row.first(half)) + pairwise_squares(row.subspan(half));
    }
    float sum = 0;
    std::size_t at = 0;
    if (row.size() >= kLanes) {
        float sums[kLanes] = {};
        for (; at + kLanes <= row.size(); at += kLanes) {
            for (std::size_t lane = 0; lane < kLanes; ++lane) {
                sums[lane] += row[at + lane] * row[at + lane];
            }
        }
        sum = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
    }
    for (; at < row.size(); ++at) {
        sum += row[at] * row[at];
    }
    return sum;
}

bool is_zero(std::span<float const> row)
{
    return std::all_of(row.begin(), row.end(), [](float value) { return value == 0.0F; });
}

}  // namespace

RowCheck check_rows(MatrixView matrix)
{
    std::vector<float> squares(matrix.rows);
    squared_norms(matrix, squares);
    RowCheck check;
    for (std::size_t i = 0; i < matrix.rows; ++i) {
        // A NaN or an infinity anywhere in a row makes its sum one; so does an overflow, told apart below.
        if (std::abs(std::sqrt(static_cast<double>(squares[i])) - 1.0) <= kNormTolerance) {
            continue;
        }
        auto const row = matrix.row(i);
        if (!std::isfinite(squares[i]) &&
            !std::all_of(row.begin(), row.end(), [](float value) { return std::isfinite(value); })) {
            check.not_finite = i;
            return check;
        }
        (is_zero(row) ? check.zero : check.not_unit).push_back(i);
    }
    return check;
}

void normalise_row(std::span<float> row)
{
    double const norm = std::sqrt(squared_norm(row));
    for (float& value : row) {
        value = static_cast<float>(static_cast<double>(value) / norm);
    }
}

void normalise_for_storage(std::span<float const> in, std::span<float> out)
{
    float const norm = std::sqrt(pairwise_squares(in));
    bool const in_range = std::isnormal(norm * norm);
    float const divisor = in_range ? norm : 1.0F;
    std::transform(in.begin(), in.end(), out.begin(), [divisor](float value) { return value / divisor; });
    if (!in_range && !is_zero(out)) {
        normalise_row(out);
    }
}

}  // namespace kewp::embed
