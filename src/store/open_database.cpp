#include "store/open_database.hpp"

#include "base/file.hpp"
#include "base/time.hpp"
#include "store/backup.hpp"
#include "store/file_access.hpp"
#include "store/sql.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

namespace kewp::store {
namespace {

namespace fs = std::filesystem;

/// The group may read, for backups by the host; others may not: there are e-mail addresses inside.
constexpr mode_t kDatabaseMode = 0640;

fs::path folder_of(fs::path const& path)
{
    return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

/// Held while a database is created, migrated or imported. A lock on the folder leaves no file behind.
Result<UniqueFd> lock_folder(fs::path const& folder)
{
    UniqueFd lock(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!lock || ::flock(lock.get(), LOCK_EX) != 0) {
        return fail(ErrorCode::io, fmt::format("{}: cannot lock the folder: {}", folder.string(), errno_text()));
    }
    return lock;
}

/// `data/name.reference-20261124T081500Z.db`, with a number when that is taken.
fs::path name_beside(fs::path const& path, std::string const& purpose)
{
    std::string stamp = format_utc(now());
    std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
    auto const stem = fmt::format("{}.{}-{}", path.stem().string(), purpose, stamp);
    auto candidate = folder_of(path) / (stem + ".db");
    for (int number = 2; fs::exists(candidate); ++number) {
        candidate = folder_of(path) / fmt::format("{}-{}.db", stem, number);
    }
    return candidate;
}

Result<void> create_file(fs::path const& path)
{
    UniqueFd const file(::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, kDatabaseMode));
    if (!file) {
        return fail(ErrorCode::io, fmt::format("{}: cannot create the database: {}", path.string(), errno_text()));
    }
    return {};
}

/// Opens as the workers will (which checks WAL) and brings the schema up to date.
Result<int> migrate_in_place(fs::path const& path, std::span<Migration const> steps)
{
    auto connection = Database(path).connect(Access::read_write);
    if (!connection) {
        return fail(connection.error());
    }
    auto from = migrate(*connection, steps);
    return from ? from : fail_in(path.string(), from.error());
}

/// Puts everything into the main file, so that the file alone is the database. Fails while another program
/// has it open.
Result<void> fold_log(fs::path const& path)
{
    auto connection = Database(path).connect(Access::fresh);
    if (connection) {
        return {};
    }
    if (connection.error().code == ErrorCode::busy) {
        return fail(ErrorCode::busy,
                    fmt::format("{}: the replaced application still uses this database; stop it, then start again",
                                path.string()));
    }
    return fail(connection.error());
}

/// A second name for the file as it is; a checked copy where the file system has no links.
Result<void> keep(fs::path const& path, fs::path const& kept)
{
    if (::link(path.c_str(), kept.c_str()) == 0) {
        return {};
    }
    auto const copied = backup_to(path, kept);
    return copied ? Result<void>{} : fail(copied.error());
}

/// Builds the new database beside the old one and swaps them with one rename: at every moment there is a whole
/// database at the path, and the old file lives on under the name returned in `kept`.
Result<void> import_in_place(fs::path const& path, OpenReport& report)
{
    fs::path const built = path.string() + ".importing";
    std::error_code problem;
    fs::remove(built, problem);  // of a run that was interrupted
    fs::remove(built.string() + "-journal", problem);
    if (auto folded = fold_log(path); !folded) {
        return folded;
    }
    auto imported = import_reference(path, built);
    if (!imported) {
        return fail(imported.error());
    }
    report.kept = name_beside(path, "reference");
    if (auto stays = keep(path, *report.kept); !stays) {
        return stays;
    }
    fs::permissions(built, fs::status(path, problem).permissions() & fs::perms::mask, problem);
    fs::rename(built, path, problem);
    if (problem) {
        return fail(ErrorCode::io, fmt::format("{}: {}", path.string(), problem.message()));
    }
    report.import = std::move(*imported);
    return sync_folder(folder_of(path));
}

Result<Identified> look(fs::path const& path)
{
    auto connection = Database(path).connect(Access::foreign);
    if (!connection) {
        return fail(connection.error());
    }
    auto found = identify(*connection);
    return found ? found : fail_in(path.string(), found.error());
}

Result<OpenReport> finish(fs::path const& path, std::span<Migration const> steps, OpenReport report)
{
    auto const from = migrate_in_place(path, steps);
    if (!from) {
        return fail(from.error());
    }
    report.to_version = steps.empty() ? 0 : steps.back().version;
    return report;
}

Result<OpenReport> open_existing(fs::path const& path, std::span<Migration const> steps, OpenReport report)
{
    auto const found = look(path);
    if (!found) {
        return fail(found.error());
    }
    report.from_version = found->version;
    auto const newest = steps.empty() ? 0 : steps.back().version;
    switch (found->kind) {
        case FileKind::empty: report.action = OpenReport::Action::created; break;
        case FileKind::other:
            return fail(
                ErrorCode::conflict,
                fmt::format("{}: this is the database of another program (tables {}); set DATABASE_PATH to another "
                            "file",
                            path.string(), fmt::join(found->tables, ", ")));
        case FileKind::reference:
            report.action = OpenReport::Action::imported;
            if (auto imported = import_in_place(path, report); !imported) {
                return fail(imported.error());
            }
            break;
        case FileKind::ours:
            if (found->version < newest) {
                report.action = OpenReport::Action::migrated;
                report.kept = name_beside(path, fmt::format("before-v{}", newest));
                if (auto copied = backup_to(path, *report.kept); !copied) {
                    return fail(copied.error());
                }
            }
            break;
    }
    return finish(path, steps, std::move(report));
}

}  // namespace

std::string OpenReport::summary() const
{
    auto const where = kept ? fmt::format("; the file as it was is {}", kept->string()) : std::string{};
    switch (action) {
        case Action::created: return fmt::format("database created, schema version {}", to_version);
        case Action::migrated:
            return fmt::format("database migrated from schema version {} to {}{}", from_version, to_version, where);
        case Action::imported:
            return fmt::format("database of the replaced application imported into schema version {}{}", to_version,
                               where);
        case Action::unchanged: break;
    }
    return fmt::format("database has schema version {}", to_version);
}

Result<OpenReport> open_database(fs::path const& path)
{
    return open_database(path, migrations());
}

Result<OpenReport> open_database(fs::path const& path, std::span<Migration const> steps)
{
    if (auto allowed = check_file_access(path, false, true); !allowed) {
        return fail(allowed.error());
    }
    OpenReport report;
    if (auto const name = network_file_system(path)) {
        report.warnings.push_back(
            fmt::format("{}: lies on a {} file system, where SQLite's write-ahead log is unsafe "
                        "when several hosts use it; put the database on a local disk",
                        path.string(), *name));
    }
    auto const lock = lock_folder(folder_of(path));
    if (!lock) {
        return fail(lock.error());
    }
    std::error_code absent;
    if (auto const bytes = fs::file_size(path, absent); absent || bytes == 0) {
        if (auto created = create_file(path); !created) {
            return fail(created.error());
        }
        report.action = OpenReport::Action::created;
        return finish(path, steps, std::move(report));
    }
    return open_existing(path, steps, std::move(report));
}

}  // namespace kewp::store
