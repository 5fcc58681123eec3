#include "deposit_command.hpp"

#include "command_output.hpp"
#include "config/settings.hpp"
#include "corpus/loader.hpp"
#include "store/connection.hpp"
#include "store/readers.hpp"
#include "web/deposit.hpp"

#include <CLI/CLI.hpp>
#include <memory>

namespace {

using namespace kewp;

constexpr int kZenodoFailed = 2;
constexpr int kBusy = 3;

struct DepositOptions {
    std::string config_file = "kewp.toml";
    web::DepositRequest request;
    std::int64_t new_version_of = 0;
};

Result<web::DepositOutcome> run_deposit(DepositOptions const& options)
{
    auto const settings =
        config::load_settings(options.config_file, config::process_environment(), config::Purpose::maintenance);
    if (!settings) {
        return fail(settings.error());
    }
    auto const corpus = corpus::load_corpus(settings->data);
    if (!corpus) {
        return fail(corpus.error());
    }
    store::Readers readers{store::database_of(*settings)};
    return web::deposit(*settings, **corpus, readers, options.request);
}

int status_of(Error const& error)
{
    switch (error.code) {
        case ErrorCode::busy: return kBusy;
        case ErrorCode::unavailable:
        case ErrorCode::unauthenticated: return kZenodoFailed;
        default: return EXIT_FAILURE;
    }
}

}  // namespace

void add_deposit_command(CLI::App& app, int& status)
{
    auto const options = std::make_shared<DepositOptions>();
    auto* const command = app.add_subcommand("deposit", "Bring the mappings to Zenodo, as a draft or published");
    command->add_option("--config", options->config_file, "Configuration file")->capture_default_str();
    command->add_flag("--sandbox", options->request.sandbox, "Use Zenodo's sandbox, where nothing counts");
    command->add_flag("--publish", options->request.publish, "Publish; without it a draft is left to look at");
    command->add_flag("--dry-run", options->request.dry_run, "Make the files, tell what would be sent, send nothing");
    command->add_flag("--force", options->request.force, "Also when nothing has changed since the last deposit");
    auto* const version = command->add_option("--new-version", options->new_version_of,
                                              "Id of a published deposition that was not made from here");
    version->check(CLI::PositiveNumber);
    command->callback([options, version, &status] {
        if (version->count() > 0) {
            options->request.new_version_of = options->new_version_of;
        }
        auto const outcome = run_deposit(*options);
        if (!outcome) {
            (void)kewp::report(outcome.error());
            status = status_of(outcome.error());
            return;
        }
        fmt::print("{}", outcome->text);
    });
}
