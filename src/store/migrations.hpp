#pragma once

#include "base/result.hpp"
#include "store/connection.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace kewp::store {

/// `KEWP` in ASCII, in the header of our files (PRAGMA application_id).
inline constexpr std::int32_t kApplicationId = 0x4B455750;

/// The step from schema `version - 1` to `version`. Steps only go forward.
struct Migration {
    int version = 0;
    std::vector<std::string> statements = {};
};

/// All steps, from the empty database to the present schema.
[[nodiscard]] std::vector<Migration> const& migrations(Engine engine = Engine::sqlite);

/// What a database is, judged by its marks and tables.
enum class FileKind {
    empty,      ///< no table yet
    ours,       ///< our application id
    reference,  ///< the application that ours replaces
    other,      ///< something else: hands off
};

struct Identified {
    FileKind kind = FileKind::empty;
    int version = 0;                       ///< schema version when `ours`
    std::vector<std::string> tables = {};  ///< for messages
};
[[nodiscard]] Result<Identified> identify(Connection& connection);

/// Applies the steps that are missing, all in one transaction.
///
/// Returns the version before. Errors: conflict when the file has a newer schema than `steps` knows, with
/// what to do; corrupt when the file is not ours.
[[nodiscard]] Result<int> migrate(Connection& connection, std::span<Migration const> steps);

/// The same inside a transaction of the caller's.
[[nodiscard]] Result<int> migrate_within(Connection& connection, std::span<Migration const> steps);

}  // namespace kewp::store
