#pragma once

#include "base/result.hpp"
#include "store/connection.hpp"
#include "store/migrations.hpp"
#include "store/reference_import.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kewp::store {

/// What was done to have a database of the present schema at the path.
struct OpenReport {
    enum class Action { created, unchanged, migrated, imported };
    Action action = Action::unchanged;
    int from_version = 0;
    int to_version = 0;
    std::optional<std::filesystem::path> kept = {};  ///< the file as it was, before a migration or an import
    std::optional<ImportReport> import = {};
    std::vector<std::string> warnings = {};

    /// One line for the log.
    [[nodiscard]] std::string summary() const;
};

/// On PostgreSQL: creates the schema in an empty database, or migrates it. All nodes may call it at once.
///
/// Errors: those of `Database::connect`; conflict for a newer schema or the tables of another program.
[[nodiscard]] Result<OpenReport> open_database(Database const& database);

/// Creates, migrates or imports, then checks that a connection gets WAL. Closes everything it opened, so
/// the supervisor may call it before fork. Run by one process at a time (others wait on a lock file).
///
/// Errors: those of `Database::connect`; conflict for a newer schema or a file of another program.
[[nodiscard]] Result<OpenReport> open_database(std::filesystem::path const& path);

/// The same with other steps; for tests of migrations to come.
[[nodiscard]] Result<OpenReport> open_database(std::filesystem::path const& path, std::span<Migration const> steps);

}  // namespace kewp::store
