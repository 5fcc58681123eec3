#pragma once

#include "curate/workflow.hpp"

#include <boost/json/fwd.hpp>

namespace kewp::web {

/// What shall be different: `connection_type`, `confidence`, `override_reason`, and the answers when any of them is
/// named (those left out count as open then). Error: invalid_argument with fields.
[[nodiscard]] Result<curate::Edits> edits_in(boost::json::object const& object);

}  // namespace kewp::web
