#pragma once

#include "base/time.hpp"
#include "base/time_zone.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace kewp::ops {

/// What of older backups stays.
struct Retention {
    std::size_t daily = 7;   ///< the newest of each of the last so many days that have one
    std::size_t weekly = 4;  ///< and of so many weeks, Monday to Sunday
    TimeZone zone = {};      ///< whose days they are
};

/// Those of `backups` that may go, oldest first. The newest always stays.
[[nodiscard]] std::vector<Instant> superseded(std::span<Instant const> backups, Retention const& retention);

}  // namespace kewp::ops
