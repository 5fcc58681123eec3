#pragma once

#include "base/result.hpp"
#include "store/records.hpp"
#include "store/transaction.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace kewp::store {

/// Asks for one. Error: conflict when this curator was asked about this proposal already.
[[nodiscard]] Result<OpinionRecord> insert_opinion(Transaction& transaction, OpinionRecord record);

/// Stores the answers, once. Errors: not_found, conflict when they were given already.
[[nodiscard]] Result<void> give_opinion(Transaction& transaction, OpinionRecord const& record);

[[nodiscard]] Result<std::optional<OpinionRecord>> find_opinion(Session& session, std::string_view uuid);
/// Oldest first.
[[nodiscard]] Result<std::vector<OpinionRecord>> list_opinions_on(Session& session, std::string_view proposal_uuid);
[[nodiscard]] Result<std::vector<OpinionRecord>> list_opinions_of(Session& session, std::string_view curator);
/// All that were given, for the agreement of curators.
[[nodiscard]] Result<std::vector<OpinionRecord>> list_given_opinions(Session& session);

}  // namespace kewp::store
