#include "suggest/score_transform.hpp"

#include <algorithm>
#include <cmath>

namespace kewp::suggest {

double transform_cosine(double cosine, config::ScoreTransform const& transform)
{
    using Method = config::ScoreTransform::Method;
    auto const base = std::max(0.0, (cosine + 1.0) / 2.0);  // rounding can take a cosine just below −1
    double score = base;
    if (transform.method == Method::power) {
        auto const square = base * base;
        score = transform.power_exponent == 4.0 ? square * square : std::pow(base, transform.power_exponent);
    } else if (transform.method == Method::linear) {
        score = base * transform.scale_factor;
    }
    return std::min(transform.output_max, std::max(transform.output_min, score));
}

std::optional<double> combine_channels(ChannelScores const& scores, double name_weight)
{
    if (scores.name && scores.text) {
        return name_weight * *scores.name + (1.0 - name_weight) * *scores.text;
    }
    return scores.name ? scores.name : scores.text;
}

}  // namespace kewp::suggest
