#include "store/restore.hpp"

#include "base/crypto.hpp"
#include "base/file.hpp"
#include "store/backup.hpp"
#include "store/change_file.hpp"
#include "store/connection.hpp"
#include "store/set_aside.hpp"

#include <fmt/format.h>
#include <system_error>

namespace kewp::store {
namespace {

namespace fs = std::filesystem;

/// Applies the batches of all files in order. A file of another chain ends it: its changes belong to the backup that
/// began it.
Result<void> apply_files(RestorePlan const& plan, fs::path const& target, RestoreReport& report)
{
    std::string chain;
    std::uint64_t next = 0;
    for (auto const& file : plan.changes) {
        Result<void> applied = {};
        bool reached_end = false;
        auto const each = [&](ChangeBatch const& batch) {
            reached_end = plan.until && batch.time > *plan.until;
            if (!reached_end) {
                applied = apply_changes(target, batch.changes);
                next = batch.number + 1;
                ++report.batches;
                report.changes_until = batch.time;
            }
            return applied && !reached_end;
        };
        auto const header = read_change_file(file, [](ChangeBatch const&) { return false; });
        if (!header) {
            return fail(header.error());
        }
        if (chain.empty()) {
            chain = header->chain;
            next = header->first_batch;
        }
        if (header->chain != chain) {
            return {};
        }
        if (header->first_batch != next) {
            return fail(ErrorCode::corrupt,
                        fmt::format("{}: begins with batch {} of changes, expected {}; a file before it is damaged. "
                                    "Choose a time before that, or a later backup",
                                    file.string(), header->first_batch, next));
        }
        if (auto const read = read_change_file(file, each); !read) {
            return fail(read.error());
        }
        if (!applied || reached_end) {
            return applied;
        }
    }
    return {};
}

Result<RestoreReport> build(RestorePlan const& plan, fs::path const& target)
{
    if (auto const checked = verify_checksum(plan.backup); !checked) {
        return fail(checked.error());
    }
    if (auto const whole = verify_database(plan.backup); !whole) {
        return fail(whole.error());
    }
    std::error_code problem;
    fs::copy_file(plan.backup, target, problem);
    if (problem) {
        return fail(ErrorCode::io, fmt::format("{}: {}", target.string(), problem.message()));
    }
    fs::permissions(target, fs::perms::owner_read | fs::perms::owner_write, fs::perm_options::add, problem);
    RestoreReport report;
    if (auto const applied = apply_files(plan, target, report); !applied) {
        return fail(applied.error());
    }
    // Pages that were captured say that there is a log beside the file; this one stands alone.
    if (auto const single = Database(target).connect(Access::fresh); !single) {
        return fail(single.error());
    }
    auto rows = verify_database(target);
    if (!rows) {
        return fail(rows.error());
    }
    report.rows = std::move(*rows);
    return report;
}

}  // namespace

Result<RestoreReport> build_restored(RestorePlan const& plan, fs::path const& target)
{
    auto report = build(plan, target);
    if (!report) {
        remove_database(target);
    }
    return report;
}

Result<RestoreReport> restore_database(RestorePlan const& plan, fs::path const& database)
{
    auto const lock = lock_folder(folder_of(database));
    if (!lock) {
        return fail(lock.error());
    }
    fs::path const built = database.string() + ".restoring";
    remove_database(built);  // of a run that was interrupted
    auto report = build_restored(plan, built);
    if (!report) {
        return report;
    }
    if (fs::exists(database)) {
        auto kept = set_aside(database, "replaced");
        if (!kept) {
            remove_database(built);
            return fail(kept.error());
        }
        report->kept = std::move(*kept);
        copy_permissions(database, built);
    }
    if (auto placed = put_in_place(built, database); !placed) {
        return fail(placed.error());
    }
    return report;
}

Result<bool> verify_checksum(fs::path const& backup)
{
    auto const line = read_file(checksum_file_of(backup));
    if (!line && line.error().code == ErrorCode::not_found) {
        return false;
    }
    if (!line) {
        return fail(line.error());
    }
    auto const found = crypto::sha256_of_file(backup);
    if (!found) {
        return fail(found.error());
    }
    if (!line->starts_with(*found)) {
        return fail(ErrorCode::corrupt, fmt::format("{}: its SHA-256 is {}, but {} says another; the file was changed "
                                                    "or damaged after it was made",
                                                    backup.string(), *found, checksum_file_of(backup).string()));
    }
    return true;
}

}  // namespace kewp::store
