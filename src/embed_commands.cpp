#include "embed_commands.hpp"

#include "command_output.hpp"
#include "corpus/import.hpp"
#include "corpus/loader.hpp"
#include "embed/model_import.hpp"
#include "embed/precompute.hpp"
#include "suggest/vector_texts.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>
#include <thread>

namespace {

using namespace kewp;

int run_model_import(embed::ModelImportRequest const& request, bool quiet)
{
    auto progress = corpus::Progress::for_stderr(quiet);
    auto const done = embed::import_model(request, progress);
    if (!done) {
        return report(done.error());
    }
    fmt::print("{} is installed in {}; make vectors with 'kewp precompute all', then reload the server\n", done->name,
               embed::model_folder(request.data_folder).string());
    return EXIT_SUCCESS;
}

/// Options of `kewp precompute`.
struct PrecomputeOptions {
    std::string part;
    std::string data;
    std::string model;
    std::string profile = "clean";
    std::string precision = "auto";
    embed::PrecomputeRequest request;
    bool quiet = false;
};

int run_precompute(PrecomputeOptions options)
{
    auto& request = options.request;
    request.data_folder = options.data;
    request.model_folder =
        options.model.empty() ? embed::model_folder(options.data) : std::filesystem::path{options.model};
    request.text_profile = options.profile;
    if (options.precision != "auto") {
        request.precision = options.precision == "bf16" ? embed::Precision::bf16 : embed::Precision::fp32;
    }
    if (auto const finished = corpus::finish_interrupted_import(request.data_folder); !finished) {
        return report(finished.error());
    }
    auto const corpus = corpus::load_corpus(request.data_folder);
    if (!corpus) {
        return report(corpus.error());
    }
    auto const profile = options.profile == "reference" ? suggest::TextProfile::reference : suggest::TextProfile::clean;
    auto const sets = suggest::vector_texts(**corpus, options.part, profile, {});
    request.obsolete = suggest::obsolete_vector_files(options.part, profile);
    auto progress = corpus::Progress::for_stderr(options.quiet);
    auto const done = embed::run_precompute(request, sets, progress);
    if (!done) {
        return report(done.error());
    }
    fmt::print("{}", embed::to_text(*done));
    return EXIT_SUCCESS;
}

void add_model(CLI::App& app, int& status)
{
    auto* const model = app.add_subcommand("model", "Install the language model, or look at it");
    model->require_subcommand(1);
    auto const request = std::make_shared<embed::ModelImportRequest>();
    auto const data = std::make_shared<std::string>();
    auto const quiet = std::make_shared<bool>(false);
    auto* const install = model->add_subcommand("import", "Install a BERT as Hugging Face publishes it");
    install
        ->add_option("source", request->source,
                     "Folder with config.json, vocab.txt and model.safetensors, or its address")
        ->required();
    install->add_option("--data", *data, "Data folder")->required();
    install->add_option("--name", request->name, "Name to record instead of what the source says");
    install->add_flag("--quiet", *quiet, "No progress");
    install->callback([=, &status] {
        request->data_folder = *data;
        status = run_model_import(*request, *quiet);
    });
    auto const folder = std::make_shared<std::string>();
    auto* const info = model->add_subcommand("info", "Check the installed model and describe it");
    info->add_option("--data", *data, "Data folder");
    info->add_option("--model", *folder, "Model folder instead of the one in the data folder");
    info->callback([=, &status] {
        if (data->empty() && folder->empty()) {
            throw CLI::RequiredError("--data or --model");
        }
        status = print(embed::describe_model(folder->empty() ? embed::model_folder(*data).string() : *folder));
    });
}

void add_precompute(CLI::App& app, int& status)
{
    auto const options = std::make_shared<PrecomputeOptions>();
    auto& request = options->request;
    request.split.processes = std::max(1U, std::thread::hardware_concurrency());
    auto* const precompute = app.add_subcommand("precompute", "Make vectors of the texts in the data folder");
    precompute->add_option("part", options->part, "ke, wikipathways, go, reactome or all")
        ->required()
        ->check([](std::string const& part) {
            return suggest::is_vector_part(part) ? std::string{} : "expected ke, wikipathways, go, reactome or all";
        });
    precompute->add_option("--data", options->data, "Data folder")->required();
    precompute->add_option("--model", options->model, "Model folder instead of the one in the data folder");
    precompute
        ->add_option("--profile", options->profile, "How texts are prepared: clean, or reference as in old folders")
        ->check(CLI::IsMember({"clean", "reference"}))
        ->capture_default_str();
    precompute->add_option("--precision", options->precision, "auto, fp32 or bf16")
        ->check(CLI::IsMember({"auto", "fp32", "bf16"}))
        ->capture_default_str();
    precompute->add_option("--jobs", request.split.processes, "Processes, one core each")
        ->check(CLI::Range(1, 256))
        ->capture_default_str();
    precompute->add_option("--batch", request.split.batch_tokens, "Tokens that are encoded at once")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    precompute->add_flag("--dry-run", request.dry_run, "Say what would be done");
    precompute->add_flag("--only-changed", request.only_changed, "Keep vectors whose texts are unchanged");
    precompute->add_flag("--quiet", options->quiet, "No progress");
    precompute->callback([=, &status] { status = run_precompute(*options); });
}

}  // namespace

void add_embed_commands(CLI::App& app, int& status)
{
    add_model(app, status);
    add_precompute(app, status);
}
