#pragma once

#include "base/result.hpp"
#include "store/records.hpp"
#include "store/transaction.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace kewp::store {

/// Stores a code by its hash. Error: conflict when the code exists.
[[nodiscard]] Result<GuestCodeRecord> insert_guest_code(Transaction& transaction, std::string_view code,
                                                        GuestCodeRecord record);

/// Takes one use of the code in one statement, so that concurrent guests cannot exceed `max_uses`.
/// Nothing when unknown, revoked, over or used up: the caller says the same in all cases.
[[nodiscard]] Result<std::optional<GuestCodeRecord>> use_guest_code(Transaction& transaction, std::string_view code,
                                                                    Instant at);

[[nodiscard]] Result<std::vector<GuestCodeRecord>> list_guest_codes(Session& session);
/// Error: not_found.
[[nodiscard]] Result<void> revoke_guest_code(Transaction& transaction, std::int64_t id, std::string_view by,
                                             Instant at);

}  // namespace kewp::store
