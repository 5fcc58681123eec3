#include "ops/backup_run.hpp"

#include "ops/retention.hpp"
#include "store/change_file.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <string>
#include <system_error>

namespace kewp::ops {
namespace {

namespace fs = std::filesystem;

/// Between two slices of the copy, so that it leaves the disk to the curators.
constexpr std::chrono::milliseconds kPause{2};

std::uint64_t size_or_zero(fs::path const& path)
{
    std::error_code absent;
    auto const bytes = fs::file_size(path, absent);
    return absent ? 0 : bytes;
}

/// Captured changes that are old: all in them was committed before the next file began.
std::vector<DatedFile> take_old_changes(std::vector<DatedFile>& files, Instant oldest)
{
    auto stays = files.begin();
    while (files.end() - stays > 1 && (stays + 1)->time < oldest) {
        ++stays;
    }
    std::vector<DatedFile> old{files.begin(), stays};
    files.erase(files.begin(), stays);
    return old;
}

/// The times at which chains of captured changes begin: without the backup of that time they are of no use.
std::set<Instant> beginnings(std::vector<DatedFile> const& files)
{
    std::set<Instant> times;
    std::string chain;
    for (auto const& file : files) {
        auto const header = store::read_change_file(file.path, [](store::ChangeBatch const&) { return false; });
        if (header && header->chain != chain) {
            times.insert(file.time);
            chain = header->chain;
        }
    }
    return times;
}

Result<void> remove(fs::path const& path, std::vector<fs::path>& removed)
{
    std::error_code problem;
    if (fs::remove(path, problem)) {
        removed.push_back(path);
    }
    return problem ? fail(ErrorCode::io, fmt::format("{}: {}", path.string(), problem.message())) : Result<void>{};
}

}  // namespace

BackupFolder backup_folder(config::Settings const& settings)
{
    return {settings.backup.folder, settings.database};
}

Result<store::BackupReport> make_backup(config::Settings const& settings, Instant now,
                                        std::function<bool()> should_stop)
{
    auto const database = store::database_of(settings);
    bool const is_file = database.engine() == store::Engine::sqlite;
    if (is_file && !fs::exists(settings.database)) {
        return fail(ErrorCode::not_found, fmt::format("{}: there is no database to back up; check DATABASE_PATH",
                                                      settings.database.string()));
    }
    auto const folder = backup_folder(settings);
    auto const bytes =
        is_file ? size_or_zero(settings.database) + size_or_zero(settings.database.string() + "-wal") : 0;
    if (auto const ready = folder.prepare(bytes); !ready) {
        return fail(ready.error());
    }
    folder.remove_unfinished();
    return store::backup_to(database, folder.backup_of(folder.free_second(now)),
                            {.pause = kPause, .checksum_file = true, .should_stop = std::move(should_stop)});
}

Result<std::vector<fs::path>> prune_backups(config::Settings const& settings, Instant now)
{
    auto const folder = backup_folder(settings);
    auto const backups = folder.backups();
    auto changes = folder.changes();
    if (!backups || !changes) {
        return fail(backups ? changes.error() : backups.error());
    }
    std::vector<fs::path> removed;
    for (auto const& file : take_old_changes(*changes, now - settings.backup.keep_changes)) {
        if (auto const gone = remove(file.path, removed); !gone) {
            return fail(gone.error());
        }
    }
    auto const needed = beginnings(*changes);
    std::vector<Instant> times;
    std::ranges::transform(*backups, std::back_inserter(times), &DatedFile::time);
    auto const& wish = settings.backup;
    for (auto const time : superseded(times, {wish.keep_daily, wish.keep_weekly, wish.time_zone})) {
        if (needed.contains(time)) {
            continue;
        }
        for (auto const& path : {folder.backup_of(time), store::checksum_file_of(folder.backup_of(time))}) {
            if (auto const gone = remove(path, removed); !gone) {
                return fail(gone.error());
            }
        }
    }
    return removed;
}

}  // namespace kewp::ops
