#pragma once

#include "base/result.hpp"
#include "store/records.hpp"
#include "store/transaction.hpp"

#include <cstdint>
#include <string_view>

namespace kewp::store {

/// What an erasure touched.
struct Erased {
    std::uint64_t mappings = 0;
    std::uint64_t proposals = 0;
    std::uint64_t audit_lines = 0;
    std::uint64_t sessions = 0;
};

/// Puts `pseudonym` in place of `identity` everywhere, the history included, and removes name, affiliation, e-mail
/// address, drafts, sessions and the account. What the person did stays, as the pseudonym's.
[[nodiscard]] Result<Erased> erase_person(Transaction& transaction, std::string_view identity,
                                          std::string_view pseudonym);

/// A line `mapping.attribution` for each mapping that names `pseudonym`: who keeps a copy of the public mappings learns
/// from it that a name must go. Time, actor and request are those of `line`.
[[nodiscard]] Result<void> note_attribution(Transaction& transaction, std::string_view pseudonym,
                                            AuditRecord const& line);

}  // namespace kewp::store
