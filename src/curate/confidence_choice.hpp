#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "store/records.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::curate {

/// Computes the confidence from the answers in `claim` and settles it with the curator's `chosen` one ("" for
/// none): sets `claim.computed_confidence`, and `claim.override_reason` if and only if the two differ.
///
/// Adds to `errors`: field `confidence` when it is neither chosen nor computable or no such word, field
/// `override_reason` when another than the computed one is chosen without a reason.
[[nodiscard]] std::optional<store::Confidence> settle_confidence(Resource resource, store::Claim& claim,
                                                                 std::string_view level, std::string_view chosen,
                                                                 std::optional<std::string> reason,
                                                                 std::vector<FieldError>& errors);

/// Settles the connection type: `chosen`, else for pathways the relationship, else the resource's default. For
/// WikiPathways a given relationship is the connection type. Adds field `connection_type` to `errors` when
/// `chosen` is not a choice.
void settle_connection(Resource resource, store::Claim& claim, std::string_view chosen,
                       std::vector<FieldError>& errors);

}  // namespace kewp::curate
