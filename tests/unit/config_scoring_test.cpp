#include "config/scoring.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kewp::config {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

std::string error_of(std::string const& yaml)
{
    auto const config = parse_scoring(yaml, "scoring_config.yaml");
    return config ? "no error" : config.error().message;
}

// The keys and values of a file of the replaced application of February 2026.
constexpr char const* kReferenceFile = R"(
pathway_suggestion:
  gene_scoring:
    overlap_weight: 0.4
    specificity_weight: 0.4
    specificity_scaling_factor: 10.0
    base_boost: 0.15
    min_genes_for_high_confidence: 3
    low_gene_penalty: 0.8
    max_confidence: 0.95
  confidence_scoring:
    min_confidence: 0.08
    max_confidence: 0.98
    quality_tiers: {excellent_threshold: 0.70, good_threshold: 0.50, moderate_threshold: 0.30}
  dynamic_thresholds:
    base_threshold: 0.15
    high_specificity_terms: {adjustment: 0.05, terms: [apoptosis]}
    broad_process_terms: {adjustment: -0.05, terms: [function]}
    biological_level_adjustments: {molecular: -0.03}
  biological_level_multipliers:
    molecular: {pathway_name_match: 1.3}
  embedding_based_matching:
    enabled: true
    model: "dmis-lab/biobert-base-cased-v1.2"
    min_threshold: 0.4
    use_gpu: true
    precomputed_embeddings: "data/pathway_embeddings.npz"
    precomputed_ke_embeddings: "data/ke_embeddings.npz"
    use_ke_description: true
    fallback_to_text: true
    title_weight: 0.85
    entity_extraction: {enabled: true, min_entity_length: 3, include_numbers: true, biological_terms_only: false}
    skip_precomputed_for_titles: false
    score_transformation: {method: "power", power_exponent: 4.0, scale_factor: 0.75, output_min: 0.0, output_max: 0.95}
  ontology_tag_matching:
    enabled: true
    min_threshold: 0.20
    fuzzy_match_threshold: 0.85
    exact_match_boost: 0.30
    fuzzy_match_boost: 0.15
    max_confidence: 0.90
  hybrid_weights: {gene: 0.35, text: 0.0, embedding: 0.50, ontology: 0.15, multi_evidence_bonus: 0.05}
ke_pathway_assessment:
  evidence_quality: {known: 3, likely: 2, possible: 1, uncertain: 0}
  pathway_specificity: {specific: 2, includes: 1, loose: 0}
  ke_coverage: {complete: 1.5, keysteps: 1.0, minor: 0.5}
  biological_level: {bonus: 1.0, qualifying_levels: [molecular, cellular, tissue]}
  confidence_thresholds: {high: 5.0, medium: 2.5}
  max_scores: {with_bio_bonus: 7.5, without_bio_bonus: 6.5}
  connection_types: [causative, responsive, bidirectional, unclear]
go_suggestion:
  hybrid_weights: {embedding: 0.55, gene: 0.45, multi_evidence_bonus: 0.05}
  min_threshold: 0.15
  embedding_min_threshold: 0.3
  gene_min_threshold: 0.05
  gene_min_term_size: 10
  name_weight: 0.60
  use_ke_description: true
  hierarchy: {enabled: true, ic_weight: 0.15, redundancy_threshold: 0.20}
  directionality: {match_boost: 1.10, mismatch_penalty: 0.85}
ke_go_assessment:
  term_specificity: {exact: 3}
  evidence_support: {experimental: 3}
  gene_overlap: {high_threshold: 0.5}
  bio_level_bonus: {molecular_process: 1.0}
  confidence_thresholds: {high: 6, medium: 3}
  max_scores: {with_bio_bonus: 9.0}
  connection_types: [describes, involves, related, context]
  dimension_weights: {connection: 0.33, specificity: 0.33, evidence: 0.34}
  dimension_thresholds: {high: 2.5, medium: 1.5}
metadata:
  version: "1.3.0"
  changelog: ["2026-02-04: more"]
)";

TEST(ScoringConfig, ReadsAFileOfTheReferenceAsModeHybrid)
{
    auto const config = parse_scoring(kReferenceFile, "scoring_config.yaml");
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(config->mode, RankingMode::hybrid);
    EXPECT_EQ(config->wikipathways.weights.gene, 0.35);
    EXPECT_EQ(config->wikipathways.weights.multi_evidence_bonus, 0.05);
    EXPECT_EQ(config->ontology.post_combine_boost, 0.0);
    EXPECT_EQ(config->go_bp.name_weight, 0.60);
    EXPECT_EQ(config->go_bp.hierarchy.ic_weight, 0.15);
    EXPECT_EQ(config->go_mf.weights.gene, 0.40);  // not in the file: as the mode has it
    EXPECT_EQ(config->version, "1.3.0");
    EXPECT_THAT(config->warnings, testing::Contains(AllOf(HasSubstr("scoring_config.yaml:26:"),
                                                          HasSubstr("embedding_based_matching.use_gpu is ignored"))));
}

TEST(ScoringConfig, IsFusedByDefault)
{
    auto const config = parse_scoring("", "f");
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(config->mode, RankingMode::fused);
    EXPECT_EQ(config->wikipathways.weights.lexical, 0.25);
}

TEST(ScoringConfig, IsSemanticForAFileThatGivesGenesNoWeight)
{
    for (auto const* const yaml :
         {"ranking: {mode: semantic}",
          "pathway_suggestion: {hybrid_weights: {gene: 0.0, text: 0.0, embedding: 1.0, ontology: 0.0}}"}) {
        auto const config = parse_scoring(yaml, "f");
        ASSERT_TRUE(config) << config.error().message;
        EXPECT_EQ(config->mode, RankingMode::semantic);
        EXPECT_EQ(config->wikipathways.weights.embedding, 1.0);
        EXPECT_EQ(config->reactome.min_threshold, 0.40);
        EXPECT_EQ(config->ontology.post_combine_boost, 0.15);
        EXPECT_EQ(config->wikipathways.degraded_weights.gene, 0.35);
        EXPECT_THAT(config->warnings, IsEmpty());
    }
}

TEST(ScoringConfig, LetsEachValueOfAModeBeOverridden)
{
    auto const config = parse_scoring(
        "ranking: {mode: hybrid}\n"
        "go_mf: {hybrid_weights: {gene: 0.7}, min_threshold: 0.2}\n"
        "gene_set_size: {min_genes: 5, max_genes: 900}\n"
        "search: {autojunk: false}\n",
        "f");
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_EQ(config->go_mf.weights.gene, 0.7);
    EXPECT_EQ(config->go_mf.weights.embedding, 0.60);
    EXPECT_EQ(config->go_mf.degraded_weights.gene, 0.7);
    EXPECT_EQ(config->go_mf.degraded_min_threshold, 0.2);
    EXPECT_EQ(config->gene_set_size.max_genes, 900U);
    EXPECT_FALSE(config->search_autojunk);
}

TEST(ScoringConfig, NamesTheNearestKeyForAMisspeltOne)
{
    EXPECT_EQ(error_of("ranking:\n  modes: hybrid\n"),
              "scoring_config.yaml:2: unknown key ranking.modes; did you mean 'mode'?");
    EXPECT_THAT(error_of("pathway_sugestion: {}\n"), HasSubstr("did you mean 'pathway_suggestion'?"));
    EXPECT_THAT(error_of("banana: 1\n"), HasSubstr("unknown key banana; remove it"));
    EXPECT_THAT(error_of("ke_pathway_assessment: {evidence_quality: {proven: 3}}"),
                HasSubstr("unknown key ke_pathway_assessment.evidence_quality.proven"));
}

struct BadFile {
    char const* yaml;
    char const* problem;
};

constexpr BadFile kBadFiles[] = {
    {"ranking: {mode: mixed}", ":1: ranking.mode must be one of hybrid, semantic, fused, found 'mixed'"},
    {"ranking: {rank_constant: -1}", "from 0 to 1000"},
    {"ranking: {hub_correction: {neighbours: 0}}", "from 1 to 100"},
    {"pathway_suggestion:\n  gene_scoring:\n    overlap_weight: 1.5\n",
     ":3: pathway_suggestion.gene_scoring.overlap_weight must be a number from 0 to 1, found '1.5'"},
    {"pathway_suggestion: {gene_scoring: {specificity_scaling_factor: 0.5}}", "from 1 to 20"},
    {"pathway_suggestion: {gene_scoring: {base_boost: 0.4}}", "from 0 to 0.3"},
    {"pathway_suggestion: {gene_scoring: {min_genes_for_high_confidence: 2.5}}", "a whole number from 2 to 5"},
    {"pathway_suggestion: {gene_scoring: {low_gene_penalty: 0.4}}", "from 0.5 to 1"},
    {"pathway_suggestion: {gene_scoring: {max_confidence: 0.7}}", "from 0.8 to 1"},
    {"pathway_suggestion: {gene_scoring: {base_boost: .nan}}", "must be a number"},
    {"pathway_suggestion: {gene_scoring: [1]}", "must be a mapping of keys, found a list"},
    {"pathway_suggestion: {confidence_scoring: {min_confidence: 0.99}}", "must be below max_confidence"},
    {"pathway_suggestion: {confidence_scoring: {quality_tiers: {good_threshold: 0.9}}}", "must fall from excellent"},
    {"pathway_suggestion: {embedding_based_matching: {enabled: perhaps}}", "must be true or false, found 'perhaps'"},
    {"pathway_suggestion: {embedding_based_matching: {score_transformation: {output_min: 0.96}}}", "below output_max"},
    {"pathway_suggestion: {embedding_based_matching: {score_transformation: {power_exponent: 0}}}", "power_exponent"},
    {"pathway_suggestion: {hybrid_weights: {gene: -0.1}}", "from 0 to 100"},
    {"ranking: {mode: semantic}\npathway_suggestion: {hybrid_weights: {embedding: 0}}", "are all 0"},
    {"pathway_suggestion: {dynamic_thresholds: {base_threshold: 2}}", "from 0 to 1"},
    {"go_bp: {}\ngo_suggestion: {}", "is the old name of go_bp"},
    {"go_bp: {min_threshold: 0.1, min_threshold: 0.2}", "is set twice"},
    {"reactome_suggestion: {max_results: 0}", "from 1 to 50"},
    {"gene_set_size: {min_genes: 20, max_genes: 10}", "must not be above max_genes"},
    {"ke_pathway_assessment: {confidence_thresholds: {high: 2, medium: 3}}", "must be above medium"},
    {"ke_pathway_assessment: {evidence_quality: {known: 2.5}}", "a whole number, 0 or more"},
    {"ke_pathway_assessment: {evidence_quality: {known: -1}}", "a whole number, 0 or more"},
    {"ke_go_assessment: {dimension_weights: {connection: 0.5}}", "must sum to 1, found 1.17"},
    {"ke_go_assessment: {connection_types: describes}", "must be a list of words"},
    {"- a list", "the file must be a mapping of keys"},
};

TEST(ScoringConfig, RefusesABadValueNamingLineKeyAndExpectation)
{
    for (auto const& [yaml, problem] : kBadFiles) {
        EXPECT_THAT(error_of(yaml), AllOf(HasSubstr("scoring_config.yaml:"), HasSubstr(problem))) << yaml;
    }
}

TEST(ScoringConfig, ReportsAllProblemsAtOnce)
{
    auto const message = error_of("ranking: {mode: x}\nbanana: 1\ngo_bp: {name_weight: 7}\n");
    EXPECT_THAT(message, AllOf(HasSubstr(":1: "), HasSubstr(":2: "), HasSubstr(":3: ")));
}

TEST(ScoringConfig, RefusesWhatIsNoYaml)
{
    auto const config = parse_scoring("a: [1,\nb: }", "f.yaml");
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().code, ErrorCode::corrupt);
    EXPECT_THAT(config.error().message, HasSubstr("f.yaml:"));
}

TEST(ScoringConfig, AcceptsTheFileOfTheRepositoryWithoutAWarning)
{
    auto const config = load_scoring(std::filesystem::path{KEWP_SOURCE_DIR} / "scoring_config.yaml");
    ASSERT_TRUE(config) << config.error().message;
    EXPECT_THAT(config->warnings, IsEmpty());
    EXPECT_EQ(load_scoring("/nowhere/scoring_config.yaml").error().code, ErrorCode::not_found);
}

TEST(ScoringConfig, HasInTheFileOfTheRepositoryTheValuesOfItsMode)
{
    auto const config = load_scoring(std::filesystem::path{KEWP_SOURCE_DIR} / "scoring_config.yaml");
    ASSERT_TRUE(config) << config.error().message;
    auto const mode = ScoringConfig::for_mode(config->mode);
    auto const same = [](TargetScoring const& a, TargetScoring const& b) {
        return a.weights.embedding == b.weights.embedding && a.weights.gene == b.weights.gene &&
               a.min_threshold == b.min_threshold && a.embedding_min_threshold == b.embedding_min_threshold &&
               a.gene_min_threshold == b.gene_min_threshold && a.name_weight == b.name_weight &&
               a.max_results == b.max_results && a.weights.lexical == b.weights.lexical &&
               a.weights.ontology == b.weights.ontology && a.name_from_title == b.name_from_title &&
               a.weights.multi_evidence_bonus == b.weights.multi_evidence_bonus;
    };
    EXPECT_TRUE(same(config->wikipathways, mode.wikipathways));
    EXPECT_TRUE(same(config->go_bp, mode.go_bp));
    EXPECT_TRUE(same(config->go_mf, mode.go_mf));
    EXPECT_TRUE(same(config->reactome, mode.reactome));
}

}  // namespace
}  // namespace kewp::config
