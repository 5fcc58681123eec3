#include "store/dialect.hpp"

#include "store/sql.hpp"

#include <fmt/format.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

namespace kewp::store::dialect {
namespace {

struct Meaning {
    ErrorCode code;
    char const* hint;
};

/// What a primary result code of SQLite means for the caller (sqlite.org/rescode.html).
Meaning meaning_of(int result)
{
    switch (result & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return {ErrorCode::busy, "another program holds the database; try again shortly"};
        case SQLITE_CONSTRAINT: return {ErrorCode::conflict, "the row contradicts what is stored"};
        case SQLITE_FULL: return {ErrorCode::io, "the disk is full; free some space, nothing was stored"};
        case SQLITE_IOERR: return {ErrorCode::io, "the disk did not take or give the data"};
        case SQLITE_READONLY:
            return {ErrorCode::io, "the database cannot be written; check the owner and mode of its file and folder"};
        case SQLITE_CANTOPEN:
            return {ErrorCode::io, "the file cannot be opened; check that its folder exists and belongs to this user"};
        case SQLITE_PERM:
        case SQLITE_AUTH: return {ErrorCode::io, "access was refused"};
        case SQLITE_CORRUPT: return {ErrorCode::corrupt, "the database file is damaged; restore a backup"};
        case SQLITE_NOTADB: return {ErrorCode::corrupt, "the file is not a SQLite database"};
        default: return {ErrorCode::internal, ""};
    }
}

std::int64_t pragma_number(Session& session, char const* name)
{
    return select_number(session, fmt::format("PRAGMA {}", name));
}

}  // namespace

// SOCI hides the type information of its backends, which the check of casts by the sanitizer would need.
[[gnu::no_sanitize("vptr")]] sqlite_api::sqlite3* handle_of(Session& session)
{
    return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
}

char const* begin_write()
{
    return "BEGIN IMMEDIATE";
}

char const* id_column()
{
    return "INTEGER PRIMARY KEY AUTOINCREMENT";
}

std::vector<std::string> append_only(std::string_view table)
{
    std::vector<std::string> triggers;
    for (auto const* action : {"UPDATE", "DELETE"}) {
        triggers.push_back(
            fmt::format("CREATE TRIGGER {0}_refuses_{1} BEFORE {1} ON {0} "
                        "BEGIN SELECT RAISE(ABORT, '{0} is append-only'); END",
                        table, action));
    }
    return triggers;
}

std::vector<std::string> append_only_but_for_erasure()
{
    return {"DROP TRIGGER audit_refuses_UPDATE",
            R"(CREATE TRIGGER audit_refuses_UPDATE BEFORE UPDATE ON audit
WHEN NOT EXISTS (SELECT 1 FROM erasure AS e
    WHERE NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.action = OLD.action AND NEW.request_id = OLD.request_id
    AND NEW.object_uuid = CASE OLD.object_uuid WHEN 'user:' || e.identity THEN 'user:' || e.pseudonym
                                               ELSE OLD.object_uuid END
    AND NEW.actor = CASE OLD.actor WHEN e.identity THEN e.pseudonym ELSE OLD.actor END
    AND NEW.before_json IS replace(OLD.before_json, e.identity_json, e.pseudonym_json)
    AND NEW.after_json IS replace(OLD.after_json, e.identity_json, e.pseudonym_json))
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END)"};
}

std::vector<std::string> count_mappings_by_day()
{
    auto const count = [](char const* row, int change) {
        return fmt::format(
            "INSERT INTO mapping_day (resource, day, confidence, direction, number) "
            "SELECT {0}.resource, substr({0}.created_at, 1, 10), {0}.confidence, coalesce({0}.go_direction, ''), {1} "
            "WHERE {0}.withdrawn_at IS NULL "
            "ON CONFLICT (resource, day, confidence, direction) DO UPDATE SET number = number + excluded.number;",
            row, change);
    };
    auto const trigger = [](char const* name, char const* event, std::string const& body) {
        return fmt::format("CREATE TRIGGER mapping_day_{} AFTER {} ON mapping BEGIN {} END", name, event, body);
    };
    return {trigger("insert", "INSERT", count("NEW", 1)), trigger("delete", "DELETE", count("OLD", -1)),
            trigger("update", "UPDATE OF resource, created_at, confidence, go_direction, withdrawn_at",
                    count("OLD", -1) + " " + count("NEW", 1))};
}

bool in_transaction(Session& session)
{
    return sqlite_api::sqlite3_get_autocommit(handle_of(session)) == 0;
}

int schema_version(Session& session)
{
    return static_cast<int>(pragma_number(session, "user_version"));
}

void set_schema_version(Session& session, int version)
{
    session << "PRAGMA user_version = " << version;
}

std::int32_t application_id(Session& session)
{
    return static_cast<std::int32_t>(pragma_number(session, "application_id"));
}

void set_application_id(Session& session, std::int32_t id)
{
    session << "PRAGMA application_id = " << id;
}

Error error_of(int result, std::string const& message)
{
    auto const meaning = meaning_of(result);
    return {meaning.code, *meaning.hint == '\0' ? message : fmt::format("{} ({})", meaning.hint, message)};
}

Error error_of(std::exception const& thrown)
{
    auto const* soci_error = dynamic_cast<soci::soci_error const*>(&thrown);
    if (soci_error == nullptr) {
        return {ErrorCode::internal, thrown.what()};
    }
    auto const message = soci_error->get_error_message();
    if (auto const* sqlite_error = dynamic_cast<soci::sqlite3_soci_error const*>(&thrown)) {
        return error_of(sqlite_error->result(), message);
    }
    return {ErrorCode::internal, message};
}

}  // namespace kewp::store::dialect
