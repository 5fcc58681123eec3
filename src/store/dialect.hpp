#pragma once

#include "base/result.hpp"
#include "store/engine.hpp"
#include "store/session.hpp"

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace sqlite_api {
struct sqlite3;
}

/// What one database engine says differently from another, and nothing else. Statements elsewhere are written so that
/// both engines take them.
namespace kewp::store::dialect {

/// The channel of NOTIFY on which the number of public data's last change is told.
inline constexpr char const* kRevisionChannel = "kewp_revision";

[[nodiscard]] Engine engine_of(Session& session);

/// The C handle under a session on SQLite.
[[nodiscard]] sqlite_api::sqlite3* handle_of(Session& session);

/// Starts a transaction that holds the write lock from its first moment, so that it cannot fail half way
/// because someone else wrote, and that sees all that was committed before. On PostgreSQL the lock is an advisory one,
/// taken by every kewp of every machine. Throws soci_error; then no transaction is open.
void begin_write(Session& session);

/// Starts a transaction that reads one consistent state. Throws soci_error.
void begin_snapshot(Session& session);

/// How a commit ended.
enum class Ending {
    done,      ///< stored, as safely as the engine was told to
    not_done,  ///< nothing was stored
    unknown,   ///< the connection broke, or the standby did not confirm, after COMMIT was sent
};
struct Committed {
    Ending ending = Ending::done;
    Error error = {};  ///< why it is not done
};

/// Ends the transaction and tells which of the three it was. On PostgreSQL, `batch` is stored under `writer` with it,
/// so that `has_batch` can tell later; both are made of letters and digits. Waits 30 s at most.
[[nodiscard]] Committed commit(Session& session, std::string const& writer, std::string const& batch);

/// True when the transaction of `batch` was committed. Ask under the write lock: then it has ended.
[[nodiscard]] bool has_batch(Session& session, std::string const& writer, std::string const& batch);

/// On PostgreSQL, tells all nodes when the transaction commits that public data have changed (`RevisionWatch`).
void announce_revision(Session& session, std::uint64_t revision);

/// An error after which the same work may succeed from the beginning, since nothing of it was stored: a deadlock, a
/// conflict of transactions, a lost connection. Never on SQLite, whose lock is held from the first moment.
[[nodiscard]] bool worth_another_try(Session& session, Error const& error);

/// Removes what `commit` stored for writers that have not committed for a day.
void forget_old_batches(Session& session);

/// On PostgreSQL, takes the lock of whoever makes backups, for the life of the connection. False when another has it.
[[nodiscard]] bool take_backup_lock(Session& session);

/// The column definition of a row number that is never given out twice.
[[nodiscard]] char const* id_column(Engine engine);

/// A statement of the schema, which is written for SQLite, in the words of `engine`.
[[nodiscard]] std::string schema_statement(Engine engine, std::string const& statement);

/// Triggers by which the database refuses to change or remove rows of `table`.
[[nodiscard]] std::vector<std::string> append_only(Engine engine, std::string_view table);

/// Loosens the trigger on `audit` by exactly one change: in every line one person, whom table `erasure` names, becomes
/// the pseudonym beside it. Time, action, object and everything else must stay.
[[nodiscard]] std::vector<std::string> append_only_but_for_erasure(Engine engine);

/// Triggers that keep table `mapping_month` in step with table `mapping`.
[[nodiscard]] std::vector<std::string> count_mappings_by_month(Engine engine);

/// False when the engine has ended the transaction by itself (disk full, I/O error, lost connection).
[[nodiscard]] bool in_transaction(Session& session);

/// Names of the tables, but for those of the engine and of this file.
[[nodiscard]] std::vector<std::string> tables(Session& session);

struct Column {
    std::string name;
    char kind = 't';  ///< as `Select` takes them: text, number, real
    bool operator==(Column const&) const = default;
};
/// A table's columns; none when there is no such table.
[[nodiscard]] std::vector<Column> columns(Session& session, std::string const& table);

/// The largest row number that a table ever gave out, also to rows that are gone.
[[nodiscard]] std::int64_t last_row_number(Session& session, std::string const& table);
void set_last_row_number(Session& session, std::string const& table, std::int64_t number);

/// Version of our schema as the database records it.
[[nodiscard]] int schema_version(Session& session);
void set_schema_version(Session& session, int version);
/// Whose database it is.
[[nodiscard]] std::int32_t application_id(Session& session);
void set_application_id(Session& session, std::int32_t id);

/// A result code of SQLite's C interface as an error; `message` is what SQLite says about it.
[[nodiscard]] Error error_of(int result, std::string const& message);

/// An exception of the SQL library as an error. The message has no values of the statement, which may be
/// someone's e-mail address.
[[nodiscard]] Error error_of(std::exception const& thrown);

}  // namespace kewp::store::dialect
