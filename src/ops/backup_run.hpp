#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "config/settings.hpp"
#include "ops/backup_folder.hpp"
#include "store/backup.hpp"

#include <functional>

namespace kewp::ops {

[[nodiscard]] BackupFolder backup_folder(config::Settings const& settings);

/// Makes one backup now, with its checksum, while the service goes on. `should_stop` is asked between slices of the
/// copy. No half file is left on an error.
/// Errors: those of `BackupFolder::prepare` and of `store::backup_to`; not_found when there is no database.
[[nodiscard]] Result<store::BackupReport> make_backup(config::Settings const& settings, Instant now,
                                                      std::function<bool()> should_stop = {});

/// Removes backups that the retention lets go, and captured changes older than `keep_changes`. A backup that captured
/// changes which stay were begun with stays, too. Returns the removed files. Error: io.
[[nodiscard]] Result<std::vector<std::filesystem::path>> prune_backups(config::Settings const& settings, Instant now);

}  // namespace kewp::ops
