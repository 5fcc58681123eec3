#pragma once

#include "base/result.hpp"
#include "embed/matrix_view.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::embed {

/// Vectors of things with ids (Key Events, pathways, GO terms): one row for each id.
///
/// Immutable once made. Ids are unique, non-empty UTF-8; every row is finite and either a unit vector (norm
/// within 1e-3 of 1) or all zeros. A copy shares the matrix, and so do children of fork.
class EmbeddingSet {
public:
    /// Checks the promises above. `name` is the file named in errors. `matrix` is used in place, kept alive by
    /// `owner`, unless a row's norm is off: then all rows are copied and those rows divided by their norms.
    /// Errors: corrupt, naming file and array.
    [[nodiscard]] static Result<EmbeddingSet> create(std::string name, std::vector<std::string> ids, MatrixView matrix,
                                                     std::shared_ptr<void const> owner);

    /// The same from values in memory: `ids.size()` rows of `cols` floats.
    [[nodiscard]] static Result<EmbeddingSet> from_values(std::string name, std::vector<std::string> ids,
                                                          std::vector<float> values, std::size_t cols);

    [[nodiscard]] std::string const& name() const { return name_; }
    [[nodiscard]] std::vector<std::string> const& ids() const { return ids_; }
    [[nodiscard]] MatrixView matrix() const { return matrix_; }
    [[nodiscard]] std::size_t size() const { return matrix_.rows; }
    [[nodiscard]] std::size_t cols() const { return matrix_.cols; }

    /// The row of `id`. O(log size).
    [[nodiscard]] std::optional<std::size_t> find(std::string_view id) const;

    /// The vector of `id`, empty when there is none or it is all zeros: such a row has no direction to compare.
    [[nodiscard]] std::span<float const> vector_of(std::string_view id) const;

    /// The same set in which `rows` (ascending) count as zeros, whatever they hold.
    [[nodiscard]] EmbeddingSet without(std::span<std::size_t const> rows) const;

    /// Rows of zeros, ascending.
    [[nodiscard]] std::vector<std::size_t> const& zero_rows() const { return zero_rows_; }
    /// How many rows had to be re-normalised (the file was made by something that does not do it).
    [[nodiscard]] std::size_t renormalised() const { return renormalised_; }

private:
    EmbeddingSet() = default;

    std::string name_;
    std::vector<std::string> ids_;
    std::vector<std::uint32_t> by_id_;  ///< rows in order of their ids
    MatrixView matrix_;
    std::shared_ptr<void const> owner_;
    std::vector<std::size_t> zero_rows_;
    std::size_t renormalised_ = 0;
};

/// True for an id that the corpus holds.
using KnownId = std::function<bool(std::string_view id)>;

/// The ids of `set` that `known` rejects, in row order.
[[nodiscard]] std::vector<std::string> unknown_ids(EmbeddingSet const& set, KnownId const& known);

/// Refuses a set with ids outside the corpus. `corpus` says which in the message ("pathway_metadata.json").
/// Errors: corrupt, naming file, array, how many and the first five ids.
[[nodiscard]] Result<void> check_ids(EmbeddingSet const& set, KnownId const& known, std::string_view corpus);

/// Refuses a set whose vectors are not `cols` long. `given_by` says who wants that ("the model").
[[nodiscard]] Result<void> check_columns(EmbeddingSet const& set, std::size_t cols, std::string_view given_by);

}  // namespace kewp::embed
