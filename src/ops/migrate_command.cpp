#include "ops/migrate_command.hpp"

#include "ops/serving_lock.hpp"
#include "store/backup.hpp"
#include "store/copy_database.hpp"
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

/// The database that an operator means, with the password of the environment if it names none.
store::Database database_at(config::Settings settings, std::string const& where)
{
    if (!where.empty()) {
        settings.set_database(where);
    }
    return store::database_of(settings);
}

std::string text_of(store::DatabaseCopy const& copy)
{
    auto text = fmt::format("{:<24}{:>9}  {}\n", "table", "rows", "SHA-256 of its rows, there and here");
    for (auto const& table : copy) {
        text += fmt::format("{:<24}{:>9}  {}\n", table.table, table.rows, table.sha256);
    }
    return text;
}

Result<std::string> copy_up(fs::path const& file, store::Database const& server)
{
    if (!fs::exists(file)) {
        return fail(ErrorCode::not_found, file.string() + ": no such database file");
    }
    auto const lock = lock_for_serving(file);
    if (!lock) {
        return fail(lock.error());
    }
    if (auto const opened = store::open_database(file); !opened) {
        return fail(opened.error());
    }
    auto const copied = store::copy_to_server(file, server);
    return copied
               ? Result<std::string>(fmt::format("Copied {} to {}\n{}", file.string(), server.name(), text_of(*copied)))
               : fail(copied.error());
}

Result<std::string> copy_down(store::Database const& server, fs::path const& file)
{
    auto const copied = store::backup_to(server, file);
    if (!copied) {
        return fail(copied.error());
    }
    auto text = fmt::format("Copied {} to {}, every row compared\n", server.name(), file.string());
    for (auto const& [table, rows] : copied->rows) {
        text += fmt::format("{:<24}{:>9} rows\n", table, rows);
    }
    return text;
}

}  // namespace

Result<std::string> copy_database(config::Settings const& settings, std::string const& from, std::string const& to)
{
    auto const source = database_at(settings, from);
    auto const target = database_at(settings, to);
    bool const up = source.engine() == store::Engine::sqlite && target.engine() == store::Engine::postgresql;
    bool const down = source.engine() == store::Engine::postgresql && target.engine() == store::Engine::sqlite;
    if (!up && !down) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("cannot copy from {} to {}: one must be a postgresql:// address, the other a file",
                                source.name(), target.name()));
    }
    return up ? copy_up(source.path(), target) : copy_down(source, target.path());
}

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
