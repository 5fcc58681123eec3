#pragma once

#include "store/records.hpp"
#include "web/html.hpp"

#include <boost/json/fwd.hpp>
#include <string>
#include <vector>

namespace kewp::web {

/// A proposal for programs. The e-mail address is never in it.
[[nodiscard]] boost::json::object proposal_json(store::ProposalRecord const& proposal);

/// Everything about a proposal, for its page.
[[nodiscard]] Html proposal_details(store::ProposalRecord const& proposal);

/// One row for each.
[[nodiscard]] Html proposal_table(std::vector<store::ProposalRecord> const& proposals);

/// The answers that were given, as `<dt>`/`<dd>` pairs.
[[nodiscard]] Html answers_list(store::Assessment const& answers);

}  // namespace kewp::web
