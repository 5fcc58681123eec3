#pragma once

#include "suggest/evaluation.hpp"
#include "suggest/evidence.hpp"
#include "suggest/gold_standard.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <span>
#include <vector>

namespace kewp::suggest {

/// Corrections for hubs that are tried.
[[nodiscard]] std::span<config::HubCorrection const> tried_hub_corrections();
/// The one that is not chosen by figures but by how crowded the vectors are; a place in `tried_hub_corrections`.
[[nodiscard]] std::size_t correction_by_crowding();

/// Sums of reciprocal ranks by standard.
using Sums = std::vector<double>;

/// One point of the grid.
struct Setting {
    std::size_t hubs;  // place in `tried_hub_corrections`
    double name_weight;
    double exponent;
    double rank_constant;
    double lexical;
    double gene;

    auto operator<=>(Setting const&) const = default;
};

/// What a Key Event is to find.
struct KeyEventCase {
    /// The pairs of one standard.
    struct Wanted {
        std::size_t standard;
        std::vector<Signal> left_out;
        std::vector<std::size_t> targets;
    };
    std::unique_ptr<Evidence> evidence;
    std::vector<Wanted> wanted;
};

/// The standards of a kind, those with pairs. Error: that of `gold_from_file`.
[[nodiscard]] Result<std::vector<GoldStandard>> standards_of(KindIndex const& index, corpus::Corpus const& corpus,
                                                             std::vector<std::filesystem::path> const& pairs);

/// Their pairs by Key Event, without evidence.
[[nodiscard]] std::map<KeId, KeyEventCase> cases_of(std::vector<GoldStandard> const& standards);

/// Adds to `sums` what each setting with the correction `hubs` makes of a Key Event. Boosts that follow the fusion are
/// not part of it.
void add(KeyEventCase const& one, std::size_t hubs, std::map<Setting, Sums>& sums, std::size_t standards);

/// The geometric mean over standards of the mean reciprocal rank, so that a gain of a tenth counts the same in each.
/// `pairs`: how many each standard has.
[[nodiscard]] double mean_over_standards(Sums const& sums, std::span<std::size_t const> pairs);

}  // namespace kewp::suggest
