#pragma once

#include "store/mapping_repository.hpp"

#include <functional>
#include <optional>
#include <span>

namespace kewp::publish {

/// Which mappings a file holds.
struct Selection {
    std::optional<Resource> resource = {};                     ///< absent: all three, one after the other
    std::optional<store::Confidence> confidence = {};          ///< exactly this tier
    std::optional<store::Confidence> minimum_confidence = {};  ///< this tier and those above
};

/// Takes one mapping; an error ends the iteration.
using EachMapping = std::function<Result<void>(store::MappingRecord const&)>;

/// Calls `each` for the mappings in force, in constant memory: WikiPathways, GO, Reactome; within each the newest
/// first. Their texts are well-formed UTF-8 whatever the database holds. Errors: those of the database and of `each`.
[[nodiscard]] Result<void> each_mapping(store::Session& session, Selection const& selection, EachMapping const& each);

/// How many mappings `each_mapping` would give.
[[nodiscard]] Result<std::uint64_t> count_selected(store::Session& session, Selection const& selection);

/// When one of them (a withdrawn one too) was last changed: what files state as their time, so that the same data make
/// the same bytes. Nothing when there never was one.
[[nodiscard]] Result<std::optional<Instant>> time_of_data(store::Session& session, Selection const& selection);

/// The resources that a selection covers, in the order of files.
[[nodiscard]] std::span<Resource const> resources_of(Selection const& selection);

}  // namespace kewp::publish
