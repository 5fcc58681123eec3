#include "embed/dot_product.hpp"
#include "suggest/top_k.hpp"

#include <algorithm>
#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>
#include <numeric>
#include <random>
#include <stdexcept>

namespace kewp::suggest {
namespace {

using embed::Kernel;
using embed::MatrixView;
using testing::ElementsAre;
using testing::IsEmpty;

/// Random unit rows.
struct Vectors {
    std::size_t rows;
    std::size_t cols;
    std::vector<float> values = std::vector<float>(rows * cols);

    Vectors(std::size_t row_count, std::size_t col_count, unsigned seed) : rows(row_count), cols(col_count)
    {
        std::minstd_rand random(seed);
        std::normal_distribution<float> normal;
        std::generate(values.begin(), values.end(), [&] { return normal(random); });
        for (std::size_t i = 0; i < rows; ++i) {
            auto const row = std::span(values).subspan(i * cols, cols);
            auto const norm = std::sqrt(std::inner_product(row.begin(), row.end(), row.begin(), 0.0F));
            std::transform(row.begin(), row.end(), row.begin(), [norm](float value) { return value / norm; });
        }
    }
    [[nodiscard]] MatrixView view() const { return {values.data(), rows, cols}; }
};

double exact_dot(std::span<float const> a, std::span<float const> b)
{
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

TEST(DotProduct, AgreesWithDoublePrecisionInEveryKernelAndForEveryLength)
{
    for (auto const kernel : {Kernel::portable, Kernel::avx2, Kernel::avx512}) {
        if (!embed::runs_here(kernel)) {
            continue;
        }
        for (std::size_t cols = 1; cols <= 770; cols += cols < 140 ? 1 : 63) {
            Vectors const rows(5, cols, 3);
            Vectors const query(1, cols, 4);
            std::vector<float> products(rows.rows);
            std::vector<float> squares(rows.rows);
            embed::dot_rows(rows.view(), query.values, products, kernel);
            embed::squared_norms(rows.view(), squares, kernel);
            for (std::size_t i = 0; i < rows.rows; ++i) {
                EXPECT_NEAR(products[i], exact_dot(rows.view().row(i), query.values), 1e-6) << cols;
                EXPECT_NEAR(squares[i], 1, 1e-5) << cols;
            }
        }
    }
}

TEST(DotProduct, ReadsNothingBeyondTheLastRow)
{
    // Exact heap blocks, so that a sanitizer sees a read past the end; the NaN would show in a result.
    for (auto const kernel : {Kernel::portable, Kernel::avx2, Kernel::avx512}) {
        for (std::size_t cols = 1; cols <= 70 && embed::runs_here(kernel); ++cols) {
            std::vector<float> values(2 * cols, std::numeric_limits<float>::quiet_NaN());
            std::fill_n(values.begin(), cols, 1.0F);
            std::vector<float> const query(cols, 1.0F);
            std::vector<float> out(1);
            embed::dot_rows({values.data(), 1, cols}, query, out, kernel);
            EXPECT_EQ(out[0], static_cast<float>(cols));
        }
    }
}

TEST(DotProduct, RefusesSizesThatDoNotFit)
{
    Vectors const rows(2, 4, 1);
    std::vector<float> out(2);
    std::vector<float> short_out(1);
    std::vector<float> const query(4);
    EXPECT_THROW(embed::dot_rows(rows.view(), std::span(query).first(3), out), std::invalid_argument);
    EXPECT_THROW(embed::dot_rows(rows.view(), query, short_out), std::invalid_argument);
    EXPECT_THROW(embed::squared_norms(rows.view(), short_out), std::invalid_argument);
    EXPECT_TRUE(embed::runs_here(embed::best_kernel()));
}

TEST(TopK, AgreesWithADoublePrecisionSort)
{
    Vectors const rows(997, 768, 5);
    Vectors const query(1, 768, 6);
    std::vector<std::pair<double, std::size_t>> expected;
    for (std::size_t i = 0; i < rows.rows; ++i) {
        expected.emplace_back(-exact_dot(rows.view().row(i), query.values), i);
    }
    std::sort(expected.begin(), expected.end());
    for (std::size_t const k : {1U, 2U, 10U, 996U, 997U, 5000U}) {
        auto const best = top_k(rows.view(), query.values, k);
        ASSERT_EQ(best.size(), std::min<std::size_t>(k, rows.rows));
        for (std::size_t i = 0; i < best.size(); ++i) {
            // Scores closer than rounding may change places; the value at each place may not change.
            EXPECT_NEAR(best[i].score, -expected[i].first, 1e-6);
            EXPECT_NEAR(best[i].score, exact_dot(rows.view().row(best[i].row), query.values), 1e-6);
        }
    }
}

TEST(TopK, GivesTheSameBitsEveryTime)
{
    Vectors const rows(300, 100, 8);
    Vectors const query(1, 100, 9);
    EXPECT_EQ(top_k(rows.view(), query.values, 50), top_k(rows.view(), query.values, 50));
}

TEST(TopK, PutsTiesInRowOrder)
{
    // 40 copies of one row amid others: equal rows have equal scores wherever they stand.
    Vectors rows(200, 37, 10);
    for (std::size_t i = 3; i < rows.rows; i += 5) {
        std::copy_n(rows.values.begin(), rows.cols, rows.values.begin() + static_cast<std::ptrdiff_t>(i * rows.cols));
    }
    auto const best = top_k(rows.view(), std::span(rows.values).first(rows.cols), 20);
    ASSERT_EQ(best.size(), 20U);
    EXPECT_EQ(best[0].row, 0U);
    for (std::size_t i = 1; i < best.size(); ++i) {
        EXPECT_EQ(best[i].row, 3 + (i - 1) * 5);
        EXPECT_EQ(best[i].score, best[0].score);
    }
}

TEST(TopK, ChoosesFromScores)
{
    std::vector<float> const scores{0.5F, 0.9F, 0.5F, -1.0F, 0.9F, 0.7F};
    EXPECT_THAT(top_k(scores, 4), ElementsAre(Scored{1, 0.9F}, Scored{4, 0.9F}, Scored{5, 0.7F}, Scored{0, 0.5F}));
    EXPECT_THAT(top_k(scores, 100).back(), (Scored{3, -1.0F}));
}

TEST(TopK, LeavesOutScoresThatAreNotNumbers)
{
    float const nan = std::numeric_limits<float>::quiet_NaN();
    std::vector<float> const scores{nan, 0.1F, nan, 0.2F, nan};
    EXPECT_THAT(top_k(scores, 2), ElementsAre(Scored{3, 0.2F}, Scored{1, 0.1F}));
    EXPECT_THAT(top_k(scores, 9), ElementsAre(Scored{3, 0.2F}, Scored{1, 0.1F}));
}

TEST(TopK, GivesNothingForNoRowsOrNoneWanted)
{
    Vectors const rows(3, 4, 1);
    EXPECT_THAT(top_k(rows.view(), std::vector<float>(4), 0), IsEmpty());
    EXPECT_THAT(top_k(MatrixView{nullptr, 0, 4}, std::vector<float>(4), 5), IsEmpty());
    EXPECT_THAT(top_k(std::span<float const>(), 5), IsEmpty());
}

TEST(TopK, RanksAScaledQueryTheSame)
{
    Vectors const rows(500, 64, 11);
    Vectors const query(1, 64, 12);
    auto scaled = query.values;
    for (float& value : scaled) {
        value *= 5;
    }
    auto const best = top_k(rows.view(), query.values, 10);
    auto const same = top_k(rows.view(), scaled, 10);
    for (std::size_t i = 0; i < best.size(); ++i) {
        EXPECT_EQ(best[i].row, same[i].row);
    }
}

}  // namespace
}  // namespace kewp::suggest
