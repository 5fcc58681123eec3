#include "store/backup.hpp"

#include "base/crypto.hpp"
#include "base/file.hpp"
#include "store/connection.hpp"
#include "store/copy_database.hpp"
#include "store/migrations.hpp"
#include "store/set_aside.hpp"
#include "store/sql.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <memory>
#include <soci/sqlite3/soci-sqlite3.h>
#include <system_error>
#include <thread>

namespace kewp::store {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Rows = std::vector<std::pair<std::string, std::uint64_t>>;

/// A source that is locked is asked again this often, with `kLockPause` between.
constexpr int kLockTries = 200;
constexpr auto kLockPause = 25ms;

/// Of a copy that has no file to take it from: there are e-mail addresses inside.
constexpr auto kCopyMode = fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read;

/// Removes an unfinished copy and what SQLite may have put beside it.
class Unfinished {
public:
    explicit Unfinished(fs::path path) : path_(std::move(path)) { remove_database(path_); }
    Unfinished(Unfinished const&) = delete;
    Unfinished& operator=(Unfinished const&) = delete;
    ~Unfinished() { remove_database(path_); }

private:
    fs::path path_;
};

Result<Rows> count_rows(Connection& connection, std::vector<std::string> tables)
{
    return attempt([&]() -> Result<Rows> {
        std::ranges::sort(tables);
        Rows rows;
        for (auto const& table : tables) {
            auto const count = select_number(connection.session(), fmt::format("SELECT count(*) FROM \"{}\"", table));
            rows.emplace_back(table, static_cast<std::uint64_t>(count));
        }
        return rows;
    });
}

/// The tables of a database worth a backup: one without a schema must not pass for a copy of our data.
Result<std::vector<std::string>> known_tables(Connection& connection, fs::path const& path)
{
    auto const found = identify(connection);
    if (!found) {
        return fail_in(path.string(), found.error());
    }
    auto const has = [&](char const* table) { return std::ranges::find(found->tables, table) != found->tables.end(); };
    auto const whole = found->kind == FileKind::reference ||
                       (found->kind == FileKind::ours && has("mapping") && has("proposal") && has("audit"));
    if (!whole) {
        return fail(ErrorCode::corrupt,
                    fmt::format("{}: expected a database of this service, found one {}", path.string(),
                                found->tables.empty() ? "without any table" : "of another program"));
    }
    return found->tables;
}

Result<void> check_integrity(Connection& connection, fs::path const& path)
{
    return attempt([&]() -> Result<void> {
        Select rows(connection.session(), "PRAGMA integrity_check", "t");
        auto const verdict = rows.next() ? rows.text() : std::string("no answer");
        if (verdict != "ok") {
            return fail(ErrorCode::corrupt, fmt::format("{}: integrity_check says: {}", path.string(), verdict));
        }
        return {};
    });
}

struct FinishBackup {
    void operator()(sqlite_api::sqlite3_backup* backup) const { sqlite_api::sqlite3_backup_finish(backup); }
};

Result<void> copy_pages(Connection& from, Connection& to, BackupOptions const& options)
{
    std::unique_ptr<sqlite_api::sqlite3_backup, FinishBackup> const backup(
        sqlite_api::sqlite3_backup_init(to.handle(), "main", from.handle(), "main"));
    if (backup == nullptr) {
        return fail(ErrorCode::io, sqlite_api::sqlite3_errmsg(to.handle()));
    }
    int tries = 0;
    for (;;) {
        int const rc = sqlite_api::sqlite3_backup_step(backup.get(), options.pages_per_step);
        if (rc == SQLITE_DONE) {
            return {};
        }
        auto const locked = rc == SQLITE_BUSY || rc == SQLITE_LOCKED;
        if (rc != SQLITE_OK && !(locked && ++tries < kLockTries)) {
            return fail(dialect::error_of(rc, sqlite_api::sqlite3_errstr(rc)));
        }
        if (options.should_stop && options.should_stop()) {
            return fail(ErrorCode::unavailable, "the copy was stopped");
        }
        std::this_thread::sleep_for(locked ? kLockPause : options.pause);
    }
}

/// Copies one state of `source` into `target` and returns the row counts of that state.
Result<Rows> copy_state(fs::path const& source, fs::path const& target, BackupOptions const& options)
{
    auto from = Database(source).connect(Access::foreign);
    if (!from) {
        return fail(from.error());
    }
    auto const tables = known_tables(*from, source);
    if (!tables) {
        return fail(tables.error());
    }
    // A read transaction over all steps: the copy is of one moment, and writers cannot make it start anew.
    auto const begun = attempt([&]() -> Result<void> {
        from->session() << "BEGIN";
        return {};
    });
    if (!begun) {
        return fail(begun.error());
    }
    auto rows = count_rows(*from, *tables);
    if (!rows) {
        return fail(rows.error());
    }
    auto to = Database(target).connect(Access::fresh);
    if (!to) {
        return fail(to.error());
    }
    if (auto copied = copy_pages(*from, *to, options); !copied) {
        // Either side may be the one with the trouble: SQLite does not say.
        return fail_in(fmt::format("copying {} to {}", source.string(), target.string()), copied.error());
    }
    return rows;
}

/// Turns the copy (which carries the source's journal mode) into one that needs no file beside it.
Result<void> make_single_file(fs::path const& path)
{
    auto opened = Database(path).connect(Access::fresh);
    if (!opened) {
        return fail(opened.error());
    }
    return {};
}

Result<Rows> check_and_count(fs::path const& path)
{
    auto connection = Database(path).connect(Access::foreign);
    if (!connection) {
        return fail(connection.error());
    }
    auto const tables = known_tables(*connection, path);
    if (!tables) {
        return fail(tables.error());
    }
    if (auto whole = check_integrity(*connection, path); !whole) {
        return fail(whole.error());
    }
    return count_rows(*connection, *tables);
}

Result<Rows> copy_of_server(Database const& server, fs::path const& partial, BackupOptions const& options)
{
    auto const copied = copy_to_file(server, partial, options.should_stop);
    if (!copied) {
        return fail(copied.error());
    }
    Rows rows;
    for (auto const& table : *copied) {
        rows.emplace_back(table.table, table.rows);
    }
    std::ranges::sort(rows);
    return rows;
}

}  // namespace

Result<Rows> verify_database(fs::path const& path)
{
    return with_file_name(path, check_and_count(path));
}

fs::path checksum_file_of(fs::path const& backup)
{
    return backup.string() + ".sha256";
}

Result<BackupReport> backup_to(fs::path const& source, fs::path const& target, BackupOptions options)
{
    return backup_to(Database(source), target, std::move(options));
}

Result<BackupReport> backup_to(Database const& source, fs::path const& target, BackupOptions options)
{
    std::error_code problem;
    if (fs::exists(target, problem)) {
        return fail(ErrorCode::conflict,
                    fmt::format("{}: exists already; a backup never replaces a file", target.string()));
    }
    fs::path const partial = target.string() + ".partial";
    Unfinished const cleanup(partial);
    bool const is_file = source.engine() == Engine::sqlite;
    auto const expected = with_file_name(source.name(), is_file ? copy_state(source.path(), partial, options)
                                                                : copy_of_server(source, partial, options));
    if (!expected) {
        return fail(expected.error());
    }
    if (auto single = make_single_file(partial); !single) {
        return fail(single.error());
    }
    auto const found = verify_database(partial);
    if (!found) {
        return fail(found.error());
    }
    if (*found != *expected) {
        return fail(ErrorCode::corrupt,
                    fmt::format("{}: the copy has other row counts than its source", partial.string()));
    }
    if (is_file) {
        copy_permissions(source.path(), partial);
    } else {
        fs::permissions(partial, kCopyMode, problem);
    }
    auto const bytes = fs::file_size(partial, problem);
    auto checksum = crypto::sha256_of_file(partial);
    if (!checksum) {
        return fail(checksum.error());
    }
    if (options.checksum_file) {
        // Before the copy itself: one under its final name always has its checksum beside it.
        auto const line = fmt::format("{}  {}\n", *checksum, target.filename().string());
        if (auto written = write_file_atomically(checksum_file_of(target), line); !written) {
            return fail(written.error());
        }
    }
    if (auto placed = put_in_place(partial, target); !placed) {
        // It may be there, but not for sure on disk; who is told of an error must not find a backup.
        fs::remove(target, problem);
        fs::remove(checksum_file_of(target), problem);
        return fail(placed.error());
    }
    return BackupReport{target, bytes, *found, std::move(*checksum)};
}

}  // namespace kewp::store
