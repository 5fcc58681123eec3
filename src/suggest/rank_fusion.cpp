#include "suggest/rank_fusion.hpp"

#include "suggest/hub_correction.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace kewp::suggest {

std::vector<float> places_of(std::span<float const> values)
{
    std::vector<std::uint32_t> order;
    order.reserve(values.size());
    for (std::uint32_t i = 0; i < values.size(); ++i) {
        if (!std::isnan(values[i])) {
            order.push_back(i);
        }
    }
    std::ranges::sort(order, [&](auto a, auto b) { return values[a] > values[b]; });
    std::vector<float> places(values.size());
    for (std::size_t begin = 0; begin < order.size();) {
        auto end = begin + 1;
        while (end < order.size() && values[order[end]] == values[order[begin]]) {
            ++end;
        }
        auto const shared = static_cast<float>(begin + 1 + end) / 2.0F;  // the mean of begin + 1 … end
        for (; begin < end; ++begin) {
            places[order[begin]] = shared;
        }
    }
    return places;
}

double share_of_place(double place, double constant)
{
    return place > 0 ? (constant + 1.0) / (constant + place) : 0.0;
}

std::vector<FusedTarget> fuse(std::array<std::vector<float>, std::size(kSignals)> const& values,
                              SignalValues const& weights, double rank_constant, SignalValues& used)
{
    std::size_t targets = 0;
    double all = 0.0;
    for (auto const signal : kSignals) {
        auto const& of_signal = values[static_cast<std::size_t>(signal)];
        targets = std::max(targets, of_signal.size());
        auto const ranks_all = std::ranges::none_of(of_signal, [](float value) { return std::isnan(value); });
        auto const says_nothing = of_signal.empty() || (ranks_all && is_constant(of_signal));
        used[signal] = says_nothing ? 0.0 : weights[signal];
        all += used[signal];
    }
    std::vector<FusedTarget> fused(targets);
    for (std::size_t target = 0; target < targets; ++target) {
        fused[target].target = target;
    }
    for (auto const signal : kSignals) {
        if (!(used[signal] > 0)) {
            continue;
        }
        used[signal] /= all;
        auto const places = places_of(values[static_cast<std::size_t>(signal)]);
        for (std::size_t target = 0; target < targets; ++target) {
            fused[target].places[signal] = static_cast<double>(places[target]);
            fused[target].score += used[signal] * share_of_place(fused[target].places[signal], rank_constant);
        }
    }
    std::erase_if(fused, [](FusedTarget const& one) { return !(one.score > 0); });
    return fused;
}

}  // namespace kewp::suggest
