#pragma once

#include "base/time.hpp"
#include "config/settings.hpp"
#include "ops/shared_page.hpp"

#include <optional>
#include <string>

namespace kewp::ops {

/// How scheduled backups are doing.
struct BackupHealth {
    bool healthy = true;
    std::string message = {};
    std::optional<Instant> last_success = {};
    Instant next = {};  ///< by the schedule
};

/// Not healthy: the last success (or the start of the service, when there was none yet) is older than two periods
/// of the schedule, the first backup ever failed, or changes are not captured (any more). A single failure is told in
/// the message. Absent when nothing is scheduled.
[[nodiscard]] std::optional<BackupHealth> backup_health(config::BackupSettings const& settings, SharedPage const& page,
                                                        Instant now);

}  // namespace kewp::ops
