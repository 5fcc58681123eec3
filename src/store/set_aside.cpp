#include "store/set_aside.hpp"

#include "base/time.hpp"
#include "store/backup.hpp"
#include "store/connection.hpp"
#include "store/migrations.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

namespace kewp::store {

namespace fs = std::filesystem;

fs::path folder_of(fs::path const& path)
{
    return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

Result<UniqueFd> lock_folder(fs::path const& folder)
{
    UniqueFd lock(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!lock || ::flock(lock.get(), LOCK_EX) != 0) {
        return fail(ErrorCode::io, fmt::format("{}: cannot lock the folder: {}", folder.string(), errno_text()));
    }
    return lock;
}

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

Result<void> fold_log(fs::path const& path)
{
    auto connection = Database(path).connect(Access::fresh);
    if (connection) {
        return {};
    }
    if (connection.error().code == ErrorCode::busy) {
        return fail(ErrorCode::busy,
                    fmt::format("{}: another program, perhaps the replaced application, still uses this database; stop "
                                "it, then try again",
                                path.string()));
    }
    return fail(connection.error());
}

Result<void> keep(fs::path const& path, fs::path const& kept)
{
    if (::link(path.c_str(), kept.c_str()) == 0) {
        return {};
    }
    auto const copied = backup_to(path, kept);
    return copied ? Result<void>{} : fail(copied.error());
}

Result<void> put_in_place(fs::path const& built, fs::path const& path)
{
    UniqueFd const file{::open(built.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file || ::fsync(file.get()) != 0) {
        return fail(ErrorCode::io, fmt::format("{}: cannot flush to disk: {}", built.string(), errno_text()));
    }
    // The old file's second name, and the end of its log under this name, reach the disk before the new file comes.
    if (auto synced = sync_folder(folder_of(path)); !synced) {
        return synced;
    }
    std::error_code problem;
    fs::rename(built, path, problem);
    if (problem) {
        return fail(ErrorCode::io, fmt::format("{}: {}", path.string(), problem.message()));
    }
    return sync_folder(folder_of(path));
}

void copy_permissions(fs::path const& from, fs::path const& to)
{
    std::error_code ignored;  // then those that a new file has stay
    if (auto const status = fs::status(from, ignored); fs::exists(status)) {
        fs::permissions(to, status.permissions() & fs::perms::mask, ignored);
    }
}

namespace {

/// SQLite takes a file that was cut to nothing for an empty database, and throws its log away.
bool holds_tables(fs::path const& path)
{
    auto connection = Database(path).connect(Access::foreign);
    auto const found = connection ? identify(*connection) : fail(connection.error());
    return found && found->kind != FileKind::empty;
}

}  // namespace

void remove_database(fs::path const& path)
{
    std::error_code absent;
    for (auto const* suffix : {"", "-journal", "-wal", "-shm"}) {
        fs::remove(path.string() + suffix, absent);
    }
}

Result<fs::path> set_aside(fs::path const& path, std::string const& purpose)
{
    auto kept = name_beside(path, purpose);
    auto const folded = holds_tables(path) ? fold_log(path) : fail(ErrorCode::corrupt, "not a whole database");
    if (!folded && folded.error().code == ErrorCode::busy) {
        return fail(folded.error());
    }
    if (auto stays = keep(path, kept); !stays) {
        return fail(stays.error());
    }
    if (!folded) {
        // Damaged: its log stays with it, and must not be taken for that of the database that comes in its place.
        std::error_code absent;
        fs::rename(path.string() + "-wal", kept.string() + "-wal", absent);
        fs::remove(path.string() + "-shm", absent);
    }
    return kept;
}

}  // namespace kewp::store
