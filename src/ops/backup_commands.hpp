#pragma once

#include "base/result.hpp"
#include "config/settings.hpp"

#include <string>

namespace kewp::ops {

// What an operator asks for on the command line, each answered by a text to print.

/// Makes a backup, whether the service runs or not.
[[nodiscard]] Result<std::string> backup_now(config::Settings const& settings);

/// The backups in the folder, and how far the captured changes reach.
[[nodiscard]] Result<std::string> list_backups(config::Settings const& settings);

/// Checks `file` (a path, or a name in the folder of backups), or all: checksum, integrity, schema.
/// Error: corrupt with one line for each file when any of them fails; not_found when there is none.
[[nodiscard]] Result<std::string> verify_backups(config::Settings const& settings, std::string const& file);

struct RestoreRequest {
    std::string file = {};   ///< a path, or a name in the folder; empty: the newest backup that is not after `until`
    std::string until = {};  ///< a time (UTC when it has no zone), `latest`, or empty: exactly the backup
    bool dry_run = false;
};

/// Replaces the database by a backup, carried forward by captured changes. A dry run builds and checks the new database
/// and removes it again.
/// Errors: busy while a service runs; corrupt, not_found, invalid_argument, io. Then nothing has changed.
[[nodiscard]] Result<std::string> restore(config::Settings const& settings, RestoreRequest const& request);

}  // namespace kewp::ops
