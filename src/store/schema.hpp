#pragma once

#include "store/engine.hpp"

#include <string>
#include <vector>

namespace kewp::store {

/// The statements that make the schema of version 1 in an empty database. They are written for SQLite and go through
/// `dialect::schema_statement` on their way.
[[nodiscard]] std::vector<std::string> schema_v1(Engine engine);
[[nodiscard]] std::vector<std::string> schema_v2(Engine engine);
[[nodiscard]] std::vector<std::string> schema_v3(Engine engine);

}  // namespace kewp::store
