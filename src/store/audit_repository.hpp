#pragma once

#include "base/result.hpp"
#include "store/mapping_repository.hpp"
#include "store/records.hpp"
#include "store/transaction.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace kewp::store {

/// Adds a line; a missing time is filled in. There is no way to change or remove one: triggers of the
/// database refuse it.
[[nodiscard]] Result<std::int64_t> append_audit(Transaction& transaction, AuditRecord record);

/// The history of one mapping or proposal, oldest first.
[[nodiscard]] Result<std::vector<AuditRecord>> list_audit(Session& session, std::string_view object_uuid);

/// Everything after line `after_id`, oldest first.
[[nodiscard]] Result<std::vector<AuditRecord>> list_audit_after(Session& session, std::int64_t after_id,
                                                                std::uint64_t limit);

}  // namespace kewp::store
