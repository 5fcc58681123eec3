#include "embed/embeddings.hpp"

#include "embed/array_error.hpp"
#include "embed/unit_rows.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace kewp::embed {

namespace {

constexpr std::size_t kMaxNamed = 5;  ///< ids listed in a message

std::string row_text(std::vector<std::string> const& ids, std::size_t row)
{
    return "row " + std::to_string(row) + " (" + in_quotes(ids[row]) + ")";
}

/// Rows in order of their ids, or the error about an id that stands twice.
Result<std::vector<std::uint32_t>> order_of(std::string const& name, std::vector<std::string> const& ids)
{
    std::vector<std::uint32_t> rows(ids.size());
    std::iota(rows.begin(), rows.end(), 0U);
    std::sort(rows.begin(), rows.end(), [&](auto a, auto b) { return std::pair(ids[a], a) < std::pair(ids[b], b); });
    auto const twice = std::adjacent_find(rows.begin(), rows.end(), [&](auto a, auto b) { return ids[a] == ids[b]; });
    if (twice != rows.end()) {
        return fail(array_error(name, "ids",
                                "holds " + in_quotes(ids[*twice]) + " twice, in rows " + std::to_string(*twice) +
                                    " and " + std::to_string(*std::next(twice)) + "; ids must be unique"));
    }
    return rows;
}

}  // namespace

Result<EmbeddingSet> EmbeddingSet::create(std::string name, std::vector<std::string> ids, MatrixView matrix,
                                          std::shared_ptr<void const> owner)
{
    if (ids.empty() || matrix.cols == 0) {
        return fail(array_error(name, ids.empty() ? "ids" : "matrix", "is empty; expected at least one vector"));
    }
    if (ids.size() != matrix.rows) {
        return fail(array_error(name, "matrix",
                                "has " + std::to_string(matrix.rows) + " rows, array 'ids' has " +
                                    std::to_string(ids.size()) + " ids; expected one row for each id"));
    }
    if (ids.size() > std::numeric_limits<std::uint32_t>::max()) {
        return fail(array_error(name, "ids", "has more ids than are supported (4294967295)"));
    }
    if (auto const unnamed = std::find(ids.begin(), ids.end(), ""); unnamed != ids.end()) {
        return fail(array_error(name, "ids", "row " + std::to_string(unnamed - ids.begin()) + " is empty"));
    }
    auto order = order_of(name, ids);
    if (!order) {
        return fail(std::move(order.error()));
    }
    auto check = check_rows(matrix);
    if (check.not_finite) {
        return fail(array_error(
            name, "matrix", row_text(ids, *check.not_finite) + " holds a NaN or an infinity; expected finite values"));
    }
    if (!check.not_unit.empty()) {
        auto copy = std::make_shared<std::vector<float>>(matrix.values().begin(), matrix.values().end());
        for (std::size_t const row : check.not_unit) {
            normalise_row(std::span(*copy).subspan(row * matrix.cols, matrix.cols));
        }
        matrix.data = copy->data();
        owner = std::move(copy);
    }
    EmbeddingSet set;
    set.name_ = std::move(name);
    set.ids_ = std::move(ids);
    set.by_id_ = std::move(*order);
    set.matrix_ = matrix;
    set.owner_ = std::move(owner);
    set.zero_rows_ = std::move(check.zero);
    set.renormalised_ = check.not_unit.size();
    return set;
}

Result<EmbeddingSet> EmbeddingSet::from_values(std::string name, std::vector<std::string> ids,
                                               std::vector<float> values, std::size_t cols)
{
    if (cols == 0 || values.size() % cols != 0) {
        return fail(array_error(name, "matrix",
                                "has " + std::to_string(values.size()) +
                                    " values, which is not a whole number of rows of " + std::to_string(cols)));
    }
    auto const owner = std::make_shared<std::vector<float> const>(std::move(values));
    MatrixView const view{owner->data(), owner->size() / cols, cols};
    return create(std::move(name), std::move(ids), view, owner);
}

std::optional<std::size_t> EmbeddingSet::find(std::string_view id) const
{
    auto const at = std::lower_bound(by_id_.begin(), by_id_.end(), id,
                                     [&](std::uint32_t row, std::string_view wanted) { return ids_[row] < wanted; });
    if (at == by_id_.end() || ids_[*at] != id) {
        return std::nullopt;
    }
    return *at;
}

std::span<float const> EmbeddingSet::vector_of(std::string_view id) const
{
    auto const row = find(id);
    if (!row || std::binary_search(zero_rows_.begin(), zero_rows_.end(), *row)) {
        return {};
    }
    return matrix_.row(*row);
}

EmbeddingSet EmbeddingSet::without(std::span<std::size_t const> rows) const
{
    auto fewer = *this;
    fewer.zero_rows_.clear();
    std::set_union(zero_rows_.begin(), zero_rows_.end(), rows.begin(), rows.end(),
                   std::back_inserter(fewer.zero_rows_));
    return fewer;
}

std::vector<std::string> unknown_ids(EmbeddingSet const& set, KnownId const& known)
{
    std::vector<std::string> unknown;
    std::copy_if(set.ids().begin(), set.ids().end(), std::back_inserter(unknown),
                 [&](std::string const& id) { return !known(id); });
    return unknown;
}

Result<void> check_ids(EmbeddingSet const& set, KnownId const& known, std::string_view corpus)
{
    auto const unknown = unknown_ids(set, known);
    if (unknown.empty()) {
        return {};
    }
    std::string text = "holds " + std::to_string(unknown.size()) +
                       (unknown.size() == 1 ? " id that is" : " ids that are") + " not in " + std::string(corpus) +
                       ": ";
    for (std::size_t i = 0; i < std::min(unknown.size(), kMaxNamed); ++i) {
        text += (i == 0 ? "" : ", ") + in_quotes(unknown[i]);
    }
    if (unknown.size() > kMaxNamed) {
        text += " and " + std::to_string(unknown.size() - kMaxNamed) + " more";
    }
    return fail(array_error(set.name(), "ids", text));
}

Result<void> check_columns(EmbeddingSet const& set, std::size_t cols, std::string_view given_by)
{
    if (set.cols() == cols) {
        return {};
    }
    return fail(array_error(
        set.name(), "matrix",
        "has " + std::to_string(set.cols()) + " columns, " + std::string(given_by) + " gives " + std::to_string(cols)));
}

}  // namespace kewp::embed
