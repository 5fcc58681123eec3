#pragma once

#include "store/reference_mappings.hpp"

namespace kewp::store {

/// After all mappings, to which proposals refer.
[[nodiscard]] Result<void> import_proposals(ImportState& state, ReferenceKind const& kind);

}  // namespace kewp::store
