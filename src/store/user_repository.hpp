#pragma once

#include "base/result.hpp"
#include "store/records.hpp"
#include "store/transaction.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace kewp::store {

/// Notes a sign-in: creates the person or refreshes name and `last_sign_in_at`.
[[nodiscard]] Result<UserRecord> upsert_user(Transaction& transaction, UserRecord record, Instant at);
[[nodiscard]] Result<std::optional<UserRecord>> find_user(Session& session, std::string_view identity);
[[nodiscard]] Result<std::vector<UserRecord>> list_users(Session& session);

}  // namespace kewp::store
