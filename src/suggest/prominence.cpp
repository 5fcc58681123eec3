#include "suggest/prominence.hpp"

#include <algorithm>
#include <cmath>

namespace kewp::suggest {
namespace {

constexpr double kLeastDeviations = 2.5;
constexpr double kRelevanceOfDeviation = 0.11;
constexpr double kMostByMeaning = 0.60;

}  // namespace

Prominence::Prominence(std::span<float const> cosines)
{
    if (cosines.empty()) {
        return;
    }
    double sum = 0.0;
    double squares = 0.0;
    for (auto const cosine : cosines) {
        sum += cosine;
        squares += static_cast<double>(cosine) * cosine;
    }
    auto const count = static_cast<double>(cosines.size());
    mean_ = sum / count;
    deviation_ = std::sqrt(std::max(squares / count - mean_ * mean_, 1e-12));
}

double Prominence::relevance(float cosine) const
{
    auto const stands_out = (static_cast<double>(cosine) - mean_) / deviation_;
    return stands_out < kLeastDeviations ? 0.0 : std::min(kMostByMeaning, stands_out * kRelevanceOfDeviation);
}

}  // namespace kewp::suggest
