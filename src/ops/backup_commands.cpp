#include "ops/backup_commands.hpp"

#include "ops/backup_run.hpp"
#include "ops/serving_lock.hpp"
#include "store/backup_turn.hpp"
#include "store/change_file.hpp"
#include "store/copy_database.hpp"
#include "store/open_database.hpp"
#include "store/restore.hpp"
#include "store/set_aside.hpp"
#include "store/writer.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace kewp::ops {
namespace {

namespace fs = std::filesystem;

std::string rows_text(std::vector<std::pair<std::string, std::uint64_t>> const& rows)
{
    std::string text;
    for (auto const& [table, count] : rows) {
        text += fmt::format("  {:<24}{:>9} rows\n", table, count);
    }
    return text;
}

/// The file that an operator means.
fs::path find_file(config::Settings const& settings, std::string const& name)
{
    fs::path const as_given{name};
    auto const in_folder = settings.backup.folder / name;
    return !fs::exists(as_given) && fs::exists(in_folder) ? in_folder : as_given;
}

/// How far the changes in a file reach.
std::optional<Instant> last_captured(fs::path const& file)
{
    std::optional<Instant> last;
    // One that is damaged reaches as far as it can be read; restoring says so.
    [[maybe_unused]] auto const read = store::read_change_file(file, [&](store::ChangeBatch const& batch) {
        last = batch.time;
        return true;
    });
    return last;
}

Result<std::string> verify_one(fs::path const& file)
{
    auto const checksum = store::verify_checksum(file);
    if (!checksum) {
        return fail(checksum.error());
    }
    auto const rows = store::verify_database(file);
    if (!rows) {
        return fail(rows.error());
    }
    std::uint64_t all = 0;
    for (auto const& [table, count] : *rows) {
        all += count;
    }
    return fmt::format("ok       {}: {} tables, {} rows{}\n", file.string(), rows->size(), all,
                       *checksum ? "" : "; without a .sha256 file, only the database's own checks were made");
}

Result<std::optional<Instant>> parse_until(std::string const& text)
{
    if (text.empty() || text == "latest") {
        return text.empty() ? std::nullopt : std::optional{Instant::max()};
    }
    constexpr std::size_t kWithoutSeconds = std::string_view{"2026-11-24T13:59"}.size();
    auto const time = parse_utc(text.size() == kWithoutSeconds ? text + ":00" : text);
    if (!time) {
        return fail_in("--until", time.error());
    }
    return *time;
}

/// The newest backup that was begun before `until`.
Result<fs::path> choose_backup(BackupFolder const& folder, std::optional<Instant> until)
{
    auto const backups = folder.backups();
    if (!backups) {
        return fail(backups.error());
    }
    for (auto backup = backups->rbegin(); backup != backups->rend(); ++backup) {
        if (!until || backup->time <= *until) {
            return backup->path;
        }
    }
    return fail(ErrorCode::not_found, fmt::format("{}: there is no backup {}", folder.path().string(),
                                                  until ? "from before " + format_utc(*until) : "in this folder"));
}

/// The files of changes from the one that was begun with `backup` on.
Result<std::vector<fs::path>> changes_after(BackupFolder const& folder, fs::path const& backup)
{
    auto first = backup;
    first.replace_extension(".changes");
    auto const files = folder.changes();
    if (!files) {
        return fail(files.error());
    }
    auto const begin = std::ranges::find_if(*files, [&](auto const& file) { return file.path == first; });
    if (begin == files->end()) {
        return fail(ErrorCode::not_found,
                    fmt::format("{}: no changes were captured after this backup (there is no {}); "
                                "leave out --until, or choose another",
                                backup.string(), first.filename().string()));
    }
    std::vector<fs::path> paths;
    std::ranges::transform(begin, files->end(), std::back_inserter(paths), &DatedFile::path);
    return paths;
}

Result<store::RestorePlan> plan_restore(config::Settings const& settings, RestoreRequest const& request)
{
    auto const until = parse_until(request.until);
    if (!until) {
        return fail(until.error());
    }
    auto const folder = backup_folder(settings);
    auto const backup = request.file.empty() ? choose_backup(folder, *until) : find_file(settings, request.file);
    if (!backup) {
        return fail(backup.error());
    }
    store::RestorePlan plan{.backup = *backup, .until = *until};
    if (*until) {
        auto changes = changes_after(folder, *backup);
        if (!changes) {
            return fail(changes.error());
        }
        plan.changes = std::move(*changes);
    }
    return plan;
}

Result<store::RestoreReport> rehearse(store::RestorePlan const& plan, fs::path const& database)
{
    fs::path const built = database.string() + ".rehearsal";
    std::error_code ignored;
    fs::remove(built, ignored);  // of a run that was interrupted
    auto report = store::build_restored(plan, built);
    fs::remove(built, ignored);
    return report;
}

/// A backup is a SQLite file whatever it is a backup of. It is built (and carried forward by what was captured after
/// it, if it comes from SQLite), brought to the present schema, and copied to the server.
Result<std::string> restore_on_server(config::Settings const& settings, store::RestorePlan const& plan, bool dry_run)
{
    fs::path const built = settings.backup.folder / "restoring.db";
    store::remove_database(built);  // of a run that was interrupted
    auto const report = store::build_restored(plan, built);
    auto const opened = report ? store::open_database(built) : fail(report.error());
    if (!opened) {
        store::remove_database(built);
        return fail(opened.error());
    }
    if (opened->kept) {
        std::error_code ignored;
        fs::remove(*opened->kept, ignored);
    }
    auto const server = store::database_of(settings);
    auto const replaced =
        dry_run ? Result<store::Replacement>(store::Replacement{}) : store::replace_on_server(built, server);
    store::remove_database(built);
    if (!replaced) {
        return fail(replaced.error());
    }
    auto text = fmt::format("{}{} to {}\n{}", dry_run ? "Dry run, nothing is changed. Would restore " : "Restored ",
                            plan.backup.string(), server.name(), rows_text(report->rows));
    if (!dry_run) {
        text += fmt::format("The replaced tables are kept in schema {}\n", replaced->kept);
    }
    return text;
}

}  // namespace

Result<std::string> backup_now(config::Settings const& settings)
{
    auto const begun = now();
    auto const made = make_backup(settings, begun);
    if (!made) {
        return fail(made.error());
    }
    if (settings.postgres.used()) {
        store::Writer writer{store::database_of(settings)};
        if (auto told = writer.run([&](store::Transaction& t) { return store::record_last_backup(t, begun); }); !told) {
            return fail(told.error());
        }
    }
    return fmt::format("{}: {} bytes, verified\nSHA-256 {}\n{}", made->path.string(), made->bytes, made->sha256,
                       rows_text(made->rows));
}

Result<std::string> list_backups(config::Settings const& settings)
{
    auto const folder = backup_folder(settings);
    auto const backups = folder.backups();
    if (!backups) {
        return fail(backups.error());
    }
    if (backups->empty()) {
        return fmt::format("{}: no backups yet\n", folder.path().string());
    }
    auto const width = backups->front().path.filename().string().size();
    auto text = fmt::format("{}\n{:<{}}  {:>12}  {:<8}  {}\n", folder.path().string(), "file, begun (UTC)", width,
                            "bytes", "checksum", "changes captured after it");
    for (auto const& backup : *backups) {
        auto const changes = folder.changes_of(backup.time);
        auto const until = last_captured(changes);
        text += fmt::format("{}  {:>12}  {:<8}  {}\n", backup.path.filename().string(), fs::file_size(backup.path),
                            fs::exists(store::checksum_file_of(backup.path)) ? "yes" : "no",
                            until                 ? "until " + format_utc(*until)
                            : fs::exists(changes) ? "nothing was changed"
                                                  : "none");
    }
    return text;
}

Result<std::string> verify_backups(config::Settings const& settings, std::string const& file)
{
    std::vector<fs::path> files;
    if (!file.empty()) {
        files.push_back(find_file(settings, file));
    } else {
        auto const backups = backup_folder(settings).backups();
        if (!backups) {
            return fail(backups.error());
        }
        std::ranges::transform(*backups, std::back_inserter(files), &DatedFile::path);
    }
    if (files.empty()) {
        return fail(ErrorCode::not_found, fmt::format("{}: no backups to verify", settings.backup.folder.string()));
    }
    std::string text;
    bool bad = false;
    for (auto const& path : files) {
        auto const verified = verify_one(path);
        bad = bad || !verified;
        text += verified ? *verified : fmt::format("DAMAGED  {}\n", verified.error().message);
    }
    return bad ? fail(ErrorCode::corrupt, "not all backups are whole:\n" + text) : Result<std::string>{text};
}

Result<std::string> restore(config::Settings const& settings, RestoreRequest const& request)
{
    auto const plan = plan_restore(settings, request);
    if (!plan) {
        return fail(plan.error());
    }
    if (settings.postgres.used()) {
        return restore_on_server(settings, *plan, request.dry_run);
    }
    auto const& database = settings.database;
    std::optional<UniqueFd> lock;
    if (!request.dry_run) {
        auto taken = lock_for_serving(database);
        if (!taken) {
            return fail(taken.error());
        }
        lock = std::move(*taken);
    }
    auto const report = request.dry_run ? rehearse(*plan, database) : store::restore_database(*plan, database);
    if (!report) {
        return fail(report.error());
    }
    auto text = fmt::format("{}{}\n", request.dry_run ? "Dry run, nothing is changed. Would restore " : "Restored ",
                            plan->backup.string());
    if (report->changes_until) {
        text += fmt::format("  with {} captured batches of changes, until {}\n", report->batches,
                            format_utc(*report->changes_until));
    } else if (plan->until) {
        text += "  no changes were captured after it up to that time\n";
    }
    text += rows_text(report->rows);
    if (report->kept) {
        text += fmt::format("The replaced database is kept as {}\n", report->kept->string());
    }
    return text;
}

}  // namespace kewp::ops
