#pragma once

#include "base/result.hpp"
#include "store/records.hpp"
#include "store/transaction.hpp"

#include <vector>

namespace kewp::store {

/// Sets or replaces the choice for one Key Event.
[[nodiscard]] Result<void> put_description_override(Transaction& transaction, DescriptionOverride const& record);
/// By Key Event number.
[[nodiscard]] Result<std::vector<DescriptionOverride>> list_description_overrides(Session& session);

/// True when an administrator has switched this Key Event's description off.
[[nodiscard]] Result<bool> description_disabled(Session& session, KeId ke);

}  // namespace kewp::store
