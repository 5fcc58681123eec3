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

/// Which lines. An absent member does not restrict.
struct AuditFilter {
    std::optional<std::string> actor = {};
    std::optional<std::string> action = {};  ///< whole, or with a `.` at its end all of that kind (`proposal.`)
    std::optional<std::string> object_uuid = {};
    std::optional<Instant> since = {};   ///< at or after
    std::optional<Instant> before = {};  ///< earlier than
    std::int64_t before_id = 0;          ///< lines older than this one; 0: from the newest
};

/// Newest first.
[[nodiscard]] Result<std::vector<AuditRecord>> list_audit(Session& session, AuditFilter const& filter,
                                                          std::uint64_t limit);

/// Newest first: decisions of others on proposals by `identity`, and second opinions asked of it.
[[nodiscard]] Result<std::vector<NoticeRecord>> list_notices(Session& session, std::string_view identity,
                                                             std::uint64_t limit);

/// The audit line up to which `owner` has read; 0 when nothing.
[[nodiscard]] Result<std::int64_t> notices_seen(Session& session, std::string_view owner);
/// Never backwards.
[[nodiscard]] Result<void> mark_notices_seen(Transaction& transaction, std::string_view owner, std::int64_t audit_id,
                                             Instant at);

}  // namespace kewp::store
