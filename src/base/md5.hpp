#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <string>

namespace kewp::crypto {

/// MD5 of a file's content, lower-case hex: for services that state it of what they received. It proves nothing against
/// intent. Errors: not_found, io.
[[nodiscard]] Result<std::string> md5_of_file(std::filesystem::path const& path);

}  // namespace kewp::crypto
