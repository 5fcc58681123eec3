#pragma once

#include "store/records.hpp"

#include <boost/json/fwd.hpp>

namespace kewp::web {

/// A proposal for programs. The e-mail address is never in it.
[[nodiscard]] boost::json::object proposal_json(store::ProposalRecord const& proposal);

}  // namespace kewp::web
