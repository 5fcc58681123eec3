#pragma once

#include "curate/submission.hpp"
#include "http/request.hpp"

#include <boost/json/fwd.hpp>

namespace kewp::web {

/// The fields of a proposal, from a form or a JSON object (numbers are read as their text).
/// Error: invalid_argument when the body is neither.
[[nodiscard]] Result<curate::Submission> read_submission(http::Request const& request);

/// The same from an object that was read already.
[[nodiscard]] curate::Submission submission_in(boost::json::object const& object);

}  // namespace kewp::web
