#pragma once

#include "base/result.hpp"
#include "config/settings.hpp"

#include <string>

namespace kewp::store {

/// `postgresql://user@host:5432/name` for messages: no password, no options. Several hosts have commas between them.
[[nodiscard]] std::string name_of(config::PostgresSettings const& server);

/// What libpq is told: the address in full, with our time limits in front of those that it names itself.
/// Error: invalid_argument when it is not an address that libpq understands; the message does not repeat it.
[[nodiscard]] Result<std::string> connect_string(config::PostgresSettings const& server);

}  // namespace kewp::store
