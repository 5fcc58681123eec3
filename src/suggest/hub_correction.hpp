#pragma once

#include "config/scoring.hpp"
#include "suggest/target_rows.hpp"

#include <span>
#include <vector>

namespace kewp::suggest {

/// Similarity in which no target is near everything ("hubs").
///
/// Queries and targets are each centred on their own mean and freed of the targets' largest principal components;
/// what is left is compared by cosine. From that, half the mean cosine of a target with its nearest Key Events is
/// taken off: `cos − weight·r/2`, which orders the targets of one query as CSLS (2·cos − r − r') does, whose third
/// term is the same for all of them. With `by_crowding` this is done
/// only where the mean cosine of two targets is 0.5 or more (0.8 for the published BioBERT): vectors of a model that
/// was trained to compare sentences (0.15) have few hubs and lose by it; see docs/ranking.md. Immutable; refers to no
/// matrix.
class HubCorrection {
public:
    /// Corrects nothing.
    HubCorrection() = default;

    /// For the targets in `rows.suggested`. `key_events`: the unit vectors of all Key Events for this channel, row
    /// after row, `rows.matrix.cols` values each; with fewer than ten nothing is corrected. O(targets·Key
    /// Events·columns).
    HubCorrection(TargetRows const& rows, std::vector<float> key_events, config::HubCorrection const& options);

    [[nodiscard]] bool empty() const { return scale_.empty(); }

    /// Corrected similarities of `query` (a unit vector) by row; NaN for rows that are not suggested, or of which
    /// nothing is left. Nothing at all when nothing is left of the query: it is no more than the mean.
    [[nodiscard]] std::vector<float> similarities(TargetRows const& rows, std::span<float const> query) const;

private:
    void find_components(TargetRows const& rows, unsigned count);
    [[nodiscard]] std::vector<float> corrected_query(std::span<float const> query) const;
    void measure_rows(TargetRows const& rows);
    void measure_hubs(TargetRows const& rows, std::span<float const> key_events, config::HubCorrection const& options);

    std::vector<float> target_mean_;
    std::vector<float> query_mean_;
    std::vector<std::vector<float>> components_;  // orthonormal
    std::vector<float> scale_;                    // by row: 1 / what is left of its length
    std::vector<float> hub_;                      // by row: taken off
};

/// True when all values that are numbers, three or more, are the same: such a channel says nothing, and must not rank.
[[nodiscard]] bool is_constant(std::span<float const> values);

}  // namespace kewp::suggest
