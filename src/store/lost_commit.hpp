#pragma once

#include "store/connection.hpp"
#include "store/dialect.hpp"

#include <optional>
#include <string>

namespace kewp::store {

/// Learns how a commit on a server ended whose answer did not come; `unknown` when that cannot be learnt in 15 s.
///
/// Connects anew, to whichever server takes writes by then, and looks under the write lock: who held it when the
/// connection broke has ended by then, one way or the other. A commit that is found is confirmed by one more, since
/// then the standby has all that came before. `connection` is one to go on with, if there is one.
[[nodiscard]] dialect::Committed settle(Database const& database, std::optional<Connection>& connection,
                                        std::string const& writer, std::string const& batch);

}  // namespace kewp::store
