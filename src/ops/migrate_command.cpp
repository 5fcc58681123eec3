#include "ops/migrate_command.hpp"

#include "ops/serving_lock.hpp"
#include "store/open_database.hpp"
#include "store/reference_import.hpp"

#include <fmt/format.h>

namespace kewp::ops {
namespace {

namespace fs = std::filesystem;

Result<std::string> tell_of(fs::path const& file)
{
    auto connection = store::Database{file}.connect(store::Access::foreign);
    auto const found = connection ? store::identify(*connection) : fail(connection.error());
    if (!found) {
        return fail(found.error());
    }
    auto const newest = store::migrations().back().version;
    switch (found->kind) {
        case store::FileKind::ours:
            return fmt::format("{}: schema version {}, this program's is {}\n", file.string(), found->version, newest);
        case store::FileKind::reference: break;
        case store::FileKind::empty:
        case store::FileKind::other:
            return fail(ErrorCode::invalid_argument,
                        file.string() + ": neither a database of this service nor of the replaced application");
    }
    fs::path const trial = file.string() + ".trial";
    std::error_code ignored;
    fs::remove(trial, ignored);  // of a run that was interrupted
    auto const imported = store::import_reference(file, trial);
    fs::remove(trial, ignored);
    if (!imported) {
        return fail(imported.error());
    }
    return fmt::format("{}: a database of the replaced application. What would be imported:\n{}", file.string(),
                       imported->text());
}

}  // namespace

Result<std::string> migrate_file(fs::path const& file, bool dry_run)
{
    if (!fs::exists(file)) {
        return fail(ErrorCode::not_found, file.string() + ": no such database file");
    }
    if (dry_run) {
        return tell_of(file);
    }
    auto const lock = lock_for_serving(file);
    if (!lock) {
        return fail(lock.error());
    }
    auto const opened = store::open_database(file);
    if (!opened) {
        return fail(opened.error());
    }
    auto text = fmt::format("{}: {}\n", file.string(), opened->summary());
    if (opened->import) {
        text += opened->import->text();
    }
    for (auto const& warning : opened->warnings) {
        text += fmt::format("warning: {}\n", warning);
    }
    return text;
}

}  // namespace kewp::ops
