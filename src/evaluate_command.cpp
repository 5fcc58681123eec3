#include "evaluate_command.hpp"

#include "base/file.hpp"
#include "command_output.hpp"
#include "corpus/loader.hpp"
#include "suggest/cross_validation.hpp"
#include "suggest/evaluation.hpp"
#include "suggest/tuning.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <memory>

namespace {

using namespace kewp;

/// Options of `kewp evaluate`.
struct EvaluateOptions {
    std::string data;
    std::string scoring;
    std::vector<std::string> pairs;
    std::string mode = "all";
    std::string corpus = "all";
    std::string half = "all";
    std::string format = "text";
    std::string plot;
    bool tune = false;
    std::uint64_t folds = 0;
    bool no_hubs = false;
    suggest::EvaluationRequest request;
};

void read_choices(EvaluateOptions& options)
{
    auto& request = options.request;
    for (auto const mode : {config::RankingMode::semantic, config::RankingMode::hybrid, config::RankingMode::fused}) {
        if (options.mode == "all" || options.mode == name_of(mode)) {
            request.modes.push_back(mode);
        }
    }
    for (auto const kind : corpus::kTargetKinds) {
        auto const is_asked_for =
            options.corpus == "all" || options.corpus == name_of(kind) || options.corpus == name_of(resource_of(kind));
        if (is_asked_for) {
            request.kinds.push_back(kind);
        }
    }
    request.half = options.half == "tuning"     ? suggest::Half::tuning
                   : options.half == "held-out" ? suggest::Half::held_out
                                                : suggest::Half::all;
    request.pairs.assign(options.pairs.begin(), options.pairs.end());
    request.hubs = !options.no_hubs;
}

int run_evaluate(EvaluateOptions options)
{
    read_choices(options);
    auto scoring = options.scoring.empty()
                       ? Result<config::ScoringConfig>{config::ScoringConfig::for_mode(config::kDefaultMode)}
                       : config::load_scoring(options.scoring);
    if (!scoring) {
        return report(scoring.error());
    }
    auto const corpus = corpus::load_corpus(options.data);
    if (!corpus) {
        return report(corpus.error());
    }
    auto const embeddings = suggest::load_embeddings(options.data, **corpus);
    if (!embeddings) {
        return report(embeddings.error());
    }
    if (options.tune) {
        return print(suggest::tune(**corpus, *embeddings, *scoring, options.request));
    }
    if (options.folds > 0) {
        return print(suggest::cross_validate(**corpus, *embeddings, *scoring, options.request, options.folds));
    }
    auto const found = suggest::evaluate(**corpus, *embeddings, *scoring, options.request);
    if (!found) {
        return report(found.error());
    }
    if (!options.plot.empty()) {
        if (auto const written = write_file_atomically(options.plot, suggest::to_svg(*found)); !written) {
            return report(written.error());
        }
    }
    fmt::print("{}", options.format == "json" ? suggest::to_json(*found, **corpus, options.request)
                                              : suggest::to_text(*found, **corpus, options.request));
    return EXIT_SUCCESS;
}

}  // namespace

void add_evaluate_command(CLI::App& app, int& status)
{
    auto const options = std::make_shared<EvaluateOptions>();
    auto* const evaluate = app.add_subcommand("evaluate", "Measure how well the ranking modes find known pairs");
    evaluate->add_option("--data", options->data, "Data folder")->required();
    evaluate->add_option("--pairs", options->pairs,
                         "Table of curated pairs (KE id and target id in cells of their own); may be given again. "
                         "Standards made from the data are measured with or without it");
    evaluate->add_option("--scoring", options->scoring, "Scoring configuration; its mode is measured as it says");
    evaluate->add_option("--mode", options->mode, "all, semantic, hybrid or fused")
        ->check(CLI::IsMember({"all", "semantic", "hybrid", "fused"}))
        ->capture_default_str();
    evaluate->add_option("--corpus", options->corpus, "all, wikipathways, go, go_bp, go_mf or reactome")
        ->check(CLI::IsMember({"all", "wikipathways", "go", "go_bp", "go_mf", "reactome"}))
        ->capture_default_str();
    evaluate->add_option("--half", options->half, "all, tuning (KEs with an even number) or held-out (odd)")
        ->check(CLI::IsMember({"all", "tuning", "held-out"}))
        ->capture_default_str();
    evaluate->add_option("--format", options->format, "text or json")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
    evaluate->add_option("--plot", options->plot, "Also draw the result into this SVG file");
    evaluate->add_option("--samples", options->request.bootstrap_samples, "Bootstrap samples")
        ->check(CLI::Range(0, 1'000'000))
        ->capture_default_str();
    evaluate->add_option("--seed", options->request.seed, "Seed of the bootstrap and of the parts")
        ->capture_default_str();
    evaluate->add_flag("--no-hubs", options->no_hubs, "Do not rank all Key Events to look for hubs");
    evaluate->add_flag("--tune", options->tune, "Try settings of mode fused on the tuning half and print the best");
    evaluate
        ->add_option("--folds", options->folds,
                     "Cross-validate: draw Key Events into so many parts by --seed, choose the settings of mode fused "
                     "on all parts but one, and measure all modes on that one")
        ->check(CLI::Range(2, 50));
    evaluate->callback([=, &status] { status = run_evaluate(*options); });
}
