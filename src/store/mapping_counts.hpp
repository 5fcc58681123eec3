#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "store/session.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace kewp::store {

/// By what mappings in force are added up.
enum class Grouping : std::uint8_t {
    month,       ///< `2026-05`, in which they were created (UTC)
    confidence,  ///< `low`, `medium`, `high`
    curator,     ///< identity of the proposer; "" where none is recorded
};

struct GroupCount {
    std::string group;
    Resource resource;
    std::uint64_t mappings;
};

/// Number of mappings in force per group and resource, ascending by group.
[[nodiscard]] Result<std::vector<GroupCount>> count_mappings_by(Session& session, Grouping grouping);

}  // namespace kewp::store
