#include "store/dialect.hpp"
#include "store/schema.hpp"

#include <fmt/format.h>

// Version 3: lists of any length are paged at the price of a page (docs/decisions/010-paging.md).
namespace kewp::store {
namespace {

std::string in_force(char const* name, char const* columns)
{
    return fmt::format(
        "CREATE INDEX {} ON mapping (resource, {}, confidence, go_direction, withdrawn_at) WHERE withdrawn_at IS NULL",
        name, columns);
}

}  // namespace

std::vector<std::string> schema_v3(Engine engine)
{
    std::vector<std::string> statements{
        // The mappings in force in the orders of the public lists. All that those lists filter by is in the index, the
        // condition's own column too (else SQLite takes the table to be needed): pages are found and counted in it
        // alone.
        in_force("mapping_in_force", "created_at DESC, id"),
        in_force("mapping_ke_in_force", "ke_id, created_at DESC, id"),
        in_force("mapping_target_in_force", "target_id, created_at DESC, id"),
        in_force("mapping_changed_in_force", "updated_at DESC, created_at DESC, id"),
        "DROP INDEX mapping_newest",
        "DROP INDEX mapping_ke",
        "DROP INDEX mapping_target",
        // How many mappings of each kind in force were made in each month: what a page skips is added up, not walked
        // over.
        R"(CREATE TABLE mapping_month (
    resource TEXT NOT NULL,
    month TEXT NOT NULL,
    confidence TEXT NOT NULL,
    direction TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (resource, month, confidence, direction)))",
        R"(INSERT INTO mapping_month (resource, month, confidence, direction, number)
SELECT resource, substr(created_at, 1, 7), confidence, coalesce(go_direction, ''), count(*)
FROM mapping WHERE withdrawn_at IS NULL GROUP BY 1, 2, 3, 4)",
    };
    for (auto& statement : dialect::count_mappings_by_month(engine)) {
        statements.push_back(std::move(statement));
    }
    return statements;
}

}  // namespace kewp::store
