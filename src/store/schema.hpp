#pragma once

#include <string>
#include <vector>

namespace kewp::store {

/// The statements that make the schema of version 1 in an empty file.
[[nodiscard]] std::vector<std::string> schema_v1();
[[nodiscard]] std::vector<std::string> schema_v2();
[[nodiscard]] std::vector<std::string> schema_v3();

}  // namespace kewp::store
