#include "store/dialect_postgresql.hpp"

#include "base/text.hpp"
#include "store/sql.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <memory>
#include <poll.h>
#include <soci/postgresql/soci-postgresql.h>

namespace kewp::store::dialect::postgresql {
namespace {

/// `KEWP` in ASCII: the advisory lock that writers hold.
constexpr std::int64_t kWriteLock = 0x4B455750;
/// … and the one that whoever makes a backup holds.
constexpr std::int64_t kBackupLock = kWriteLock + 1;

/// A commit waits for the disk and, where the server is told so, for a standby. One that takes longer counts as not
/// known to have happened.
constexpr std::chrono::seconds kCommitPatience{30};

struct Meaning {
    std::string_view state;  // or the class, its first two characters
    ErrorCode code;
    char const* hint;
};

// The first that fits counts.
constexpr std::array kMeanings = {
    Meaning{"23", ErrorCode::conflict, "the row contradicts what is stored"},
    Meaning{"P0001", ErrorCode::conflict, "the row contradicts what is stored"},
    Meaning{"40", ErrorCode::busy, "another program changed the same rows; try again"},
    Meaning{"55P03", ErrorCode::busy, "another program holds the database; try again shortly"},
    Meaning{"57014", ErrorCode::busy, "the database took too long and the statement was cancelled; try again shortly"},
    Meaning{"53300", ErrorCode::busy,
            "the server has no connection left; raise max_connections, or lower workers.count or workers.threads"},
    Meaning{"53100", ErrorCode::io, "the disk of the database server is full; free some space, nothing was stored"},
    Meaning{"08", ErrorCode::unavailable, "the database server cannot be reached"},
    Meaning{"57P", ErrorCode::unavailable, "the database server is stopping or starting"},
    Meaning{"25P03", ErrorCode::unavailable, "the database server ended a transaction that stood still"},
    Meaning{"25006", ErrorCode::unavailable, "the database server only answers reads; is it a standby?"},
    Meaning{"     ", ErrorCode::unavailable, "the connection to the database server is lost"},
    Meaning{"22021", ErrorCode::invalid_argument, "the text has characters that the database does not take"},
    Meaning{"28", ErrorCode::io, "the database server refused the user; check the user and DATABASE_PASSWORD"},
    Meaning{"3D000", ErrorCode::io, "there is no such database on the server; make it with createdb"},
    Meaning{"42501", ErrorCode::io, "the database user lacks a right; make it the owner of the database"},
    Meaning{"XX", ErrorCode::corrupt, "the database server reports damage"},
};

struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, Clear>;

/// The first line, which is the reason; details after it may name values of rows.
std::string trimmed(char const* text)
{
    auto const all = text::trim(text == nullptr ? "" : text);
    return std::string(all.substr(0, all.find('\n')));
}

Error error_of_answer(PGconn* connection, PGresult const* answer)
{
    auto const* const state = answer == nullptr ? nullptr : PQresultErrorField(answer, PG_DIAG_SQLSTATE);
    auto const message = answer == nullptr ? PQerrorMessage(connection) : PQresultErrorMessage(answer);
    return error_of(state == nullptr ? "     " : state, trimmed(message));
}

/// Waits until the server has answered completely, or says no.
bool await(PGconn* connection, std::chrono::steady_clock::time_point until)
{
    while (PQisBusy(connection) != 0) {
        auto const left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        pollfd socket{PQsocket(connection), POLLIN, 0};
        if (left.count() <= 0 || (::poll(&socket, 1, static_cast<int>(left.count())) < 0 && errno != EINTR) ||
            PQconsumeInput(connection) == 0) {
            return false;
        }
    }
    return true;
}

/// Hears a warning during COMMIT: "canceling the wait for synchronous replication", after which the server answers as
/// if all were well.
class WarningEar {
public:
    explicit WarningEar(PGconn* connection)
        : connection_(connection), before_(PQsetNoticeReceiver(connection, hear, &heard_))
    {
    }
    WarningEar(WarningEar const&) = delete;
    WarningEar& operator=(WarningEar const&) = delete;
    ~WarningEar() { PQsetNoticeReceiver(connection_, before_, nullptr); }

    [[nodiscard]] std::string const& heard() const { return heard_; }

private:
    static void hear(void* heard, PGresult const* notice)
    {
        auto const* const severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
        if (severity != nullptr && std::string_view(severity) == "WARNING") {
            *static_cast<std::string*>(heard) = trimmed(PQresultErrorMessage(notice));
        }
    }

    PGconn* connection_;
    std::string heard_;
    PQnoticeReceiver before_;
};

/// Puts `type` in place of a whole word.
void replace_word(std::string& text, std::string_view word, std::string_view type)
{
    auto const part_of_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at)) {
        auto const end = at + word.size();
        bool const whole = (at == 0 || !part_of_word(text[at - 1])) && (end == text.size() || !part_of_word(text[end]));
        if (whole) {
            text.replace(at, word.size(), type);
        }
        at += whole ? type.size() : word.size();
    }
}

}  // namespace

// SOCI hides the type information of its backends, which the check of casts by the sanitizer would need.
[[gnu::no_sanitize("vptr")]] pg_conn* handle_of(Session& session)
{
    return static_cast<soci::postgresql_session_backend*>(session.get_backend())->conn_;
}

void begin_write(Session& session)
{
    try {
        // READ COMMITTED whatever the server's default: what others committed while this one waited is to be seen.
        session << "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT pg_advisory_xact_lock(" << kWriteLock
                << ")";
    } catch (soci::soci_error const&) {
        if (in_transaction(session)) {
            session << "ROLLBACK";
        }
        throw;
    }
}

Committed commit(Session& session, std::string const& writer, std::string const& batch)
{
    auto* const connection = handle_of(session);
    auto const sql = fmt::format(
        "INSERT INTO kewp_commit (writer, batch) VALUES ('{}', '{}') ON CONFLICT (writer) DO "
        "UPDATE SET batch = excluded.batch, committed_at = excluded.committed_at; COMMIT",
        writer, batch);
    WarningEar const warnings(connection);
    if (PQsendQuery(connection, sql.c_str()) == 0) {
        return {PQstatus(connection) == CONNECTION_BAD ? Ending::unknown : Ending::not_done,
                error_of_answer(connection, nullptr)};
    }
    bool committed = false;
    Committed outcome{Ending::unknown, {ErrorCode::unavailable, "the database server did not answer in time"}};
    auto const until = std::chrono::steady_clock::now() + kCommitPatience;
    while (await(connection, until)) {
        Answer const answer(PQgetResult(connection));
        if (!answer) {
            if (committed && warnings.heard().empty()) {
                return {};
            }
            return committed ? Committed{Ending::unknown, {ErrorCode::unavailable, warnings.heard()}} : outcome;
        }
        if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) {
            // The server has rolled back, unless it is going away (57P…) or the connection broke (no state at all).
            auto const* const state = PQresultErrorField(answer.get(), PG_DIAG_SQLSTATE);
            bool const rolled_back = state != nullptr && !std::string_view(state).starts_with("57P") &&
                                     PQstatus(connection) == CONNECTION_OK;
            outcome = {rolled_back ? Ending::not_done : Ending::unknown, error_of_answer(connection, answer.get())};
            committed = false;
        } else if (std::string_view(PQcmdStatus(answer.get())) == "COMMIT") {
            committed = true;
        } else if (std::string_view(PQcmdStatus(answer.get())) == "ROLLBACK") {
            outcome = {Ending::not_done, {ErrorCode::internal, "the transaction had failed before its end"}};
        }
    }
    return {Ending::unknown,
            {ErrorCode::unavailable,
             PQstatus(connection) == CONNECTION_BAD ? trimmed(PQerrorMessage(connection)) : outcome.error.message}};
}

bool has_batch(Session& session, std::string const& writer, std::string const& batch)
{
    return select_number(session, "SELECT count(*) FROM kewp_commit WHERE writer = :writer AND batch = :batch",
                         std::move(Values{}.text("writer", writer).text("batch", batch))) > 0;
}

bool take_backup_lock(Session& session)
{
    return select_number(session, fmt::format("SELECT pg_try_advisory_lock({})::int", kBackupLock)) == 1;
}

bool in_transaction(Session& session)
{
    switch (PQtransactionStatus(handle_of(session))) {
        case PQTRANS_INTRANS:
        case PQTRANS_INERROR: return true;
        default: return false;
    }
}

bool worth_another_try(Session& session, Error const& error)
{
    bool const broken = PQstatus(handle_of(session)) == CONNECTION_BAD;
    bool const failed = PQtransactionStatus(handle_of(session)) == PQTRANS_INERROR;
    return broken || error.code == ErrorCode::unavailable || (failed && error.code == ErrorCode::busy);
}

std::string schema_statement(std::string const& statement)
{
    auto text = statement;
    if (text.starts_with("CREATE TABLE")) {
        replace_word(text, "INTEGER", "BIGINT");
        // Bytes decide the order, as in SQLite, whatever language the database was made for.
        replace_word(text, "TEXT", "TEXT COLLATE \"C\"");
    }
    return text;
}

std::vector<std::string> append_only(std::string_view table)
{
    return {fmt::format("CREATE FUNCTION {0}_refuses() RETURNS trigger LANGUAGE plpgsql AS "
                        "'BEGIN RAISE EXCEPTION ''{0} is append-only''; END'",
                        table),
            fmt::format("CREATE TRIGGER {0}_refuses_update BEFORE UPDATE ON {0} FOR EACH ROW EXECUTE FUNCTION "
                        "{0}_refuses()",
                        table),
            fmt::format("CREATE TRIGGER {0}_refuses_delete BEFORE DELETE OR TRUNCATE ON {0} FOR EACH STATEMENT EXECUTE "
                        "FUNCTION {0}_refuses()",
                        table)};
}

std::vector<std::string> append_only_but_for_erasure()
{
    return {"DROP TRIGGER audit_refuses_update ON audit",
            R"(CREATE FUNCTION audit_refuses_but_for_erasure() RETURNS trigger LANGUAGE plpgsql AS '
BEGIN
    IF EXISTS (SELECT 1 FROM erasure AS e
        WHERE NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.action = OLD.action AND NEW.request_id = OLD.request_id
        AND NEW.object_uuid = CASE OLD.object_uuid WHEN ''user:'' || e.identity THEN ''user:'' || e.pseudonym
                                                   ELSE OLD.object_uuid END
        AND NEW.actor = CASE OLD.actor WHEN e.identity THEN e.pseudonym ELSE OLD.actor END
        AND NEW.before_json IS NOT DISTINCT FROM replace(OLD.before_json, e.identity_json, e.pseudonym_json)
        AND NEW.after_json IS NOT DISTINCT FROM replace(OLD.after_json, e.identity_json, e.pseudonym_json)) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION ''audit is append-only'';
END')",
            "CREATE TRIGGER audit_refuses_update BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION "
            "audit_refuses_but_for_erasure()"};
}

std::vector<std::string> count_mappings_by_month()
{
    auto const count = [](char const* row, int change) {
        return fmt::format(R"(
        IF {0}.withdrawn_at IS NULL THEN
            INSERT INTO mapping_month (resource, month, confidence, direction, number)
            VALUES ({0}.resource, substr({0}.created_at, 1, 7), {0}.confidence, coalesce({0}.go_direction, ''''), {1})
            ON CONFLICT (resource, month, confidence, direction)
            DO UPDATE SET number = mapping_month.number + excluded.number;
        END IF;)",
                           row, change);
    };
    return {
        fmt::format(R"(CREATE FUNCTION mapping_month_follows() RETURNS trigger LANGUAGE plpgsql AS '
BEGIN
    IF TG_OP IN (''UPDATE'', ''DELETE'') THEN{}
    END IF;
    IF TG_OP IN (''INSERT'', ''UPDATE'') THEN{}
    END IF;
    RETURN NULL;
END')",
                    count("OLD", -1), count("NEW", 1)),
        "CREATE TRIGGER mapping_month_follows AFTER INSERT OR DELETE OR UPDATE OF resource, created_at, confidence, "
        "go_direction, withdrawn_at ON mapping FOR EACH ROW EXECUTE FUNCTION mapping_month_follows()"};
}

Marks marks(Session& session)
{
    if (select_number(session,
                      "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() "
                      "AND tablename = 'kewp_schema'") == 0) {
        return {};
    }
    return {static_cast<int>(select_number(session, "SELECT version FROM kewp_schema")),
            static_cast<std::int32_t>(select_number(session, "SELECT application_id FROM kewp_schema"))};
}

void set_marks(Session& session, Marks marks)
{
    session << "CREATE TABLE IF NOT EXISTS kewp_schema (version INTEGER NOT NULL, application_id INTEGER NOT NULL)";
    // The last batch that each writer committed, by which it learns how a commit ended whose answer it did not get.
    session << "CREATE TABLE IF NOT EXISTS kewp_commit (writer TEXT PRIMARY KEY, batch TEXT NOT NULL, "
               "committed_at TIMESTAMPTZ NOT NULL DEFAULT now())";
    session << "DELETE FROM kewp_schema";
    session << "INSERT INTO kewp_schema (version, application_id) VALUES (" << marks.version << ", "
            << marks.application_id << ")";
}

Error error_of(std::string const& sqlstate, std::string const& message)
{
    auto const first_line = message.substr(0, message.find('\n'));  // details name values
    auto const found =
        std::ranges::find_if(kMeanings, [&](Meaning const& meaning) { return sqlstate.starts_with(meaning.state); });
    if (found == kMeanings.end()) {
        return {ErrorCode::internal, first_line};
    }
    return {found->code, fmt::format("{} ({})", found->hint, first_line)};
}

}  // namespace kewp::store::dialect::postgresql
