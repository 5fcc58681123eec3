#pragma once

#include "base/result.hpp"
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

}  // namespace kewp::store
