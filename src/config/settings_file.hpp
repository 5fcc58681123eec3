#pragma once

#include "config/settings.hpp"

namespace kewp::config {

/// Reads `kewp.toml` into `settings`. Every problem is added to `problems` as one line with file and
/// line number; the return value is false when the file could not be read at all.
[[nodiscard]] bool read_settings_file(std::filesystem::path const& file, Settings& settings,
                                      std::vector<std::string>& problems);

}  // namespace kewp::config
