#pragma once

#include <cstdint>

namespace kewp::store {

/// The database programs that the repositories run on.
enum class Engine : std::uint8_t { sqlite, postgresql };

/// `SQLite`, `PostgreSQL`.
[[nodiscard]] char const* name_of(Engine engine);

}  // namespace kewp::store
