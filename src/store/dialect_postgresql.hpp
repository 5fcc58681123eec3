#pragma once

#include "store/dialect.hpp"

struct pg_conn;

/// The side of PostgreSQL in `store/dialect.hpp`. For `.cpp` files of this room only.
namespace kewp::store::dialect::postgresql {

/// The C handle under a session.
[[nodiscard]] pg_conn* handle_of(Session& session);

void begin_write(Session& session);
[[nodiscard]] Committed commit(Session& session, std::string const& writer, std::string const& batch);
[[nodiscard]] bool has_batch(Session& session, std::string const& writer, std::string const& batch);
[[nodiscard]] bool take_backup_lock(Session& session);
[[nodiscard]] bool in_transaction(Session& session);
[[nodiscard]] bool worth_another_try(Session& session, Error const& error);

[[nodiscard]] std::string schema_statement(std::string const& statement);
[[nodiscard]] std::vector<std::string> append_only(std::string_view table);
[[nodiscard]] std::vector<std::string> append_only_but_for_erasure();
[[nodiscard]] std::vector<std::string> count_mappings_by_month();

/// Version and application id; zeros when the database has none.
struct Marks {
    int version = 0;
    std::int32_t application_id = 0;
};
[[nodiscard]] Marks marks(Session& session);
void set_marks(Session& session, Marks marks);

/// What an SQLSTATE means (postgresql.org/docs/15/errcodes-appendix.html); five blanks: the connection is lost.
[[nodiscard]] Error error_of(std::string const& sqlstate, std::string const& message);

}  // namespace kewp::store::dialect::postgresql
