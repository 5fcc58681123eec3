#pragma once

#include "base/result.hpp"
#include "config/settings.hpp"

#include <string>

namespace kewp::ops {

/// Asks the running service of these settings for `/health`, over loopback, and returns its answer.
/// Errors: unavailable when there is no answer within five seconds, or one other than 200.
[[nodiscard]] Result<std::string> probe_health(config::ServerSettings const& server);

}  // namespace kewp::ops
