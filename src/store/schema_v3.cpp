#include "store/dialect.hpp"
#include "store/schema.hpp"

// Version 3: lists of any length are paged at the price of a page (docs/decisions/010-paging.md).
namespace kewp::store {

std::vector<std::string> schema_v3()
{
    std::vector<std::string> statements{
        // The mappings in force in the order of the public lists, and what those lists filter by: pages are found and
        // counted in the index alone.
        R"(CREATE INDEX mapping_in_force ON mapping (resource, created_at DESC, id, confidence, go_direction)
    WHERE withdrawn_at IS NULL)",
        R"(CREATE INDEX mapping_ke_in_force ON mapping (ke_id, resource, created_at DESC, id, confidence, go_direction)
    WHERE withdrawn_at IS NULL)",
        R"(CREATE INDEX mapping_target_in_force ON mapping (target_id, created_at DESC, id)
    WHERE withdrawn_at IS NULL)",
        "DROP INDEX mapping_newest",
        "DROP INDEX mapping_ke",
        "DROP INDEX mapping_target",
        // How many mappings of each kind in force were made on each day: what a page skips is added up, not walked
        // over.
        R"(CREATE TABLE mapping_day (
    resource TEXT NOT NULL,
    day TEXT NOT NULL,
    confidence TEXT NOT NULL,
    direction TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (resource, day, confidence, direction)))",
        R"(INSERT INTO mapping_day (resource, day, confidence, direction, number)
SELECT resource, substr(created_at, 1, 10), confidence, coalesce(go_direction, ''), count(*)
FROM mapping WHERE withdrawn_at IS NULL GROUP BY 1, 2, 3, 4)",
    };
    for (auto& statement : dialect::count_mappings_by_day()) {
        statements.push_back(std::move(statement));
    }
    return statements;
}

}  // namespace kewp::store
