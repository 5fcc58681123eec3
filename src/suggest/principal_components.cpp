#include "suggest/principal_components.hpp"

#include "embed/dot_product.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace kewp::suggest {
namespace {

constexpr int kIterations = 12;      // of the subspace; enough where the first components stand out
constexpr std::size_t kBlock = 256;  // rows that are looked at together: they stay in the cache

/// Gram–Schmidt; a vector of which nothing is left is left out.
std::vector<std::vector<float>> orthonormal(std::vector<std::vector<float>> vectors)
{
    std::vector<std::vector<float>> made;
    for (auto& one : vectors) {
        for (auto const& other : made) {
            add(one, other, static_cast<float>(-dot(one, other)));
        }
        if (normalise(one)) {
            made.push_back(std::move(one));
        }
    }
    return made;
}

/// `Σ (row − mean)·((row − mean)·component)` of each component.
std::vector<std::vector<float>> spread_along(TargetRows const& rows, std::span<float const> mean,
                                             std::vector<std::vector<float>> const& components)
{
    auto const cols = rows.matrix.cols;
    std::vector<std::vector<float>> next(components.size(), std::vector<float>(cols));
    std::vector<float> of_mean;
    std::vector<double> all(components.size());
    for (auto const& component : components) {
        of_mean.push_back(static_cast<float>(dot(mean, component)));
    }
    std::vector<float> along(kBlock);
    for (auto const& run : rows.suggested) {
        for (auto begin = run.begin; begin < run.end; begin += kBlock) {
            auto const count = std::min(kBlock, run.end - begin);
            for (std::size_t i = 0; i < components.size(); ++i) {
                embed::dot_rows({rows.matrix.row(begin).data(), count, cols}, components[i],
                                std::span{along}.first(count));
                for (std::size_t k = 0; k < count; ++k) {
                    auto const centred = along[k] - of_mean[i];
                    add(next[i], rows.matrix.row(begin + k), centred);
                    all[i] += static_cast<double>(centred);
                }
            }
        }
    }
    for (std::size_t i = 0; i < components.size(); ++i) {
        add(next[i], mean, static_cast<float>(-all[i]));
    }
    return next;
}

}  // namespace

double dot(std::span<float const> a, std::span<float const> b)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    }
    return sum;
}

void add(std::span<float> to, std::span<float const> what, float times)
{
    for (std::size_t i = 0; i < to.size(); ++i) {
        to[i] += times * what[i];
    }
}

bool normalise(std::span<float> vector)
{
    auto const length = std::sqrt(dot(vector, vector));
    if (!(length > kLeastLength)) {
        return false;
    }
    for (auto& value : vector) {
        value = static_cast<float>(static_cast<double>(value) / length);
    }
    return true;
}

std::vector<float> mean_row(TargetRows const& rows)
{
    std::vector<double> sum(rows.matrix.cols);
    std::size_t count = 0;
    for (auto const& run : rows.suggested) {
        for (auto row = run.begin; row < run.end; ++row, ++count) {
            std::ranges::transform(sum, rows.matrix.row(row), sum.begin(),
                                   [](double s, float v) { return s + static_cast<double>(v); });
        }
    }
    std::vector<float> mean(sum.size());
    std::ranges::transform(sum, mean.begin(), [&](double s) {
        return count == 0 ? 0.0F : static_cast<float>(s / static_cast<double>(count));
    });
    return mean;
}

std::vector<std::vector<float>> principal_components(TargetRows const& rows, std::span<float const> mean,
                                                     unsigned count)
{
    std::minstd_rand random{1};
    std::uniform_real_distribution<float> uniform{-1.0F, 1.0F};
    std::vector<std::vector<float>> components;
    for (unsigned i = 0; i < std::min<std::size_t>(count, rows.matrix.cols); ++i) {
        std::vector<float> one(rows.matrix.cols);
        std::ranges::generate(one, [&] { return uniform(random); });
        components.push_back(std::move(one));
    }
    for (int iteration = 0; !components.empty() && iteration < kIterations; ++iteration) {
        components = orthonormal(spread_along(rows, mean, components));
    }
    return components;
}

}  // namespace kewp::suggest
