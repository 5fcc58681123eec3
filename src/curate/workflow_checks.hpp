#pragma once

#include "curate/workflow.hpp"
#include "store/records.hpp"
#include "store/transaction.hpp"

#include <string_view>

/// What several steps of the workflow ask first. For `.cpp` files of this room only.
namespace kewp::curate {

/// Errors: unauthenticated for a visitor.
[[nodiscard]] Result<void> require_curator(Actor const& actor);
/// Errors: unauthenticated, forbidden.
[[nodiscard]] Result<void> require_admin(Actor const& actor);

/// A reason that someone must give. Error: invalid_argument with field `reason`.
[[nodiscard]] Result<std::string> require_reason(std::string_view text, std::string_view why);

/// Error: not_found.
[[nodiscard]] Result<store::ProposalRecord> known_proposal(store::Session& session, std::string_view uuid);

/// Errors: not_found; conflict when it was decided, or is not of `version` any more, naming who was first.
[[nodiscard]] Result<store::ProposalRecord> pending_proposal(store::Session& session, std::string_view uuid,
                                                             std::int64_t version);

/// A mapping in force. Errors: not_found; gone when it was withdrawn.
[[nodiscard]] Result<store::MappingRecord> mapping_in_force(store::Session& session, std::string_view uuid);

[[nodiscard]] tl::unexpected<Error> blocked(Blocking const& blocking, store::Pair const& pair);

/// Marks a proposal as decided and writes the line of history.
[[nodiscard]] Result<store::ProposalRecord> decide(store::Transaction& transaction, store::ProposalRecord proposal,
                                                   store::ProposalStatus status, std::string_view action,
                                                   std::optional<std::string> reason, Actor const& actor, Instant at);

}  // namespace kewp::curate
