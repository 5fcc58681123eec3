#pragma once

#include "base/result.hpp"
#include "config/settings.hpp"

#include <filesystem>
#include <string>

namespace kewp::ops {

/// Brings a database of the replaced application, or of an earlier version, to the present schema; the file as it was
/// is kept beside it. A dry run tells what would become of each row. Returns a text to print.
/// Errors: not_found, busy while a service uses it, invalid_argument for another program's file, those of
/// `store::open_database`.
[[nodiscard]] Result<std::string> migrate_file(std::filesystem::path const& file, bool dry_run);

/// Copies a database from a SQLite file to PostgreSQL or back, compares every row, and changes nothing when something
/// is amiss. `from` and `to` are a path and a `postgresql://` address; an empty `from` is the database of the settings.
/// A file is brought to the present schema first, and nobody may be serving it. Returns a text to print.
/// Errors: conflict when the target is not empty; invalid_argument unless one of both is a server.
[[nodiscard]] Result<std::string> copy_database(config::Settings const& settings, std::string const& from,
                                                std::string const& to);

}  // namespace kewp::ops
