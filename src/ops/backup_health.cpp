#include "ops/backup_health.hpp"

#include <chrono>
#include <fmt/format.h>

namespace kewp::ops {
namespace {

/// A backup that is due needs some time to be made.
constexpr std::chrono::minutes kGrace{10};

Instant instant_of(std::int64_t seconds)
{
    return Instant{std::chrono::seconds{seconds}};
}

}  // namespace

std::optional<BackupHealth> backup_health(config::BackupSettings const& settings, SharedPage const& page, Instant now)
{
    if (!settings.schedule) {
        return {};
    }
    auto const& record = page.backup;
    auto const next = [&](Instant after) { return settings.schedule->next_after(after, settings.time_zone); };
    BackupHealth health;
    health.next = next(now);
    if (auto const success = record.last_success.load(); success != 0) {
        health.last_success = instant_of(success);
    }
    auto const last = record.last_run.read();
    bool const failing = last.happened && !last.ok;
    if (failing) {
        health.message = fmt::format("the backup of {} failed: {}", format_utc(last.when), last.message);
        health.healthy = health.last_success.has_value();
    }
    auto const since = health.last_success.value_or(instant_of(page.started_at));
    if (now > next(next(since)) + kGrace) {
        health.healthy = false;
        health.message = fmt::format("the last backup is of {}, older than two periods of the schedule '{}'{}{}",
                                     health.last_success ? format_utc(since) : "never", settings.schedule->text(),
                                     failing ? "; " : "", failing ? health.message : "");
    }
    auto const capture = record.capture.read();
    if (settings.captures_changes() && capture.happened && !capture.ok) {
        health.healthy = false;
        health.message += fmt::format("{}changes between backups are not captured: {}",
                                      health.message.empty() ? "" : "; ", capture.message);
    }
    return health;
}

}  // namespace kewp::ops
