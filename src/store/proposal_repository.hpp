#pragma once

#include "base/result.hpp"
#include "store/mapping_repository.hpp"
#include "store/records.hpp"
#include "store/transaction.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::store {

/// Which proposals. An absent member does not restrict.
struct ProposalFilter {
    std::optional<ProposalStatus> status = {};
    std::optional<Resource> resource = {};
    std::optional<ProposalKind> kind = {};
    std::optional<KeId> ke_id = {};
    std::optional<std::string> proposed_by = {};
    std::optional<std::string> mapping_uuid = {};
    bool oldest_first = false;  ///< the review queue; else newest first
};

/// Stores a new proposal and gives it its id. A missing uuid or time is filled in.
/// Error: conflict when a proposal for the same new pair is pending already (the database decides, so
/// of two that come at once one loses).
[[nodiscard]] Result<ProposalRecord> insert_proposal(Transaction& transaction, ProposalRecord record);

/// Replaces the row with this uuid if its version still is `record.version`; the stored version becomes
/// one more, and so does the returned record's. Errors: not_found; conflict when someone else was first.
[[nodiscard]] Result<ProposalRecord> update_proposal(Transaction& transaction, ProposalRecord record);

[[nodiscard]] Result<std::optional<ProposalRecord>> find_proposal(Session& session, std::string_view uuid);
/// By the number that curators see.
[[nodiscard]] Result<std::optional<ProposalRecord>> find_proposal_by_id(Session& session, std::int64_t id);

/// The pending `new` proposal for this pair.
[[nodiscard]] Result<std::optional<ProposalRecord>> find_pending_proposal(Session& session, Pair const& pair);

[[nodiscard]] Result<std::vector<ProposalRecord>> list_proposals(Session& session, ProposalFilter const& filter,
                                                                 Window window);
[[nodiscard]] Result<std::uint64_t> count_proposals(Session& session, ProposalFilter const& filter);

}  // namespace kewp::store
