#pragma once

#include "base/result.hpp"

#include <filesystem>

namespace kewp::store {

/// Looks before SQLite does, which would only say "unable to open database file".
///
/// Errors: not_found (`must_exist` and absent, or its folder is absent), io when the file or its folder cannot
/// be read (or written, with `write`: SQLite keeps its log beside the file); the message says who owns what and
/// carries the command that mends it.
[[nodiscard]] Result<void> check_file_access(std::filesystem::path const& path, bool must_exist, bool write);

}  // namespace kewp::store
