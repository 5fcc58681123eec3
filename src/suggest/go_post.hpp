#pragma once

#include "base/ids.hpp"
#include "config/scoring.hpp"
#include "suggest/text_prep.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace kewp::suggest {

/// True for the seven broad processes (inflammatory response, cell death, apoptotic process …) that Key
/// Events are about and that have more genes than the size filter allows.
[[nodiscard]] bool is_kept_despite_size(TargetId go_id);

/// `score·(1 + weight·ic)`, at most `max_score`, four decimals.
[[nodiscard]] double boost_by_information(double score, double ic, double weight, double max_score);

/// Factor for a term whose name compares with the title as `match` says, times the penalty for a name
/// that begins with "regulation of".
[[nodiscard]] double title_factor(NameMatch match, std::string_view clean_name, config::TitleMatch const& options);
[[nodiscard]] bool is_regulation(std::string_view clean_name);

/// `match` or `mismatch` of two directions; nothing when either is unspecified.
[[nodiscard]] std::optional<bool> direction_matches(Direction key_event, Direction term);
/// The factor that goes with it, 1 for nothing.
[[nodiscard]] double direction_factor(std::optional<bool> matches, config::Directionality const& options);

/// A term on its way to the list.
struct RankedTerm {
    std::size_t target = 0;     // number within its set
    double score = 0.0;         // by which redundancy is judged
    bool is_the_title = false;  // its name stands in the title or the title in it: never taken out
};

/// Picks up to `limit` terms in the order given (best first), leaving out ancestors that say no more than
/// a descendant: an ancestor stays beside its descendant only when its score is at least
/// `(1 + threshold)` times as high. A newcomer can push an ancestor out that was picked before.
///
/// `is_ancestor(a, b)`: target a is an ancestor of target b. Returns positions in `terms`, ascending.
/// `dropped`, when given, receives the positions left out, each with that of the descendant that says as much.
[[nodiscard]] std::vector<std::size_t> pick_without_redundant_ancestors(
    std::span<RankedTerm const> terms, std::size_t limit, double threshold,
    std::function<bool(std::size_t, std::size_t)> const& is_ancestor,
    std::vector<std::pair<std::size_t, std::size_t>>* dropped = nullptr);

}  // namespace kewp::suggest
