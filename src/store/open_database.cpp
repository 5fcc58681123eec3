#include "store/open_database.hpp"

#include "base/file.hpp"
#include "store/backup.hpp"
#include "store/file_access.hpp"
#include "store/set_aside.hpp"
#include "store/sql.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <system_error>

namespace kewp::store {
namespace {

namespace fs = std::filesystem;

/// The group may read, for backups by the host; others may not: there are e-mail addresses inside.
constexpr mode_t kDatabaseMode = 0640;

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
    report.import = std::move(*imported);
    copy_permissions(path, built);
    return put_in_place(built, path);
}

Result<Identified> look(fs::path const& path, Access access = Access::foreign)
{
    auto connection = Database(path).connect(access);
    if (!connection) {
        return fail(connection.error());
    }
    auto found = identify(*connection);
    return found ? found : fail_in(path.string(), found.error());
}

/// A program that died while it wrote in rollback mode (ours does at its very first start) leaves a journal,
/// which SQLite has to undo before anything can be read; who may only read is refused.
Result<Identified> look_or_recover(fs::path const& path)
{
    auto found = look(path);
    std::error_code absent;
    if (found || fs::file_size(path.string() + "-journal", absent) == 0 || absent) {
        return found;
    }
    return look(path, Access::recover);
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
    auto const found = look_or_recover(path);
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

Result<OpenReport> open_database(Database const& database)
{
    if (database.engine() == Engine::sqlite) {
        return open_database(database.path());
    }
    auto connection = database.connect(Access::read_write);
    auto const found = connection ? identify(*connection) : fail(connection.error());
    if (!found) {
        return fail(found.error());
    }
    if (found->kind == FileKind::other || found->kind == FileKind::reference) {
        return fail(ErrorCode::conflict, fmt::format("{}: this is the database of another program (tables {}); make an "
                                                     "empty one with createdb",
                                                     database.name(), fmt::join(found->tables, ", ")));
    }
    auto const waits = attempt([&]() -> Result<void> {
        connection->session() << "SET lock_timeout = '60s'";  // another node may be at it
        return {};
    });
    auto const from = waits ? migrate(*connection, migrations(Engine::postgresql)) : fail(waits.error());
    if (!from) {
        return fail_in(database.name(), from.error());
    }
    OpenReport report;
    report.from_version = *from;
    report.to_version = migrations(Engine::postgresql).back().version;
    if (found->kind == FileKind::empty) {
        report.action = OpenReport::Action::created;
    } else if (*from < report.to_version) {
        report.action = OpenReport::Action::migrated;
    }
    return report;
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
