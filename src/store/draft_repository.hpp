#pragma once

#include "base/result.hpp"
#include "store/records.hpp"
#include "store/transaction.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace kewp::store {

/// Drafts of one owner at most; more are refused.
inline constexpr std::int64_t kMostDrafts = 200;

/// Stores a new draft. Error: conflict when the owner has `kMostDrafts` already.
[[nodiscard]] Result<DraftRecord> insert_draft(Transaction& transaction, DraftRecord record);
/// Replaces the body. Error: not_found when there is none of this owner.
[[nodiscard]] Result<DraftRecord> update_draft(Transaction& transaction, DraftRecord record);
/// Error: not_found when there is none of this owner.
[[nodiscard]] Result<void> delete_draft(Transaction& transaction, std::string_view uuid, std::string_view owner);

[[nodiscard]] Result<std::optional<DraftRecord>> find_draft(Session& session, std::string_view uuid,
                                                            std::string_view owner);
/// Newest first.
[[nodiscard]] Result<std::vector<DraftRecord>> list_drafts(Session& session, std::string_view owner);

/// Removes drafts of guests that were not touched since. Returns how many.
[[nodiscard]] Result<std::uint64_t> prune_guest_drafts(Transaction& transaction, Instant since);

}  // namespace kewp::store
