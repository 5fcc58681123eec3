#include "store/mapping_counts.hpp"

#include "store/sql.hpp"

#include <fmt/format.h>

namespace kewp::store {
namespace {

char const* expression(Grouping grouping)
{
    switch (grouping) {
        case Grouping::month: return "substr(created_at, 1, 7)";  // times are text: see schema.cpp
        case Grouping::confidence: return "confidence";
        case Grouping::curator: break;
    }
    return "coalesce(proposed_by, '')";
}

}  // namespace

Result<std::vector<GroupCount>> count_mappings_by(Session& session, Grouping grouping)
{
    return attempt([&]() -> Result<std::vector<GroupCount>> {
        std::vector<GroupCount> counts;
        Select rows(session,
                    fmt::format("SELECT {0}, resource, count(*) FROM mapping WHERE withdrawn_at IS NULL "
                                "GROUP BY {0}, resource ORDER BY {0}, resource",
                                expression(grouping)),
                    "ttn");
        while (rows.next()) {
            auto group = rows.text();
            auto const resource = expect(parse_resource(rows.text()));
            counts.push_back({std::move(group), resource, static_cast<std::uint64_t>(rows.number())});
        }
        return counts;
    });
}

}  // namespace kewp::store
