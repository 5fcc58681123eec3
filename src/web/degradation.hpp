#pragma once

#include "web/services.hpp"

#include <string>
#include <vector>

namespace kewp::web {

/// What the service does worse than it could, one sentence for each, for people who use its pages.
[[nodiscard]] std::vector<std::string> degradations(Services const& services);

}  // namespace kewp::web
