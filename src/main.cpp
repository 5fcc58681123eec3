#include "corpus/import.hpp"
#include "embed_commands.hpp"
#include "ops/check.hpp"
#include "ops/service.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fmt/format.h>

namespace {

using namespace kewp;

int report(Error const& error)
{
    fmt::print(stderr, "kewp: {}\n", error.message);
    return EXIT_FAILURE;
}

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

}  // namespace

int main(int argc, char** argv)
{
    CLI::App app{"KE-WP mapping server: Key Events of AOPs mapped to pathways and terms", "kewp"};
    app.set_version_flag("--version", KEWP_VERSION);
    app.require_subcommand(1);
    int status = EXIT_SUCCESS;

    std::string config_file = "kewp.toml";
    auto* const serve = app.add_subcommand("serve", "Start the server");
    serve->add_option("--config", config_file, "Configuration file")->capture_default_str();
    serve->callback([&] { status = run_serve(config_file); });

    auto* const check = app.add_subcommand("check", "Look at configuration, data folder and database; change nothing");
    check->add_option("--config", config_file, "Configuration file")->capture_default_str();
    check->callback([&] { status = run_check(config_file); });

    corpus::ImportRequest request;
    bool quiet = false;
    auto* const import = app.add_subcommand("import", "Make data files from published releases");
    import->require_subcommand(1);
    for (auto const source : corpus::import_sources()) {
        auto* const one = import->add_subcommand(std::string{source}, std::string{corpus::import_help(source)});
        one->add_option("input", request.inputs, "Files, folders or http(s) addresses; gzip is read as it is")
            ->required();
        one->add_option("--data", request.data_folder, "Data folder")->required();
        one->add_option("--release", request.release, "Release or date to record instead of what the inputs say");
        one->add_flag("--quiet", quiet, "No progress");
        one->callback([&, source] {
            request.source = std::string{source};
            status = run_import(request, quiet);
        });
    }

    add_embed_commands(app, status);

    CLI11_PARSE(app, argc, argv);
    return status;
}
