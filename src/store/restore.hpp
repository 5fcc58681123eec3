#pragma once

#include "base/result.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kewp::store {

/// What is to become the database: a backup, and what was captured after it.
struct RestorePlan {
    std::filesystem::path backup;
    /// Files of captured changes in their order; the first is the one that was begun with the backup.
    std::vector<std::filesystem::path> changes = {};
    std::optional<Instant> until = {};  ///< changes captured later are left out
};

struct RestoreReport {
    std::vector<std::pair<std::string, std::uint64_t>> rows = {};  ///< table, rows of what is restored
    std::uint64_t batches = 0;                                     ///< of changes that were applied
    std::optional<Instant> changes_until = {};                     ///< time of the last of them
    std::optional<std::filesystem::path> kept = {};                ///< the database that was replaced
};

/// Builds what `plan` says as a database file at `target` (which must not exist) and checks it as a backup is
/// checked; it then needs no file beside it. Nothing is left at `target` on an error.
///
/// Errors: corrupt (a file that fails its checksum or its check, changes with a gap), not_found, io.
[[nodiscard]] Result<RestoreReport> build_restored(RestorePlan const& plan, std::filesystem::path const& target);

/// Builds beside `database`, sets the present file aside and puts the new one in its place with one rename: at every
/// moment there is a whole database at the path. Nobody may have the database open.
/// Errors: those of `build_restored`; busy when the database is in use. Then nothing has changed.
[[nodiscard]] Result<RestoreReport> restore_database(RestorePlan const& plan, std::filesystem::path const& database);

/// Compares a backup with the checksum beside it. False when there is none. Errors: corrupt, io, not_found.
[[nodiscard]] Result<bool> verify_checksum(std::filesystem::path const& backup);

}  // namespace kewp::store
