#pragma once

#include "publish/each_mapping.hpp"

#include <string>
#include <string_view>

namespace kewp::publish {

/// `KE-WP`, `KE-GO`, `KE-Reactome`: as messages and file names say it; `KE` for all three.
[[nodiscard]] std::string_view label_of(std::optional<Resource> resource);

/// `all tiers`, `confidence medium or higher`, `confidence medium only`.
[[nodiscard]] std::string tier_text(Selection const& selection);

/// The tier in file names: `All`, `High`, `Medium`, `Low` of a threshold, `Medium-only` of one tier.
[[nodiscard]] std::string tier_in_name(Selection const& selection);

/// Runs of control characters (tabs, line ends) become one space: for formats of one record a line.
[[nodiscard]] std::string one_line(std::string_view text);

}  // namespace kewp::publish
