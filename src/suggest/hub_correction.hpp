#pragma once

#include "base/shared_region.hpp"
#include "config/scoring.hpp"
#include "suggest/target_rows.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
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
/// was trained to compare sentences (0.15) have few hubs and lose by it; see docs/ranking.md.
///
/// What it needs is in shared memory: made once, by whichever process calls `make`, it is there for all that were
/// forked from the one that made the object.
class HubCorrection {
public:
    /// Corrects nothing.
    HubCorrection() = default;

    /// Pending, for the targets in `rows.suggested`; or nothing at all where nothing is to be corrected, or with fewer
    /// than ten Key Events. Quick. Throws std::bad_alloc.
    HubCorrection(TargetRows const& rows, std::size_t key_events, config::HubCorrection const& options);

    /// Made at once. `key_events`: their unit vectors for this channel, row after row, `rows.matrix.cols` values each.
    HubCorrection(TargetRows const& rows, std::vector<float> const& key_events, config::HubCorrection const& options);

    /// Makes what is pending, once. `rows` and `key_events` as above. O(targets·Key Events·columns).
    void make(TargetRows const& rows, std::vector<float> const& key_events) const;

    /// True until `make` is done somewhere, where there is something to correct.
    [[nodiscard]] bool pending() const { return header_ != nullptr && !header_->ready; }
    /// True when there is nothing to correct, or it is not known yet.
    [[nodiscard]] bool empty() const { return header_ == nullptr || !header_->ready; }

    /// Corrected similarities of `query` (a unit vector) by row, from its plain `cosines` by row; NaN for rows that are
    /// not suggested, or of which nothing is left. Nothing at all when nothing is left of the query: it is no more than
    /// the mean. Pre-condition: not empty.
    [[nodiscard]] std::vector<float> similarities(TargetRows const& rows, std::span<float const> query,
                                                  std::span<float const> cosines) const;
    [[nodiscard]] std::vector<float> similarities(TargetRows const& rows, std::span<float const> query) const
    {
        return similarities(rows, query, suggested_cosines(rows, query));
    }

private:
    struct Header {
        std::atomic<bool> ready;
        std::uint32_t components;  // that were found
    };
    /// A query freed of mean and components: `(query − mean − Σ along[i]·component[i]) / length`.
    struct Freed {
        std::vector<float> vector;  // empty: nothing is left
        std::vector<float> along;
        double length = 0.0;
    };
    [[nodiscard]] std::span<float> floats(std::size_t begin, std::size_t count) const;
    [[nodiscard]] std::span<float> target_mean() const { return floats(0, cols_); }
    [[nodiscard]] std::span<float> query_mean() const { return floats(cols_, cols_); }
    [[nodiscard]] std::span<float> component(std::size_t i) const { return floats((2 + i) * cols_, cols_); }
    /// Values by row: 0 the scale, 1 what is taken off, 2 the product with the queries' mean, from 3 on those with the
    /// components.
    [[nodiscard]] std::span<float> by_row(std::size_t which) const;
    [[nodiscard]] Freed freed(std::span<float const> query) const;
    void measure_rows(TargetRows const& rows) const;
    void measure_hubs(TargetRows const& rows, std::span<float const> key_events) const;

    config::HubCorrection options_ = {};
    std::size_t cols_ = 0;
    std::size_t rows_ = 0;
    SharedRegion region_;
    Header* header_ = nullptr;  // in the region, before the floats
};

/// True when all values that are numbers, three or more, are the same: such a channel says nothing, and must not rank.
[[nodiscard]] bool is_constant(std::span<float const> values);

}  // namespace kewp::suggest
