#include "store/connection.hpp"

#include "base/text.hpp"
#include "store/dialect_postgresql.hpp"
#include "store/file_access.hpp"
#include "store/postgres_address.hpp"
#include "store/sql.hpp"

#include <array>
#include <cstdint>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <spdlog/spdlog.h>
#include <sys/vfs.h>

namespace kewp::store {
namespace {

namespace fs = std::filesystem;

/// A write-ahead log that grew during a long read is cut back to this size afterwards.
constexpr std::int64_t kLogSizeLimitBytes = 64LL * 1024 * 1024;

std::string file_connect_string(fs::path const& path, Access access)
{
    return fmt::format("db=\"{}\"{}", path.string(), access == Access::foreign ? " readonly=true" : "");
}

/// What libpq says about each host, on one line of a log.
std::string in_one_line(std::string const& text)
{
    std::string line;
    for (auto const part : text::split(text, '\n')) {
        if (auto const words = text::trim(part); !words.empty()) {
            line += fmt::format("{}{}", line.empty() ? "" : " ", words);
        }
    }
    return line;
}

std::string pragma_text(Session& session, std::string const& pragma)
{
    Select rows(session, "PRAGMA " + pragma, "t");
    return rows.next() ? rows.text() : std::string{};
}

/// Asks for a journal mode and makes sure that it was granted: SQLite says no by answering another mode.
Result<void> set_journal(Session& session, fs::path const& path, char const* mode)
{
    auto const granted = pragma_text(session, fmt::format("journal_mode = {}", mode));
    if (granted != mode) {
        return fail(ErrorCode::internal,
                    fmt::format("{}: SQLite runs in journal mode '{}', expected '{}'; the file system under it may not "
                                "support shared memory: put the database on a local disk",
                                path.string(), granted, mode));
    }
    return {};
}

Result<void> set_pragmas(Session& session, fs::path const& path, Access access)
{
    // Rows of a hostile file must not run code of ours: no functions or virtual tables from its schema.
    session << "PRAGMA trusted_schema = OFF";
    session << "PRAGMA cell_size_check = ON";
    switch (access) {
        case Access::recover:
        case Access::foreign: session << "PRAGMA query_only = ON"; return {};
        case Access::read_only:
            session << "PRAGMA query_only = ON";
            if (auto const mode = pragma_text(session, "journal_mode"); mode != "wal") {
                return fail(ErrorCode::internal, fmt::format("{}: the database is in journal mode '{}', expected 'wal'",
                                                             path.string(), mode));
            }
            return {};
        case Access::fresh:
        case Access::read_write: break;
    }
    if (auto journal = set_journal(session, path, access == Access::fresh ? "delete" : "wal"); !journal) {
        return journal;
    }
    session << "PRAGMA synchronous = FULL";
    session << "PRAGMA foreign_keys = ON";
    // INSERT OR REPLACE deletes rows; with this it runs the triggers that keep the audit append-only.
    session << "PRAGMA recursive_triggers = ON";
    session << "PRAGMA journal_size_limit = " << kLogSizeLimitBytes;
    if (auto const level = pragma_text(session, "synchronous"); level != "2") {
        return fail(ErrorCode::internal, fmt::format("{}: synchronous is {}, expected 2 (FULL)", path.string(), level));
    }
    return {};
}

}  // namespace

Connection::Connection(std::unique_ptr<Session> session) : session_(std::move(session)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

void Connection::checkpoint_at(int pages)
{
    if (dialect::engine_of(*session_) == Engine::sqlite) {
        sqlite_api::sqlite3_wal_autocheckpoint(handle(), pages);
    }
}

bool Connection::alive()
{
    return dialect::engine_of(*session_) == Engine::sqlite ||
           PQstatus(dialect::postgresql::handle_of(*session_)) == CONNECTION_OK;
}

sqlite_api::sqlite3* Connection::handle() const
{
    return dialect::handle_of(*session_);
}

Database::Database(fs::path path, std::chrono::milliseconds busy_timeout)
    : path_(std::move(path)), name_(path_.string()), busy_timeout_(busy_timeout)
{
}

Database::Database(config::PostgresSettings server) : server_(std::move(server)), name_(name_of(server_)) {}

Database Database::with_busy_timeout(std::chrono::milliseconds busy_timeout) const
{
    auto same = *this;
    same.busy_timeout_ = busy_timeout;
    return same;
}

Result<Connection> Database::connect(Access access) const
{
    if (engine() == Engine::postgresql) {
        return connect_to_server(access);
    }
    if (path_.string().find('"') != std::string::npos) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("{}: the path of a database may not hold a quotation mark", path_.string()));
    }
    // A file that is gone must not come back as an empty one at the next write: `open_database` alone makes it.
    bool const must_exist = access != Access::fresh;
    if (auto allowed = check_file_access(path_, must_exist, access != Access::foreign); !allowed) {
        return fail(allowed.error());
    }
    try {
        auto session = std::make_unique<Session>(soci::sqlite3, file_connect_string(path_, access));
        auto* const handle = dialect::handle_of(*session);
        sqlite_api::sqlite3_busy_timeout(handle, static_cast<int>(busy_timeout_.count()));
        if (auto set = set_pragmas(*session, path_, access); !set) {
            return fail(set.error());
        }
        return Connection(std::move(session));
    } catch (soci::soci_error const& thrown) {
        return fail_in(path_.string(), dialect::error_of(thrown));
    }
}

Result<Connection> Database::connect_to_server(Access access) const
{
    if (access == Access::recover || access == Access::fresh) {
        return fail(ErrorCode::internal, name_ + ": only files can be opened in this way");
    }
    auto const how = connect_string(server_);
    if (!how) {
        return fail(how.error());
    }
    try {
        auto session = std::make_unique<Session>(soci::postgresql, *how);
        // Details of errors hold values of rows, which may be someone's e-mail address.
        PQsetErrorVerbosity(dialect::postgresql::handle_of(*session), PQERRORS_TERSE);
        if (access != Access::read_write) {
            // Not among the options: of several hosts libpq would then find none that takes writes.
            *session << "SET default_transaction_read_only = on";
        }
        return Connection(std::move(session));
    } catch (soci::soci_error const& thrown) {
        // Before there is a connection, libpq tells no code: it may also be a password that is wrong.
        auto const message = thrown.get_error_message();
        auto const at = message.find("FATAL:");
        return fail(ErrorCode::unavailable,
                    fmt::format("{}: the database server cannot be used: {}", name_,
                                in_one_line(at == std::string::npos ? message.substr(message.find('\n') + 1)
                                                                    : message.substr(at))));
    }
}

Database database_of(config::Settings const& settings)
{
    return settings.postgres.used() ? Database(settings.postgres) : Database(settings.database);
}

Error for_clients(Database const& database, Error error)
{
    if (database.engine() != Engine::postgresql || error.code != ErrorCode::unavailable) {
        return error;
    }
    spdlog::error("{}", error.message.find(database.name()) == std::string::npos
                            ? database.name() + ": " + error.message
                            : error.message);
    return {ErrorCode::unreachable, "the database cannot be reached at the moment; try again shortly", {}};
}

Error with_file_name(fs::path const& path, Error error)
{
    bool const of_the_file = error.code == ErrorCode::io || error.code == ErrorCode::corrupt;
    if (of_the_file && error.message.find(path.string()) == std::string::npos) {
        error.message = path.string() + ": " + error.message;
    }
    return error;
}

std::optional<std::string> network_file_system(fs::path const& path)
{
    struct Known {
        std::uint32_t magic;
        char const* name;
    };
    // Numbers from statfs(2): file systems whose shared memory does not reach other machines or hosts.
    constexpr std::array kKnown = {Known{0x6969, "nfs"},      Known{0x517B, "smb"},     Known{0xFF534D42, "cifs"},
                                   Known{0xFE534D42, "smb2"}, Known{0x01021997, "9p"},  Known{0x65735546, "fuse"},
                                   Known{0x00C36400, "ceph"}, Known{0x5346414F, "afs"}, Known{0x0BD00BD0, "lustre"},
                                   Known{0x01161970, "gfs2"}};
    struct statfs information {};
    auto const folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    if (::statfs(path.c_str(), &information) != 0 && ::statfs(folder.c_str(), &information) != 0) {
        return std::nullopt;
    }
    for (auto const& known : kKnown) {
        if (static_cast<std::uint32_t>(information.f_type) == known.magic) {
            return known.name;
        }
    }
    return std::nullopt;
}

}  // namespace kewp::store
