#include "store/migrations.hpp"

#include "store/schema.hpp"
#include "store/sql.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace kewp::store {
namespace {

/// The replaced application's file has this table from its first version on, and no other program's is alike. Its
/// other tables came later.
bool is_reference(Session& session, std::vector<std::string> const& tables)
{
    return std::ranges::find(tables, "mappings") != tables.end() &&
           select_number(session,
                         "SELECT count(*) FROM pragma_table_info('mappings') "
                         "WHERE name IN ('ke_id', 'wp_id', 'confidence_level')") == 3;
}

Result<void> apply(Session& session, Migration const& step)
{
    for (auto const& statement : step.statements) {
        session << statement;
    }
    dialect::set_schema_version(session, step.version);
    return {};
}

}  // namespace

std::vector<Migration> const& migrations()
{
    // Never edit a step that was released: add the next one.
    static std::vector<Migration> const steps{{1, schema_v1()}, {2, schema_v2()}, {3, schema_v3()}};
    return steps;
}

Result<Identified> identify(Connection& connection)
{
    return attempt([&]() -> Result<Identified> {
        auto& session = connection.session();
        Identified found;
        Select rows(session, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", "t");
        while (rows.next()) {
            found.tables.push_back(rows.text());
        }
        found.version = dialect::schema_version(session);
        if (dialect::application_id(session) == kApplicationId) {
            found.kind = FileKind::ours;
        } else if (found.tables.empty()) {
            found.kind = FileKind::empty;
        } else {
            found.kind = is_reference(session, found.tables) ? FileKind::reference : FileKind::other;
        }
        return found;
    });
}

Result<int> migrate(Connection& connection, std::span<Migration const> steps)
{
    auto& session = connection.session();
    auto const newest = steps.empty() ? 0 : steps.back().version;
    auto outcome = attempt([&]() -> Result<int> {
        session << dialect::begin_write();
        // Asked inside the transaction: another process may have migrated while this one waited.
        auto const found = identify(connection);
        if (!found) {
            return fail(found.error());
        }
        if (found->kind != FileKind::empty && found->kind != FileKind::ours) {
            return fail(ErrorCode::corrupt, "the file holds the tables of another program");
        }
        if (found->version > newest) {
            return fail(ErrorCode::conflict,
                        fmt::format("the database has schema version {}, this kewp knows up to {}; install a newer "
                                    "kewp, or restore a backup made before the update",
                                    found->version, newest));
        }
        for (auto const& step : steps) {
            if (step.version > found->version) {
                if (auto applied = apply(session, step); !applied) {
                    return fail(applied.error());
                }
            }
        }
        dialect::set_application_id(session, kApplicationId);
        session << "COMMIT";
        return found->version;
    });
    if (!outcome && dialect::in_transaction(session)) {
        session << "ROLLBACK";
    }
    return outcome;
}

}  // namespace kewp::store
