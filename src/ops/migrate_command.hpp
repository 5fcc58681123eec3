#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <string>

namespace kewp::ops {

/// Brings a database of the replaced application, or of an earlier version, to the present schema; the file as it was
/// is kept beside it. A dry run tells what would become of each row. Returns a text to print.
/// Errors: not_found, busy while a service uses it, invalid_argument for another program's file, those of
/// `store::open_database`.
[[nodiscard]] Result<std::string> migrate_file(std::filesystem::path const& file, bool dry_run);

}  // namespace kewp::ops
