#include "config/scoring.hpp"

#include "base/file.hpp"
#include "config/yaml_section.hpp"

#include <cmath>
#include <fmt/format.h>
#include <sstream>

namespace kewp::config {
namespace {

constexpr double kMostWeight = 100.0;  // weights are relative; this only catches slips such as 0,35 → 35000

void read_weights(YamlSection& parent, SignalWeights& weights, bool pathway)
{
    auto section = parent.section("hybrid_weights");
    section.number("embedding", weights.embedding, 0, kMostWeight);
    section.number("gene", weights.gene, 0, kMostWeight);
    section.number("text", weights.lexical, 0, kMostWeight);
    if (pathway) {
        section.number("ontology", weights.ontology, 0, kMostWeight);
    }
    section.number("multi_evidence_bonus", weights.multi_evidence_bonus, 0, 1);
    section.finish();
    if (!(weights.embedding + weights.gene + weights.lexical + weights.ontology > 0)) {
        parent.reject("hybrid_weights", "are all 0: nothing could be ranked; give one signal a weight");
    }
}

void read_gene_scoring(YamlSection& parent, GeneScoring& gene)
{
    auto section = parent.section("gene_scoring");
    section.number("overlap_weight", gene.overlap_weight, 0, 1);
    section.number("specificity_weight", gene.specificity_weight, 0, 1);
    section.number("specificity_scaling_factor", gene.specificity_scaling_factor, 1, 20);
    section.number("base_boost", gene.base_boost, 0, 0.3);
    section.whole("min_genes_for_high_confidence", gene.min_genes_for_high_confidence, 2, 5);
    section.number("low_gene_penalty", gene.low_gene_penalty, 0.5, 1);
    section.number("max_confidence", gene.max_confidence, 0.8, 1);
    section.finish();
}

void read_transform(YamlSection& parent, ScoreTransform& transform)
{
    auto section = parent.section("score_transformation");
    auto method = static_cast<std::size_t>(transform.method);
    section.choice("method", {"power", "linear", "none"}, method);
    transform.method = static_cast<ScoreTransform::Method>(method);
    section.number("power_exponent", transform.power_exponent, 0.01, 100);
    section.number("scale_factor", transform.scale_factor, 0, 1);
    section.number("output_min", transform.output_min, 0, 1);
    section.number("output_max", transform.output_max, 0, 1);
    if (!(transform.output_min < transform.output_max)) {
        section.reject("output_min", fmt::format("must be below output_max ({} is not below {})", transform.output_min,
                                                 transform.output_max));
    }
    section.finish();
}

void read_entities(YamlSection& parent, EntityExtraction& entities)
{
    auto section = parent.section("entity_extraction");
    section.flag("enabled", entities.enabled);
    section.whole("min_entity_length", entities.min_entity_length, 1, 100);
    section.flag("include_numbers", entities.include_numbers);
    section.flag("biological_terms_only", entities.biological_terms_only);
    section.finish();
}

void read_embedding(YamlSection& parent, ScoringConfig& config)
{
    auto section = parent.section("embedding_based_matching");
    section.flag("enabled", config.embeddings_enabled);
    section.number("min_threshold", config.wikipathways.embedding_min_threshold, 0, 1);
    section.number("title_weight", config.wikipathways.name_weight, 0, 1);
    section.flag("use_ke_description", config.wikipathways.use_ke_description);
    read_entities(section, config.entities);
    read_transform(section, config.transform);
    section.accept({"model"});
    section.ignore({"use_gpu", "fallback_to_text", "skip_precomputed_for_titles", "precomputed_embeddings",
                    "precomputed_ke_embeddings"});
    section.finish();
}

void read_ontology(YamlSection& parent, OntologyTags& ontology)
{
    auto section = parent.section("ontology_tag_matching");
    section.flag("enabled", ontology.enabled);
    section.number("min_threshold", ontology.min_threshold, 0, 1);
    section.number("fuzzy_match_threshold", ontology.fuzzy_match_threshold, 0, 1);
    section.number("exact_match_boost", ontology.exact_match_boost, 0, 1);
    section.number("fuzzy_match_boost", ontology.fuzzy_match_boost, 0, 1);
    section.number("max_confidence", ontology.max_confidence, 0, 1);
    section.words("generic_keywords", ontology.generic_keywords);
    section.finish();

    auto boost = parent.section("ontology_post_combine_boost");
    bool enabled = true;
    boost.flag("enabled", enabled);
    boost.number("boost_weight", ontology.post_combine_boost, 0, 1);
    boost.finish();
    if (!enabled) {
        ontology.post_combine_boost = 0.0;
    }
}

void read_confidence(YamlSection& parent, ScoringConfig& config)
{
    auto section = parent.section("confidence_scoring");
    double least = 0.08;
    section.number("min_confidence", least, 0, 1);
    section.number("max_confidence", config.max_score, 0, 1);
    if (!(least < config.max_score)) {
        section.reject("min_confidence",
                       fmt::format("must be below max_confidence ({} is not below {})", least, config.max_score));
    }
    auto tiers = section.section("quality_tiers");
    tiers.number("excellent_threshold", config.tiers.excellent, 0, 1);
    tiers.number("good_threshold", config.tiers.good, 0, 1);
    tiers.number("moderate_threshold", config.tiers.moderate, 0, 1);
    if (config.tiers.excellent < config.tiers.good || config.tiers.good < config.tiers.moderate) {
        section.reject("quality_tiers", "must fall from excellent over good to moderate");
    }
    tiers.finish();
    section.finish();
}

void read_pathways(YamlSection& root, ScoringConfig& config)
{
    auto section = root.section("pathway_suggestion");
    read_gene_scoring(section, config.gene_scoring);
    auto thresholds = section.section("dynamic_thresholds");
    thresholds.number("base_threshold", config.wikipathways.min_threshold, 0, 1);
    thresholds.ignore({"high_specificity_terms", "broad_process_terms", "biological_level_adjustments"});
    thresholds.finish();
    read_embedding(section, config);
    read_ontology(section, config.ontology);
    read_weights(section, config.wikipathways.weights, true);
    read_confidence(section, config);
    section.flag("size_filter", config.wikipathways.size_filter);
    section.ignore({"biological_level_multipliers", "substring_matching", "substring_similarity", "text_similarity",
                    "text_based_matching"});
    section.finish();
}

void read_go(YamlSection& root, std::string const& key, TargetScoring& target)
{
    auto section = root.section(key);
    read_weights(section, target.weights, false);
    section.number("min_threshold", target.min_threshold, 0, 1);
    section.number("embedding_min_threshold", target.embedding_min_threshold, 0, 1);
    section.number("gene_min_threshold", target.gene_min_threshold, 0, 1);
    section.whole("gene_min_term_size", target.gene_min_term_size, 0, 10000);
    section.number("name_weight", target.name_weight, 0, 1);
    section.flag("use_ke_description", target.use_ke_description);
    section.flag("name_from_title", target.name_from_title);
    section.flag("size_filter", target.size_filter);
    auto hierarchy = section.section("hierarchy");
    hierarchy.flag("enabled", target.hierarchy.enabled);
    hierarchy.number("ic_weight", target.hierarchy.ic_weight, 0, 1);
    hierarchy.number("redundancy_threshold", target.hierarchy.redundancy_threshold, 0, 1);
    hierarchy.finish();
    auto direction = section.section("directionality");
    direction.number("match_boost", target.directionality.match_boost, 1, 2);
    direction.number("mismatch_penalty", target.directionality.mismatch_penalty, 0, 1);
    direction.flag("exclude_signed_terms", target.directionality.exclude_signed_terms);
    direction.finish();
    auto title = section.section("title_match");
    title.number("equal_boost", target.title_match.equal_boost, 1, 2);
    title.number("phrase_boost", target.title_match.phrase_boost, 1, 2);
    title.number("regulation_penalty", target.title_match.regulation_penalty, 0, 1);
    title.finish();
    section.finish();
}

void read_reactome(YamlSection& root, TargetScoring& target)
{
    auto section = root.section("reactome_suggestion");
    read_weights(section, target.weights, false);
    section.number("min_threshold", target.min_threshold, 0, 1);
    section.number("embedding_min_threshold", target.embedding_min_threshold, 0, 1);
    section.number("gene_min_threshold", target.gene_min_threshold, 0, 1);
    section.whole("gene_min_term_size", target.gene_min_term_size, 0, 10000);
    section.number("name_weight", target.name_weight, 0, 1);
    section.whole("max_results", target.max_results, 1, 50);
    section.flag("use_ke_description", target.use_ke_description);
    section.flag("size_filter", target.size_filter);
    section.finish();
}

void read_pathway_assessment(YamlSection& root, PathwayAssessment& assessment)
{
    auto section = root.section("ke_pathway_assessment");
    section.points("evidence_quality", assessment.evidence_quality, true);
    section.points("pathway_specificity", assessment.pathway_specificity, false);
    section.points("ke_coverage", assessment.ke_coverage, false);
    auto level = section.section("biological_level");
    level.number("bonus", assessment.level_bonus, 0, 100);
    level.words("qualifying_levels", assessment.qualifying_levels);
    level.finish();
    auto thresholds = section.section("confidence_thresholds");
    thresholds.number("high", assessment.high, 0, 1000);
    thresholds.number("medium", assessment.medium, 0, 1000);
    if (!(assessment.high > assessment.medium)) {
        thresholds.reject("high", "must be above medium");
    }
    thresholds.finish();
    section.words("connection_types", assessment.connection_types);
    section.ignore({"max_scores"});
    section.finish();
}

void read_go_assessment(YamlSection& root, GoAssessment& assessment)
{
    auto section = root.section("ke_go_assessment");
    auto weights = section.section("dimension_weights");
    weights.number("connection", assessment.connection, 0, 1);
    weights.number("specificity", assessment.specificity, 0, 1);
    weights.number("evidence", assessment.evidence, 0, 1);
    weights.finish();
    auto const sum = assessment.connection + assessment.specificity + assessment.evidence;
    if (std::abs(sum - 1.0) > 0.01) {
        section.reject("dimension_weights", fmt::format("must sum to 1, found {:.4g}", sum));
    }
    auto thresholds = section.section("dimension_thresholds");
    thresholds.number("high", assessment.high, 0, 3);
    thresholds.number("medium", assessment.medium, 0, 3);
    if (!(assessment.high > assessment.medium)) {
        thresholds.reject("high", "must be above medium");
    }
    thresholds.finish();
    section.words("connection_types", assessment.connection_types);
    section.ignore({"term_specificity", "evidence_support", "gene_overlap", "bio_level_bonus", "confidence_thresholds",
                    "max_scores"});
    section.finish();
}

/// What the file asks for, or what its weights amount to when it is older than the modes.
RankingMode read_mode(YamlSection& ranking, YAML::Node const& document)
{
    YamlProblems ignored;  // the section is read, and its problems reported, later
    auto mode = static_cast<std::size_t>(kDefaultMode);
    if (!ranking.has("mode") && document.IsMap()) {
        auto pathways = YamlSection{document["pathway_suggestion"], "pathway_suggestion", ignored};
        auto weights = pathways.section("hybrid_weights");
        double gene = -1.0;
        weights.number("gene", gene, 0, kMostWeight);
        if (gene >= 0) {
            mode = static_cast<std::size_t>(gene > 0 ? RankingMode::hybrid : RankingMode::semantic);
        }
    }
    ranking.choice("mode", {"hybrid", "semantic", "fused"}, mode);
    return static_cast<RankingMode>(mode);
}

void read_fusion(YamlSection& ranking, RankFusion& fusion)
{
    ranking.number("rank_constant", fusion.rank_constant, 0, 1000);
    ranking.number("channel_exponent", fusion.channel_exponent, 1, 100);
    auto hubs = ranking.section("hub_correction");
    hubs.flag("remove_mean", fusion.hubs.remove_mean);
    hubs.whole("components", fusion.hubs.components, 0, 20);
    hubs.whole("neighbours", fusion.hubs.neighbours, 1, 100);
    hubs.number("neighbour_weight", fusion.hubs.neighbour_weight, 0, 2);
    hubs.flag("by_crowding", fusion.hubs.by_crowding);
    hubs.finish();
}

ScoringConfig read_document(YAML::Node const& document, YamlProblems& problems)
{
    YamlSection root{document, "", problems};
    auto ranking = root.section("ranking");
    auto config = ScoringConfig::for_mode(read_mode(ranking, document));
    read_fusion(ranking, config.fusion);
    ranking.finish();
    read_pathways(root, config);
    if (root.has("go_suggestion") && root.has("go_bp")) {
        root.reject("go_suggestion", "is the old name of go_bp, which is there too; keep go_bp");
    }
    // Asked for under both names, so that neither is unknown; only one of them is there.
    read_go(root, "go_suggestion", config.go_bp);
    read_go(root, "go_bp", config.go_bp);
    read_go(root, "go_mf", config.go_mf);
    read_reactome(root, config.reactome);
    auto size = root.section("gene_set_size");
    size.whole("min_genes", config.gene_set_size.min_genes, 0, 100000);
    size.whole("max_genes", config.gene_set_size.max_genes, 1, 100000);
    if (config.gene_set_size.min_genes > config.gene_set_size.max_genes) {
        size.reject("min_genes", "must not be above max_genes");
    }
    size.finish();
    auto search = root.section("search");
    search.flag("autojunk", config.search_autojunk);
    search.finish();
    read_pathway_assessment(root, config.pathway_assessment);
    read_go_assessment(root, config.go_assessment);
    auto metadata = root.section("metadata");
    metadata.text("version", config.version);
    root.finish();

    if (config.mode == RankingMode::hybrid) {
        for (auto* const target : {&config.wikipathways, &config.go_bp, &config.go_mf, &config.reactome}) {
            target->degraded_weights = target->weights;
            target->degraded_min_threshold = target->min_threshold;
        }
    }
    return config;
}

}  // namespace

Result<ScoringConfig> parse_scoring(std::string_view yaml, std::string const& name)
{
    YamlProblems problems{.file = name};
    ScoringConfig config;
    try {
        config = read_document(YAML::Load(std::string{yaml}), problems);
    } catch (YAML::Exception const& error) {
        return fail(ErrorCode::corrupt, fmt::format("{}:{}: not YAML: {}", name, error.mark.line + 1, error.msg));
    }
    if (!problems.errors.empty()) {
        return fail(ErrorCode::invalid_argument, fmt::format("{}", fmt::join(problems.errors, "\n")));
    }
    config.warnings = std::move(problems.warnings);
    return config;
}

Result<ScoringConfig> load_scoring(std::filesystem::path const& file)
{
    auto const text = read_file(file);
    if (!text) {
        return fail(text.error());
    }
    return parse_scoring(*text, file.string());
}

}  // namespace kewp::config
