#include "suggest/hub_correction.hpp"

#include "embed/dot_product.hpp"
#include "embed/matmul.hpp"
#include "suggest/principal_components.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <new>
#include <numeric>
#include <utility>

namespace kewp::suggest {
namespace {

constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();
constexpr std::size_t kLeastKeyEvents = 10;  // fewer say nothing about their mean
constexpr double kCrowded = 0.5;             // crowding from which vectors are corrected
constexpr std::size_t kCrowd = 1'000;        // rows that are looked at for it
constexpr std::size_t kBlock = 128;          // rows that are multiplied at once
constexpr std::size_t kHeaderBytes = 64;

template <class Visit>
void for_each_row(TargetRows const& rows, Visit const& visit)
{
    for (auto const& run : rows.suggested) {
        for (auto row = run.begin; row < run.end; ++row) {
            visit(row);
        }
    }
}

/// Mean of the `count` largest values; changes their order.
float mean_of_largest(std::span<float> values, std::size_t count)
{
    count = std::min(count, values.size());
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(count), std::greater{});
    auto const largest = values.first(count);
    return std::accumulate(largest.begin(), largest.end(), 0.0F) / static_cast<float>(count);
}

/// Mean cosine of two of the rows, of a thousand spread evenly over them: the squared length of their mean. Near 0 when
/// vectors use all directions.
double crowding_of(TargetRows const& rows)
{
    std::size_t all = 0;
    for_each_row(rows, [&](std::size_t) { ++all; });
    auto const step = std::max<std::size_t>(1, all / kCrowd);
    TargetRows some{.matrix = rows.matrix};
    std::size_t number = 0;
    for_each_row(rows, [&](std::size_t row) {
        if (number++ % step == 0) {
            some.suggested.push_back({row, row + 1});
        }
    });
    auto const mean = mean_row(some);
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

HubCorrection::HubCorrection(TargetRows const& rows, std::size_t key_events, config::HubCorrection const& options)
{
    if (rows.empty() || rows.suggested.empty() || key_events < kLeastKeyEvents ||
        (options.by_crowding && crowding_of(rows) < kCrowded)) {
        return;
    }
    options_ = options;
    options_.components = std::min(options.components, static_cast<unsigned>(rows.matrix.cols));
    cols_ = rows.matrix.cols;
    rows_ = rows.matrix.rows;
    auto const floats = (2 + options_.components) * cols_ + (3 + options_.components) * rows_;
    auto region = SharedRegion::create(kHeaderBytes + floats * sizeof(float));
    if (!region) {
        throw std::bad_alloc{};
    }
    region_ = std::move(*region);
    header_ = new (region_.data()) Header{};
}

HubCorrection::HubCorrection(TargetRows const& rows, std::vector<float> const& key_events,
                             config::HubCorrection const& options)
    : HubCorrection(rows, rows.matrix.cols == 0 ? 0 : key_events.size() / rows.matrix.cols, options)
{
    make(rows, key_events);
}

std::span<float> HubCorrection::floats(std::size_t begin, std::size_t count) const
{
    return {reinterpret_cast<float*>(region_.data() + kHeaderBytes) + begin, count};
}

std::span<float> HubCorrection::by_row(std::size_t which) const
{
    return floats((2 + options_.components) * cols_ + which * rows_, rows_);
}

void HubCorrection::make(TargetRows const& rows, std::vector<float> const& key_events) const
{
    if (!pending()) {
        return;
    }
    if (options_.remove_mean) {
        std::ranges::copy(mean_row(rows), target_mean().begin());
        TargetRows const queries{.matrix = {key_events.data(), key_events.size() / cols_, cols_},
                                 .suggested = {{0, key_events.size() / cols_}}};
        std::ranges::copy(mean_row(queries), query_mean().begin());
    }
    auto const components = principal_components(rows, target_mean(), options_.components);
    for (std::size_t i = 0; i < components.size(); ++i) {
        std::ranges::copy(components[i], component(i).begin());
    }
    header_->components = static_cast<std::uint32_t>(components.size());
    measure_rows(rows);
    std::vector<float> corrected;
    corrected.reserve(key_events.size());
    for (std::size_t at = 0; at < key_events.size(); at += cols_) {
        auto const one = freed(std::span{key_events}.subspan(at, cols_));
        corrected.insert(corrected.end(), one.vector.begin(), one.vector.end());
    }
    measure_hubs(rows, corrected);
    header_->ready = true;
}

HubCorrection::Freed HubCorrection::freed(std::span<float const> query) const
{
    Freed made{.vector = {query.begin(), query.end()}, .along = {}};
    add(made.vector, query_mean(), -1.0F);
    for (std::size_t i = 0; i < header_->components; ++i) {
        made.along.push_back(static_cast<float>(dot(made.vector, component(i))));
        add(made.vector, component(i), -made.along.back());
    }
    made.length = std::sqrt(dot(made.vector, made.vector));
    if (!normalise(made.vector)) {
        made.vector.clear();
    }
    return made;
}

void HubCorrection::measure_rows(TargetRows const& rows) const
{
    auto const scale = by_row(0);
    std::ranges::fill(scale, kNothing);
    std::vector<float> centred(cols_);
    for_each_row(rows, [&](std::size_t row) {
        auto const values = rows.matrix.row(row);
        std::ranges::transform(values, target_mean(), centred.begin(), std::minus{});
        auto squares = dot(centred, centred);
        for (std::size_t i = 0; i < header_->components; ++i) {
            auto const along = dot(centred, component(i));
            squares -= along * along;
            by_row(3 + i)[row] = static_cast<float>(dot(values, component(i)));
        }
        by_row(2)[row] = static_cast<float>(dot(values, query_mean()));
        if (squares > kLeastLength * kLeastLength) {
            scale[row] = static_cast<float>(1.0 / std::sqrt(squares));
        }
    });
}

void HubCorrection::measure_hubs(TargetRows const& rows, std::span<float const> key_events) const
{
    auto const queries = key_events.size() / cols_;
    if (queries == 0 || !(options_.neighbour_weight > 0)) {
        return;
    }
    auto const scale = by_row(0);
    auto const hub = by_row(1);
    // A query is orthogonal to the components and of unit length, so that a row need not be corrected itself: its
    // product with the query, less that of the mean, over what is left of its length is the cosine.
    std::vector<float> of_mean(queries);
    embed::dot_rows({key_events.data(), queries, cols_}, target_mean(), of_mean);
    std::vector<float> transposed_free(key_events.begin(), key_events.end());
    std::vector<float> block(kBlock * cols_);
    std::vector<float> products(kBlock * queries);
    std::vector<std::size_t> in_block;
    auto const flush = [&] {
        embed::Multiplier::product({block.data(), cols_}, {transposed_free.data(), cols_}, true,
                                   {products.data(), queries}, in_block.size(), queries, cols_, 1.0F);
        for (std::size_t i = 0; i < in_block.size(); ++i) {
            auto const row = in_block[i];
            auto const values = std::span{products}.subspan(i * queries, queries);
            std::ranges::transform(values, of_mean, values.begin(),
                                   [&](float product, float mean) { return (product - mean) * scale[row]; });
            hub[row] =
                static_cast<float>(options_.neighbour_weight) / 2.0F * mean_of_largest(values, options_.neighbours);
        }
        in_block.clear();
    };
    for_each_row(rows, [&](std::size_t row) {
        if (std::isnan(scale[row])) {
            return;
        }
        std::ranges::copy(rows.matrix.row(row), block.begin() + static_cast<std::ptrdiff_t>(in_block.size() * cols_));
        in_block.push_back(row);
        if (in_block.size() == kBlock) {
            flush();
        }
    });
    if (!in_block.empty()) {
        flush();
    }
}

std::vector<float> HubCorrection::similarities(TargetRows const& rows, std::span<float const> query,
                                               std::span<float const> cosines) const
{
    auto const query_freed = freed(query);
    if (query_freed.vector.empty()) {
        return {};
    }
    auto const scale = by_row(0);
    auto const hub = by_row(1);
    auto const of_query_mean = by_row(2);
    auto const of_mean = static_cast<float>(dot(query_freed.vector, target_mean()));
    auto const per_length = static_cast<float>(1.0 / query_freed.length);
    std::vector<float> similarities(rows_, kNothing);
    // The product of a row with the freed query, from products that are known: no further look at the matrix.
    for (auto const& run : rows.suggested) {
        for (auto row = run.begin; row < run.end; ++row) {
            auto product = cosines[row] - of_query_mean[row];
            for (std::size_t i = 0; i < query_freed.along.size(); ++i) {
                product -= query_freed.along[i] * by_row(3 + i)[row];
            }
            similarities[row] = (product * per_length - of_mean) * scale[row] - hub[row];
        }
    }
    return similarities;
}

}  // namespace kewp::suggest
