#include "suggest/hub_correction.hpp"

#include "embed/dot_product.hpp"
#include "embed/matmul.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <random>

namespace kewp::suggest {
namespace {

constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();
constexpr double kLeastLength = 1e-4;        // of a centred unit vector; below, only rounding is left
constexpr std::size_t kLeastKeyEvents = 10;  // fewer say nothing about their mean
constexpr double kCrowded = 0.5;             // crowding from which vectors are corrected
constexpr int kIterations = 12;              // of the subspace; enough where the first components stand out
constexpr std::size_t kBlock = 128;          // rows that are multiplied at once

double dot(std::span<float const> a, std::span<float const> b)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    }
    return sum;
}

void add(std::span<float> to, std::span<float const> what, double times)
{
    for (std::size_t i = 0; i < to.size(); ++i) {
        to[i] += static_cast<float>(times * static_cast<double>(what[i]));
    }
}

/// False when nothing is left.
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

template <class Visit>
void for_each_row(TargetRows const& rows, Visit const& visit)
{
    for (auto const& run : rows.suggested) {
        for (auto row = run.begin; row < run.end; ++row) {
            visit(row);
        }
    }
}

std::vector<float> mean_of(std::size_t cols,
                           std::function<void(std::function<void(std::span<float const>)>)> const& all)
{
    std::vector<double> sum(cols);
    std::size_t count = 0;
    all([&](std::span<float const> row) {
        std::ranges::transform(sum, row, sum.begin(), [](double s, float v) { return s + static_cast<double>(v); });
        ++count;
    });
    std::vector<float> mean(cols);
    std::ranges::transform(sum, mean.begin(), [&](double s) {
        return count == 0 ? 0.0F : static_cast<float>(s / static_cast<double>(count));
    });
    return mean;
}

/// Mean of the `count` largest values; changes their order.
float mean_of_largest(std::span<float> values, std::size_t count)
{
    count = std::min(count, values.size());
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(count), std::greater{});
    auto const largest = values.first(count);
    return std::accumulate(largest.begin(), largest.end(), 0.0F) / static_cast<float>(count);
}

/// Mean cosine of two of the rows: the squared length of their mean. Near 0 when vectors use all directions.
double crowding_of(TargetRows const& rows)
{
    auto const mean = mean_of(rows.matrix.cols, [&](auto const& visit) {
        for_each_row(rows, [&](std::size_t row) { visit(rows.matrix.row(row)); });
    });
    return std::clamp(dot(mean, mean), 0.0, 1.0);
}

}  // namespace

std::vector<float> suggested_cosines(TargetRows const& rows, std::span<float const> query)
{
    std::vector<float> cosines(rows.matrix.rows, kNothing);
    for (auto const& run : rows.suggested) {
        auto const count = run.end - run.begin;
        embed::dot_rows({rows.matrix.row(run.begin).data(), count, rows.matrix.cols}, query,
                        std::span{cosines}.subspan(run.begin, count));
    }
    return cosines;
}

bool is_constant(std::span<float const> values)
{
    auto least = std::numeric_limits<float>::infinity();
    auto most = -least;
    std::size_t count = 0;
    for (auto const value : values) {
        if (!std::isnan(value)) {
            least = std::min(least, value);
            most = std::max(most, value);
            ++count;
        }
    }
    return count > 2 && most - least <= 1e-6F * std::max(std::abs(most), std::abs(least));
}

HubCorrection::HubCorrection(TargetRows const& rows, std::vector<float> key_events,
                             config::HubCorrection const& options)
{
    auto const cols = rows.matrix.cols;
    if (rows.empty() || rows.suggested.empty() || key_events.size() < kLeastKeyEvents * cols ||
        (options.by_crowding && crowding_of(rows) < kCrowded)) {
        return;
    }
    auto const queries = [&](auto const& visit) {
        for (std::size_t at = 0; at < key_events.size(); at += cols) {
            visit(std::span{key_events}.subspan(at, cols));
        }
    };
    if (options.remove_mean) {
        target_mean_ = mean_of(cols, [&](auto const& visit) {
            for_each_row(rows, [&](std::size_t row) { visit(rows.matrix.row(row)); });
        });
        query_mean_ = mean_of(cols, queries);
    } else {
        target_mean_.assign(cols, 0.0F);
        query_mean_.assign(cols, 0.0F);
    }
    find_components(rows, options.components);
    measure_rows(rows);
    std::vector<float> corrected;
    corrected.reserve(key_events.size());
    queries([&](std::span<float const> query) {
        auto const one = corrected_query(query);
        corrected.insert(corrected.end(), one.begin(), one.end());
    });
    measure_hubs(rows, corrected, options);
}

void HubCorrection::find_components(TargetRows const& rows, unsigned count)
{
    auto const cols = rows.matrix.cols;
    count = std::min(count, static_cast<unsigned>(cols));
    std::minstd_rand random{1};
    std::uniform_real_distribution<float> uniform{-1.0F, 1.0F};
    for (unsigned i = 0; i < count; ++i) {
        std::vector<float> one(cols);
        std::ranges::generate(one, [&] { return uniform(random); });
        components_.push_back(std::move(one));
    }
    std::vector<float> centred(cols);
    for (int iteration = 0; count > 0 && iteration < kIterations; ++iteration) {
        std::vector<std::vector<float>> next(count, std::vector<float>(cols));
        for_each_row(rows, [&](std::size_t row) {
            std::ranges::transform(rows.matrix.row(row), target_mean_, centred.begin(), std::minus{});
            for (unsigned i = 0; i < count; ++i) {
                add(next[i], centred, dot(centred, components_[i]));
            }
        });
        components_.clear();
        for (auto& one : next) {  // Gram–Schmidt
            for (auto const& other : components_) {
                add(one, other, -dot(one, other));
            }
            if (normalise(one)) {
                components_.push_back(std::move(one));
            }
        }
        count = static_cast<unsigned>(components_.size());
    }
}

std::vector<float> HubCorrection::corrected_query(std::span<float const> query) const
{
    std::vector<float> corrected(query.begin(), query.end());
    add(corrected, query_mean_, -1.0);
    for (auto const& component : components_) {
        add(corrected, component, -dot(corrected, component));
    }
    return normalise(corrected) ? corrected : std::vector<float>{};
}

void HubCorrection::measure_rows(TargetRows const& rows)
{
    scale_.assign(rows.matrix.rows, kNothing);
    hub_.assign(rows.matrix.rows, 0.0F);
    std::vector<float> centred(rows.matrix.cols);
    for_each_row(rows, [&](std::size_t row) {
        std::ranges::transform(rows.matrix.row(row), target_mean_, centred.begin(), std::minus{});
        auto squares = dot(centred, centred);
        for (auto const& component : components_) {
            auto const along = dot(centred, component);
            squares -= along * along;
        }
        if (squares > kLeastLength * kLeastLength) {
            scale_[row] = static_cast<float>(1.0 / std::sqrt(squares));
        }
    });
}

void HubCorrection::measure_hubs(TargetRows const& rows, std::span<float const> key_events,
                                 config::HubCorrection const& options)
{
    auto const cols = rows.matrix.cols;
    auto const queries = key_events.size() / cols;
    if (queries == 0 || !(options.neighbour_weight > 0)) {
        return;
    }
    // A query is orthogonal to the components and of unit length, so that a row need not be corrected itself: its
    // product with the query, less that of the mean, over what is left of its length is the cosine.
    std::vector<float> of_mean(queries);
    embed::dot_rows({key_events.data(), queries, cols}, target_mean_, of_mean);
    std::vector<float> transposed_free(key_events.begin(), key_events.end());
    std::vector<float> block(kBlock * cols);
    std::vector<float> products(kBlock * queries);
    std::vector<std::size_t> in_block;
    auto const flush = [&] {
        embed::Multiplier::product({block.data(), cols}, {transposed_free.data(), cols}, true,
                                   {products.data(), queries}, in_block.size(), queries, cols, 1.0F);
        for (std::size_t i = 0; i < in_block.size(); ++i) {
            auto const row = in_block[i];
            auto const values = std::span{products}.subspan(i * queries, queries);
            std::ranges::transform(values, of_mean, values.begin(),
                                   [&](float product, float mean) { return (product - mean) * scale_[row]; });
            hub_[row] =
                static_cast<float>(options.neighbour_weight) / 2.0F * mean_of_largest(values, options.neighbours);
        }
        in_block.clear();
    };
    for_each_row(rows, [&](std::size_t row) {
        if (std::isnan(scale_[row])) {
            return;
        }
        std::ranges::copy(rows.matrix.row(row), block.begin() + static_cast<std::ptrdiff_t>(in_block.size() * cols));
        in_block.push_back(row);
        if (in_block.size() == kBlock) {
            flush();
        }
    });
    if (!in_block.empty()) {
        flush();
    }
}

std::vector<float> HubCorrection::similarities(TargetRows const& rows, std::span<float const> query) const
{
    auto const corrected = corrected_query(query);
    if (corrected.empty()) {
        return {};
    }
    auto similarities = suggested_cosines(rows, corrected);
    auto const of_mean = static_cast<float>(dot(corrected, target_mean_));
    for (auto const& run : rows.suggested) {
        for (auto row = run.begin; row < run.end; ++row) {
            similarities[row] = (similarities[row] - of_mean) * scale_[row] - hub_[row];
        }
    }
    return similarities;
}

}  // namespace kewp::suggest
