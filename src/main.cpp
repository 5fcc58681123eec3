#include "command_output.hpp"
#include "config/settings.hpp"
#include "corpus/import.hpp"
#include "deposit_command.hpp"
#include "embed_commands.hpp"
#include "evaluate_command.hpp"
#include "ops/backup_commands.hpp"
#include "ops/check.hpp"
#include "ops/health_probe.hpp"
#include "ops/migrate_command.hpp"
#include "ops/service.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <functional>

namespace {

using namespace kewp;

int run_serve(std::string const& config_file)
{
    auto const served = ops::serve(config_file);
    return served ? EXIT_SUCCESS : report(served.error());
}

int run_check(std::string const& config_file)
{
    auto const findings = ops::check_installation(config_file);
    fmt::print("{}", ops::to_text(findings));
    return ops::has_problem(findings) ? EXIT_FAILURE : EXIT_SUCCESS;
}

int run_import(corpus::ImportRequest const& request, bool quiet)
{
    auto progress = corpus::Progress::for_stderr(quiet);
    auto const done = corpus::run_import(request, progress);
    if (!done) {
        return report(done.error());
    }
    fmt::print("{}", corpus::to_text(*done));
    return EXIT_SUCCESS;
}

/// A command that needs the settings but no secret.
int with_settings(std::string const& config_file,
                  std::function<Result<std::string>(config::Settings const&)> const& command)
{
    auto const settings =
        config::load_settings(config_file, config::process_environment(), config::Purpose::maintenance);
    return settings ? print(command(*settings)) : report(settings.error());
}

/// What the command line was asked for; the options of all sub-commands.
struct CommandLine {
    std::string config_file = "kewp.toml";
    corpus::ImportRequest import;
    bool quiet = false;
    std::string backup_file;
    ops::RestoreRequest restore;
    std::string migrate_file;
    std::string migrate_to;
    bool dry_run = false;
    int status = EXIT_SUCCESS;
};

CLI::App* add_command(CLI::App& app, CommandLine& line, char const* name, char const* help)
{
    auto* const command = app.add_subcommand(name, help);
    command->add_option("--config", line.config_file, "Configuration file")->capture_default_str();
    return command;
}

void add_import(CLI::App& app, CommandLine& line)
{
    auto* const import = app.add_subcommand("import", "Make data files from published releases");
    import->require_subcommand(1);
    for (auto const source : corpus::import_sources()) {
        auto* const one = import->add_subcommand(std::string{source}, std::string{corpus::import_help(source)});
        one->add_option("input", line.import.inputs, "Files, folders or http(s) addresses; gzip is read as it is")
            ->required();
        one->add_option("--data", line.import.data_folder, "Data folder")->required();
        one->add_option("--release", line.import.release, "Release or date to record instead of what the inputs say");
        one->add_flag("--quiet", line.quiet, "No progress");
        one->callback([&line, source] {
            line.import.source = std::string{source};
            line.status = run_import(line.import, line.quiet);
        });
    }
}

void add_backup(CLI::App& app, CommandLine& line)
{
    auto* const backup = app.add_subcommand("backup", "Make, list and verify backups");
    backup->require_subcommand(1);
    auto* const now = add_command(*backup, line, "now", "Make a backup; the service may go on");
    now->callback([&line] { line.status = with_settings(line.config_file, ops::backup_now); });
    auto* const list = add_command(*backup, line, "list", "What backups there are");
    list->callback([&line] { line.status = with_settings(line.config_file, ops::list_backups); });
    auto* const verify = add_command(*backup, line, "verify", "Check a backup, or all");
    verify->add_option("file", line.backup_file, "A file, or its name in the folder of backups");
    verify->callback([&line] {
        line.status = with_settings(line.config_file, [&line](config::Settings const& settings) {
            return ops::verify_backups(settings, line.backup_file);
        });
    });
}

void add_restore(CLI::App& app, CommandLine& line)
{
    auto* const restore = add_command(app, line, "restore", "Replace the database by a backup; stop the service first");
    restore->add_option("file", line.restore.file, "A backup; left out, the newest that is not after --until");
    restore->add_option("--until", line.restore.until,
                        "Carry the backup forward by captured changes to this time (UTC), or 'latest'");
    restore->add_flag("--dry-run", line.restore.dry_run, "Build and check what would be restored, then remove it");
    restore->callback([&line] {
        line.status = with_settings(line.config_file, [&line](config::Settings const& settings) {
            return ops::restore(settings, line.restore);
        });
    });
}

void add_migrate(CLI::App& app, CommandLine& line)
{
    auto* const migrate = add_command(
        app, line, "migrate", "Bring an older database to the present schema, or copy one to PostgreSQL and back");
    auto* const file = migrate->add_option("file", line.migrate_file,
                                           "Database of the replaced application or of an earlier version; with --to "
                                           "what is copied, else the configured database");
    auto* const to =
        migrate->add_option("--to", line.migrate_to, "Copy to this postgresql:// address, or from one to this file");
    migrate->add_flag("--dry-run", line.dry_run, "Tell what would be done")->excludes(to);
    migrate->callback([&line, file, to] {
        if (to->count() > 0) {
            line.status = with_settings(line.config_file, [&line](config::Settings const& settings) {
                return ops::copy_database(settings, line.migrate_file, line.migrate_to);
            });
        } else if (file->count() > 0) {
            line.status = print(ops::migrate_file(line.migrate_file, line.dry_run));
        } else {
            throw CLI::RequiredError("file");
        }
    });
}

}  // namespace

int main(int argc, char** argv)
{
    CLI::App app{"KE-WP mapping server: Key Events of AOPs mapped to pathways and terms", "kewp"};
    app.set_version_flag("--version", KEWP_VERSION);
    app.require_subcommand(1);
    CommandLine line;

    auto* const serve = add_command(app, line, "serve", "Start the server");
    serve->callback([&line] { line.status = run_serve(line.config_file); });
    auto* const check = add_command(app, line, "check", "Look at configuration, data and database; change nothing");
    check->callback([&line] { line.status = run_check(line.config_file); });
    auto* const health = add_command(app, line, "health", "Ask the running server how it is; 0 when it can serve");
    health->callback([&line] {
        line.status = with_settings(
            line.config_file, [](config::Settings const& settings) { return ops::probe_health(settings.server); });
    });
    add_import(app, line);
    add_backup(app, line);
    add_restore(app, line);
    add_migrate(app, line);

    add_embed_commands(app, line.status);
    add_evaluate_command(app, line.status);
    add_deposit_command(app, line.status);

    CLI11_PARSE(app, argc, argv);
    return line.status;
}
