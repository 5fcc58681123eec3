#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kewp::config {

/// How the signals of a target become one score. A mode is a named set of parameters; each can be
/// set on its own in the file as well.
enum class RankingMode {
    hybrid,    ///< weighted sum of gene overlap, embedding similarity and ontology tags
    semantic,  ///< embedding similarity alone; gene overlap is shown
    fused,     ///< rankings by similarity (hubs corrected), words and genes, fused by reciprocal rank
};

/// The mode of a file that neither names one nor gives weights.
inline constexpr RankingMode kDefaultMode = RankingMode::fused;

[[nodiscard]] char const* name_of(RankingMode mode);

/// Gene overlap of WikiPathways (formula: suggest/gene_score.hpp).
struct GeneScoring {
    double overlap_weight = 0.4;
    double specificity_weight = 0.4;
    double specificity_scaling_factor = 10.0;
    double base_boost = 0.15;
    unsigned min_genes_for_high_confidence = 3;
    double low_gene_penalty = 0.8;
    double max_confidence = 0.95;
};

/// Cosine → score (formula: suggest/score_transform.hpp).
struct ScoreTransform {
    enum class Method { power, linear, none };
    Method method = Method::power;
    double power_exponent = 4.0;
    double scale_factor = 0.75;
    double output_min = 0.0;
    double output_max = 0.95;
};

/// Which words of a text survive before it is embedded (profile `reference`).
struct EntityExtraction {
    bool enabled = true;
    unsigned min_entity_length = 3;
    bool include_numbers = true;
    bool biological_terms_only = false;
};

/// Ontology tags of WikiPathways found in the title of a Key Event.
struct OntologyTags {
    bool enabled = true;
    double fuzzy_match_threshold = 0.85;
    double exact_match_boost = 0.30;
    double fuzzy_match_boost = 0.15;
    double min_threshold = 0.20;
    double max_confidence = 0.90;
    double post_combine_boost = 0.15;  // score·(1 + boost·tag score) after the sum; 0 in mode hybrid
    /// Words that match nearly every pathway: without another match they count for nothing.
    std::vector<std::string> generic_keywords = {"pathway",    "pathways", "disease", "signaling",
                                                 "signalling", "process",  "response"};
};

/// Weights of the sum. `lexical` is the reference's `text`.
struct SignalWeights {
    double gene = 0.0;
    double lexical = 0.0;
    double embedding = 0.0;
    double ontology = 0.0;
    double multi_evidence_bonus = 0.0;  // added when two or more signals are above 0
};

/// Mode fused: what is taken out of vectors so that no target is near everything (suggest/hub_correction.hpp).
struct HubCorrection {
    bool remove_mean = true;
    unsigned components = 3;        // principal components that are removed, the largest first
    unsigned neighbours = 10;       // nearest Key Events of a target that CSLS looks at
    double neighbour_weight = 1.0;  // 1: CSLS; 0: none of it
    bool by_crowding = true;        // only where the mean cosine of two targets is 0.5 or more
};

/// Mode fused: `hybrid_weights` are the weights of the rankings.
struct RankFusion {
    double rank_constant = 5.0;  // a target's share of a ranking is (constant + 1)/(constant + rank)
    /// Similarities s of the two channels are combined as ((1 + s)/2)^exponent: the higher it is, the more the channel
    /// counts in which the two are nearly the same.
    double channel_exponent = 32.0;
    HubCorrection hubs = {};
};

/// GO only.
struct HierarchyScoring {
    bool enabled = true;
    double ic_weight = 0.0;
    double redundancy_threshold = 0.10;
};

/// GO only.
struct Directionality {
    double match_boost = 1.10;
    double mismatch_penalty = 0.85;
    bool exclude_signed_terms = true;  // terms that state a direction in their name are not suggested
};

/// GO only: how a term's name compares with the title of the Key Event.
struct TitleMatch {
    double equal_boost = 1.25;
    double phrase_boost = 1.10;
    double regulation_penalty = 0.90;  // names that begin with "regulation of"
};

/// Everything that differs between the four kinds of targets.
struct TargetScoring {
    SignalWeights weights;
    double min_threshold = 0.15;  // of the merged score
    double embedding_min_threshold = 0.40;
    double gene_min_threshold = 0.05;
    unsigned gene_min_term_size = 10;
    double name_weight = 0.85;  // of name or title against definition or description
    bool use_ke_description = true;
    bool name_from_title = false;  // GO: compare names with the title of the Key Event, not with its description too
    bool size_filter = true;
    unsigned max_results = 50;
    HierarchyScoring hierarchy = {};
    Directionality directionality = {};
    TitleMatch title_match = {};

    /// Used while there are no vectors: the weights of mode hybrid, and the threshold that goes with them.
    SignalWeights degraded_weights;
    double degraded_min_threshold = 0.15;
};

/// Numbers of genes between which a target can be suggested, both included.
struct GeneSetSize {
    unsigned min_genes = 10;
    unsigned max_genes = 500;
};

/// Least final score of each label.
struct QualityTiers {
    double excellent = 0.70;
    double good = 0.50;
    double moderate = 0.30;
};

/// Points of each answer in the assessment of a mapping to a pathway.
struct PathwayAssessment {
    using Points = std::vector<std::pair<std::string, double>>;
    Points evidence_quality = {{"known", 3}, {"likely", 2}, {"possible", 1}, {"uncertain", 0}};
    Points pathway_specificity = {{"specific", 2}, {"includes", 1}, {"loose", 0}};
    Points ke_coverage = {{"complete", 1.5}, {"keysteps", 1.0}, {"minor", 0.5}};
    double level_bonus = 1.0;
    std::vector<std::string> qualifying_levels = {"molecular", "cellular", "tissue"};
    double high = 5.0;
    double medium = 2.5;
    std::vector<std::string> connection_types = {"causative", "responsive", "bidirectional", "unclear"};
};

/// Weights of the three answers (0–3 each) in the assessment of a mapping to a GO term.
struct GoAssessment {
    double connection = 0.33;
    double specificity = 0.33;
    double evidence = 0.34;
    double high = 2.5;
    double medium = 1.5;
    std::vector<std::string> connection_types = {"describes", "involves", "related", "context"};
};

/// `scoring_config.yaml`: every number behind suggestions and assessments. The members' values are
/// those of mode semantic.
struct ScoringConfig {
    RankingMode mode = RankingMode::semantic;
    RankFusion fusion;
    GeneScoring gene_scoring;
    ScoreTransform transform;
    bool embeddings_enabled = true;
    EntityExtraction entities;
    OntologyTags ontology;
    GeneSetSize gene_set_size;
    QualityTiers tiers;
    double max_score = 0.98;  // no merged score is above
    bool search_autojunk = true;
    TargetScoring wikipathways;
    TargetScoring go_bp;
    TargetScoring go_mf;
    TargetScoring reactome;
    PathwayAssessment pathway_assessment;
    GoAssessment go_assessment;
    std::string version;
    /// Keys that are accepted for the sake of old files and change nothing, each with its line.
    std::vector<std::string> warnings;

    /// All values of a mode, nothing read from a file.
    [[nodiscard]] static ScoringConfig for_mode(RankingMode mode);
};

/// Reads the text of a `scoring_config.yaml`, ours or the reference's; `name` stands in messages.
///
/// Without `ranking.mode` a file that gives genes a weight is of mode hybrid, any other of mode
/// semantic. What the file does not set is as the mode has it.
/// Error: corrupt (no YAML) or invalid_argument, one line for each problem: file, line, key, what was
/// expected and found; for an unknown key the nearest known one.
[[nodiscard]] Result<ScoringConfig> parse_scoring(std::string_view yaml, std::string const& name);

/// Reads the file. Errors: those of `parse_scoring`, not_found, io.
[[nodiscard]] Result<ScoringConfig> load_scoring(std::filesystem::path const& file);

}  // namespace kewp::config
