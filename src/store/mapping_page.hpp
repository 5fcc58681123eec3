#pragma once

#include "base/result.hpp"
#include "store/mapping_repository.hpp"
#include "store/session.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace kewp::store {

/// By what a list may be sorted. Ids go by their number; `confidence` from low to high.
enum class MappingSort : std::uint8_t { created_at, updated_at, approved_at, ke_id, target_id, confidence };

/// A total order: equal keys are told apart by created_at DESC, id ASC (`created_at` ascending is exactly the reverse
/// of descending).
struct MappingOrder {
    MappingSort key = MappingSort::created_at;
    bool descending = true;
};

struct MappingPage {
    std::vector<MappingRecord> mappings;
    std::uint64_t total = 0;  ///< of all pages
};

/// One page of a list and the list's length.
///
/// In the order of creation, filtered by resource, confidence and direction only, the cost does not grow with the
/// number of mappings but with the number of months, and of mappings made in one of them
/// (docs/decisions/010-paging.md).
[[nodiscard]] Result<MappingPage> read_mapping_page(Session& session, MappingFilter const& filter, MappingOrder order,
                                                    Window window);

/// Calls `row` for each in that order, in constant memory; stops when it returns false.
[[nodiscard]] Result<void> for_each_mapping(Session& session, MappingFilter const& filter, MappingOrder order,
                                            std::function<bool(MappingRecord const&)> const& row);

/// The Key Events with a mapping in force in `resource`, ascending. Its cost grows with their number, not with that of
/// the mappings.
[[nodiscard]] Result<std::vector<KeId>> mapped_key_events(Session& session, Resource resource);

/// Who proposed mappings in force in `resource`, and how many; by name. O(mappings of the resource).
[[nodiscard]] Result<std::vector<std::pair<std::string, std::uint64_t>>> mapping_proposers(Session& session,
                                                                                           Resource resource);

}  // namespace kewp::store
