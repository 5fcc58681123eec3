#pragma once

#include "base/result.hpp"
#include "store/records.hpp"
#include "store/transaction.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::store {

/// Which mappings. An absent member does not restrict; an empty list lets nothing through.
struct MappingFilter {
    std::optional<Resource> resource = {};
    std::optional<std::vector<KeId>> ke_ids = {};
    std::optional<std::vector<TargetId>> target_ids = {};
    std::optional<Confidence> confidence = {};          ///< exactly this tier
    std::optional<Confidence> minimum_confidence = {};  ///< this tier and those above
    std::optional<GoDirection> direction = {};
    std::optional<std::string> proposed_by = {};
    std::optional<Instant> changed_after = {};    ///< `updated_at` later than this
    std::optional<Instant> approved_from = {};    ///< `approved_at` then or later
    std::optional<Instant> approved_before = {};  ///< `approved_at` earlier than this
    std::optional<std::string> text = {};         ///< in an id or title of the pair, whatever the case of ASCII letters
    bool include_withdrawn = false;
};

/// Rows `[offset, offset + limit)` of the order created_at DESC, id ASC, which is stable under paging.
struct Window {
    std::uint64_t limit = 50;
    std::uint64_t offset = 0;
};

/// Stores a new mapping and gives it its id. A missing uuid, created_at or updated_at is filled in.
/// Error: conflict when the pair is mapped already.
[[nodiscard]] Result<MappingRecord> insert_mapping(Transaction& transaction, MappingRecord record);

/// Replaces everything of the row with this uuid but pair, uuid, created_at and created_by.
/// Error: not_found.
[[nodiscard]] Result<void> update_mapping(Transaction& transaction, MappingRecord const& record);

/// Withdrawn ones too: look at `withdrawn_at`.
[[nodiscard]] Result<std::optional<MappingRecord>> find_mapping(Session& session, std::string_view uuid);

/// The mapping of this pair that is in force.
[[nodiscard]] Result<std::optional<MappingRecord>> find_mapping_of(Session& session, Pair const& pair);

[[nodiscard]] Result<std::vector<MappingRecord>> list_mappings(Session& session, MappingFilter const& filter,
                                                               Window window);
[[nodiscard]] Result<std::uint64_t> count_mappings(Session& session, MappingFilter const& filter);

/// Calls `row` for each, in the order of `list_mappings`, in constant memory; stops when it returns false.
[[nodiscard]] Result<void> for_each_mapping(Session& session, MappingFilter const& filter,
                                            std::function<bool(MappingRecord const&)> const& row);

/// When a mapping of this resource (of any, without one) was last changed, withdrawn ones too. Nothing without
/// mappings.
[[nodiscard]] Result<std::optional<Instant>> last_mapping_change(Session& session, std::optional<Resource> resource);

/// Number of mappings in force per Key Event of one resource (coverage).
[[nodiscard]] Result<std::vector<std::pair<KeId, std::uint64_t>>> count_mappings_by_key_event(Session& session,
                                                                                              Resource resource);

}  // namespace kewp::store
