#pragma once

#include "store/readers.hpp"
#include "store/records.hpp"
#include "web/signed_in.hpp"

#include <boost/json/fwd.hpp>
#include <string>

namespace kewp::web {

/// Enough of a token's hash to name a session to its owner.
[[nodiscard]] std::string session_id(store::SessionRecord const& session);

/// A session as its owner sees it; `own_hash` is that of the session that asks.
[[nodiscard]] boost::json::object session_row(store::SessionRecord const& session, std::string const& own_hash);

/// Everything that is stored about one person, as Article 15 of the GDPR wants it.
[[nodiscard]] Result<boost::json::object> everything_about(store::Session& session, SignedIn const& user);

}  // namespace kewp::web
