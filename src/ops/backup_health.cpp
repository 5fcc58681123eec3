#include "ops/backup_health.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>

namespace kewp::ops {
namespace {

/// A backup that is due needs some time to be made.
constexpr std::chrono::minutes kGrace{10};
/// While a backup is made, nothing is captured.
constexpr std::chrono::minutes kCapturePatience{15};

Instant instant_of(std::int64_t seconds)
{
    return Instant{std::chrono::seconds{seconds}};
}

/// Why changes between backups are not captured; empty when they are.
std::string capture_trouble(SharedPage const& page, Instant now)
{
    auto const capture = page.backup.capture.read();
    if (capture.happened && !capture.ok) {
        return "changes between backups are not captured: " + capture.message;
    }
    auto const last = instant_of(std::max(page.backup.last_capture.load(), page.started_at.load()));
    if (now > last + kCapturePatience) {
        return fmt::format("changes have not been captured since {}; is the folder of backups on a disk that hangs?",
                           format_utc(last));
    }
    return {};
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
    if (auto const trouble = settings.captures_changes() ? capture_trouble(page, now) : ""; !trouble.empty()) {
        health.healthy = false;
        health.message += (health.message.empty() ? "" : "; ") + trouble;
    }
    return health;
}

}  // namespace kewp::ops
