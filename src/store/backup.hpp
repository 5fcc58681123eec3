#pragma once

#include "base/result.hpp"
#include "store/connection.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace kewp::store {

struct BackupOptions {
    int pages_per_step = 256;                ///< 1 MiB at 4 KiB pages, between two chances to pause
    std::chrono::milliseconds pause{0};      ///< between steps
    bool checksum_file = false;              ///< writes `target.sha256` too, as sha256sum does
    std::function<bool()> should_stop = {};  ///< asked between steps; true ends with `unavailable`
};

struct BackupReport {
    std::filesystem::path path = {};
    std::uint64_t bytes = 0;
    std::vector<std::pair<std::string, std::uint64_t>> rows = {};  ///< table, rows
    std::string sha256 = {};                                       ///< of the file, hex
};

/// Copies the database at `source` to `target` with SQLite's online backup API while others go on reading
/// and writing: the copy is the state at its start.
///
/// The copy is a single file. It is checked (`integrity_check`, schema, row counts equal to the source's),
/// flushed to disk, then renamed into place; on an error no file is left. An existing `target` is refused.
/// Errors: not_found, io, corrupt (damaged, empty, or not a database of ours or of the replaced application).
[[nodiscard]] Result<BackupReport> backup_to(std::filesystem::path const& source, std::filesystem::path const& target,
                                             BackupOptions options = {});

/// The same of any database. A copy of PostgreSQL's is a SQLite file, too, compared row by row with its source; it
/// serves there and here.
[[nodiscard]] Result<BackupReport> backup_to(Database const& source, std::filesystem::path const& target,
                                             BackupOptions options = {});

/// `backup.db.sha256`.
[[nodiscard]] std::filesystem::path checksum_file_of(std::filesystem::path const& backup);

/// The checks of `backup_to` on a file by itself. Returns tables and their rows.
[[nodiscard]] Result<std::vector<std::pair<std::string, std::uint64_t>>> verify_database(
    std::filesystem::path const& path);

}  // namespace kewp::store
