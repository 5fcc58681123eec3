#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "curate/identity.hpp"
#include "store/records.hpp"
#include "store/transaction.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace kewp::curate {

/// A record as the audit keeps it: JSON, members of one kind in one order, unknown values null.
///
/// A proposal goes without name, affiliation and e-mail address: the audit cannot be erased, personal data must be.
[[nodiscard]] std::string audit_json(store::MappingRecord const& record);
[[nodiscard]] std::string audit_json(store::ProposalRecord const& record);

/// One line of history, in the transaction of the change itself.
[[nodiscard]] Result<void> note(store::Transaction& transaction, Actor const& actor, Instant at,
                                std::string_view action, std::string const& object_uuid,
                                std::optional<std::string> before, std::optional<std::string> after);

/// A line that was put together already.
[[nodiscard]] Result<void> note(store::Transaction& transaction, store::AuditRecord line);

}  // namespace kewp::curate
