#pragma once

#include "store/records.hpp"

#include <boost/json/fwd.hpp>

namespace kewp::web {

/// A line of the history with the states before and after, for administrators and for the actor.
[[nodiscard]] boost::json::object audit_line(store::AuditRecord const& line);

}  // namespace kewp::web
