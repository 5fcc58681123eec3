#include "config/scoring.hpp"

namespace kewp::config {
namespace {

constexpr double kBonus = 0.05;

SignalWeights hybrid_weights(double embedding, double gene, double ontology)
{
    return {.gene = gene, .lexical = 0.0, .embedding = embedding, .ontology = ontology, .multi_evidence_bonus = kBonus};
}

/// Weights of rankings, tuned by `kewp evaluate` (docs/ranking.md).
void set_fused(ScoringConfig& config)
{
    config.fusion = {};
    for (auto* const target : {&config.wikipathways, &config.go_bp, &config.go_mf, &config.reactome}) {
        target->weights = {.gene = 0.25, .lexical = 0.25, .embedding = 1.0};
        target->min_threshold = 0.10;  // far down in every ranking
    }
    config.wikipathways.name_weight = 0.5;
    config.go_bp.name_weight = 0.3;
    config.go_mf.name_weight = 0.85;
    config.reactome.name_weight = 0.3;
    config.go_bp.name_from_title = config.go_mf.name_from_title = true;
    config.go_mf.weights.gene = 1.0;
    config.reactome.weights.lexical = 0.0;  // similarity finds its names as well
    config.ontology.post_combine_boost = 0.0;
    config.reactome.max_results = 20;
}

}  // namespace

char const* name_of(RankingMode mode)
{
    switch (mode) {
        case RankingMode::hybrid: return "hybrid";
        case RankingMode::semantic: return "semantic";
        case RankingMode::fused: break;
    }
    return "fused";
}

// The numbers are those of spec/reference/suggestions.md §7.1, with the name weights of its later snapshot.
ScoringConfig ScoringConfig::for_mode(RankingMode mode)
{
    auto const hybrid = mode == RankingMode::hybrid;
    ScoringConfig config;
    config.mode = mode;
    config.ontology.post_combine_boost = hybrid ? 0.0 : 0.15;

    config.wikipathways.degraded_weights = hybrid_weights(0.50, 0.35, 0.15);
    config.wikipathways.gene_min_threshold = 0.0;

    config.go_bp.degraded_weights = hybrid_weights(0.55, 0.45, 0.0);
    config.go_bp.embedding_min_threshold = 0.30;

    config.go_mf.degraded_weights = hybrid_weights(0.60, 0.40, 0.0);
    config.go_mf.embedding_min_threshold = 0.25;
    config.go_mf.min_threshold = config.go_mf.degraded_min_threshold = 0.12;

    config.reactome.degraded_weights = hybrid_weights(0.60, 0.40, 0.0);
    config.reactome.name_weight = 0.50;
    config.reactome.embedding_min_threshold = hybrid ? 0.30 : 0.40;
    config.reactome.min_threshold = hybrid ? 0.15 : 0.40;
    config.reactome.gene_min_threshold = hybrid ? 0.05 : 0.0;
    config.reactome.max_results = hybrid ? 20 : 10;

    for (auto* const target : {&config.wikipathways, &config.go_bp, &config.go_mf, &config.reactome}) {
        target->weights = hybrid ? target->degraded_weights : SignalWeights{.embedding = 1.0};
    }
    if (mode == RankingMode::fused) {
        set_fused(config);
    }
    return config;
}

}  // namespace kewp::config
