#pragma once

#include "base/file.hpp"
#include "base/result.hpp"

#include <filesystem>
#include <string>

namespace kewp::store {

/// The folder of a database file.
[[nodiscard]] std::filesystem::path folder_of(std::filesystem::path const& path);

/// Held while a database is created, migrated, imported or restored. A lock on the folder leaves no file behind.
[[nodiscard]] Result<UniqueFd> lock_folder(std::filesystem::path const& folder);

/// A free name, `data/name.reference-20261124T081500Z.db` for the purpose `reference`.
[[nodiscard]] std::filesystem::path name_beside(std::filesystem::path const& path, std::string const& purpose);

/// Puts everything into the main file, so that the file alone is the database. Errors: busy while another program
/// has it open, those of `Database::connect`.
[[nodiscard]] Result<void> fold_log(std::filesystem::path const& path);

/// Gives the file a second name, `kept`; makes a checked copy where the file system has no links.
[[nodiscard]] Result<void> keep(std::filesystem::path const& path, std::filesystem::path const& kept);

/// Flushes `built` to disk and renames it to `path`, replacing what is there.
[[nodiscard]] Result<void> put_in_place(std::filesystem::path const& built, std::filesystem::path const& path);

/// Removes a database and what SQLite put beside it. What is not there need not be removed.
void remove_database(std::filesystem::path const& path);

void copy_permissions(std::filesystem::path const& from, std::filesystem::path const& to);

/// Makes ready for another database at `path`: gives the present one a second name and returns that. One that is
/// damaged is kept as it is, with its log. Error: busy, io; then nothing has changed.
[[nodiscard]] Result<std::filesystem::path> set_aside(std::filesystem::path const& path, std::string const& purpose);

}  // namespace kewp::store
