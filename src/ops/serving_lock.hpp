#pragma once

#include "base/file.hpp"
#include "base/result.hpp"

#include <chrono>
#include <filesystem>

namespace kewp::ops {

/// Taken on `<database>.lock` by whoever needs the database for itself: a running service (its children inherit the
/// lock, so that it lasts until the last of them is gone), `kewp restore`, `kewp migrate`.
///
/// Waits up to `patience` for a holder that is just ending. Errors: busy naming the process that holds it, io.
[[nodiscard]] Result<UniqueFd> lock_for_serving(std::filesystem::path const& database,
                                                std::chrono::milliseconds patience = std::chrono::seconds{5});

}  // namespace kewp::ops
