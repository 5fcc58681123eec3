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
           std::ranges::count_if(dialect::columns(session, "mappings"), [](auto const& column) {
               return column.name == "ke_id" || column.name == "wp_id" || column.name == "confidence_level";
           }) == 3;
}

Result<void> apply(Session& session, Migration const& step)
{
    for (auto const& statement : step.statements) {
        session << dialect::schema_statement(dialect::engine_of(session), statement);
    }
    dialect::set_schema_version(session, step.version);
    return {};
}

}  // namespace

std::vector<Migration> const& migrations(Engine engine)
{
    // Never edit a step that was released: add the next one.
    auto const all = [](Engine e) {
        return std::vector<Migration>{{1, schema_v1(e)}, {2, schema_v2(e)}, {3, schema_v3(e)}};
    };
    static auto const of_sqlite = all(Engine::sqlite);
    static auto const of_postgresql = all(Engine::postgresql);
    return engine == Engine::sqlite ? of_sqlite : of_postgresql;
}

Result<Identified> identify(Connection& connection)
{
    return attempt([&]() -> Result<Identified> {
        auto& session = connection.session();
        Identified found;
        found.tables = dialect::tables(session);
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

Result<int> migrate_within(Connection& connection, std::span<Migration const> steps)
{
    auto const newest = steps.empty() ? 0 : steps.back().version;
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
    return attempt([&]() -> Result<int> {
        auto& session = connection.session();
        for (auto const& step : steps) {
            if (step.version > found->version) {
                if (auto applied = apply(session, step); !applied) {
                    return fail(applied.error());
                }
            }
        }
        if (found->kind == FileKind::empty) {
            dialect::set_application_id(session, kApplicationId);
        }
        return found->version;
    });
}

Result<int> migrate(Connection& connection, std::span<Migration const> steps)
{
    auto& session = connection.session();
    auto outcome = attempt([&]() -> Result<int> {
        dialect::begin_write(session);
        auto migrated = migrate_within(connection, steps);
        if (migrated) {
            session << "COMMIT";
        }
        return migrated;
    });
    if (!outcome && dialect::in_transaction(session)) {
        session << "ROLLBACK";
    }
    return outcome;
}

}  // namespace kewp::store
