#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "store/transaction.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kewp::store {

[[nodiscard]] Result<void> put_value(Transaction& transaction, std::string_view key, std::string_view value);
[[nodiscard]] Result<std::optional<std::string>> get_value(Session& session, std::string_view key);

/// Grows with every commit that changes what the public sees; 0 for an empty database.
[[nodiscard]] Result<std::uint64_t> data_revision(Session& session);

/// When it last grew; the epoch when it never did.
[[nodiscard]] Result<Instant> data_changed_at(Session& session);

/// Called by the writer for jobs that marked a public change. Returns the new revision.
[[nodiscard]] Result<std::uint64_t> bump_data_revision(Transaction& transaction);

}  // namespace kewp::store
