#pragma once

#include "base/result.hpp"
#include "config/settings.hpp"
#include "store/engine.hpp"
#include "store/session.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace sqlite_api {  // where SOCI puts SQLite's C interface
struct sqlite3;
}

namespace kewp::store {

enum class Access {
    read_write,  ///< our database: WAL, synchronous=FULL
    read_only,   ///< our database, `query_only`
    // Of SQLite only:
    foreign,  ///< any SQLite file, read only, left as it is: no WAL, no file beside it where avoidable
    recover,  ///< any SQLite file, read only but for undoing what a crash left half written
    fresh,    ///< a new file that we are building (import, backup): rollback journal, one writer
};

/// An open connection with its pragmas or options set; closes itself.
///
/// Must not live across fork: SQLite's locks belong to the process that took them, PostgreSQL's socket would have two
/// readers.
class Connection {
public:
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;
    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;
    ~Connection();

    [[nodiscard]] Session& session() { return *session_; }
    /// On SQLite, a commit that leaves so many pages in the write-ahead log puts them into the database file.
    void checkpoint_at(int pages);
    /// False when the connection to a server is lost; it will not come back.
    [[nodiscard]] bool alive();
    /// SQLite's C handle, for what SQL cannot say (online backup, autocommit state).
    [[nodiscard]] sqlite_api::sqlite3* handle() const;

private:
    friend class Database;
    explicit Connection(std::unique_ptr<Session> session);
    std::unique_ptr<Session> session_;
};

/// Where the database is and how long to wait for it. A value: it holds no connection, so it may be
/// built before fork and copied into every worker.
class Database {
public:
    /// SQLite waits this long for another process's lock before it reports `busy`. Between our own
    /// workers the writer's mutex keeps the lock free; this is for outside programs (a shell, a copy tool).
    static constexpr std::chrono::milliseconds kBusyTimeout{5000};

    explicit Database(std::filesystem::path path, std::chrono::milliseconds busy_timeout = kBusyTimeout);
    /// On a PostgreSQL server. Its time limits are in `store/postgres_address.cpp`.
    explicit Database(config::PostgresSettings server);

    [[nodiscard]] Engine engine() const { return server_.used() ? Engine::postgresql : Engine::sqlite; }
    /// The SQLite file.
    [[nodiscard]] std::filesystem::path const& path() const { return path_; }
    /// For messages: the file, or the server's address without secrets.
    [[nodiscard]] std::string const& name() const { return name_; }
    /// The same with another wait for SQLite's lock.
    [[nodiscard]] Database with_busy_timeout(std::chrono::milliseconds busy_timeout) const;

    /// The one place in the service that opens databases and sets pragmas and time limits.
    ///
    /// Errors: io (cannot open or write; the message carries the command that mends file permissions),
    /// corrupt (not a database), busy, internal when SQLite does not grant WAL; unavailable when a server cannot be
    /// reached, invalid_argument for an address that is none.
    [[nodiscard]] Result<Connection> connect(Access access) const;

private:
    [[nodiscard]] Result<Connection> connect_to_server(Access access) const;
    std::filesystem::path path_;
    config::PostgresSettings server_ = {};
    std::string name_;
    std::chrono::milliseconds busy_timeout_ = kBusyTimeout;
};

/// The database that the settings name.
[[nodiscard]] Database database_of(config::Settings const& settings);

/// What a client is told when a server cannot be reached: the address and the reason go to the log. Other errors stay.
[[nodiscard]] Error for_clients(Database const& database, Error error);

/// Puts the file's name before an error of the disk or of the file's content, unless it has it already. An operator
/// needs it; errors of other kinds are for clients and stay as they are.
[[nodiscard]] Error with_file_name(std::filesystem::path const& path, Error error);

template <class T>
[[nodiscard]] Result<T> with_file_name(std::filesystem::path const& path, Result<T> result)
{
    return result ? std::move(result) : fail(with_file_name(path, std::move(result.error())));
}

/// The name of the file system under `path` if WAL is unsafe there (`nfs`, `cifs`, …), else nothing.
[[nodiscard]] std::optional<std::string> network_file_system(std::filesystem::path const& path);

}  // namespace kewp::store
