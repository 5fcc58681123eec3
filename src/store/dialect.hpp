#pragma once

#include "base/result.hpp"
#include "store/session.hpp"

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace sqlite_api {
struct sqlite3;
}

/// What one database engine says differently from another, and nothing else. SQLite is the engine of today.
namespace kewp::store::dialect {

/// The C handle under a session.
[[nodiscard]] sqlite_api::sqlite3* handle_of(Session& session);

/// Starts a transaction that holds the write lock from its first moment, so that it cannot fail half way
/// because someone else wrote.
[[nodiscard]] char const* begin_write();

/// The column definition of a row number that is never given out twice.
[[nodiscard]] char const* id_column();

/// Triggers by which the database refuses to change or remove rows of `table`.
[[nodiscard]] std::vector<std::string> append_only(std::string_view table);

/// Loosens the trigger on `audit` by exactly one change: in every line one person, whom table `erasure` names, becomes
/// the pseudonym beside it. Time, action, object and everything else must stay.
[[nodiscard]] std::vector<std::string> append_only_but_for_erasure();

/// Triggers that keep table `mapping_day` in step with table `mapping`.
[[nodiscard]] std::vector<std::string> count_mappings_by_day();

/// False when the engine has ended the transaction by itself (disk full, I/O error).
[[nodiscard]] bool in_transaction(Session& session);

/// Version of our schema as the database file records it.
[[nodiscard]] int schema_version(Session& session);
void set_schema_version(Session& session, int version);
/// Whose file it is.
[[nodiscard]] std::int32_t application_id(Session& session);
void set_application_id(Session& session, std::int32_t id);

/// A result code of SQLite's C interface as an error; `message` is what SQLite says about it.
[[nodiscard]] Error error_of(int result, std::string const& message);

/// An exception of the SQL library as an error. The message has no values of the statement, which may be
/// someone's e-mail address.
[[nodiscard]] Error error_of(std::exception const& thrown);

}  // namespace kewp::store::dialect
