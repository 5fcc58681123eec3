#pragma once

#include "corpus/corpus.hpp"
#include "suggest/merge.hpp"
#include "suggest/score_transform.hpp"
#include "suggest/text_prep.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace kewp::suggest {

/// Which signals a caller wants a list by.
enum class Method {
    all,        ///< merged
    gene,       ///< gene overlap alone
    embedding,  ///< similarity alone; words while there are no vectors
};

/// Which aspects of the Gene Ontology are wanted.
enum class Aspect { all, bp, mf };

/// A factor that was applied to the merged score.
struct Adjustment {
    std::string name;  // `ontology_boost`, `information_content`, `title_match`, `direction`
    double factor = 1.0;
};

/// Part of one signal in a score.
struct SignalPart {
    Signal signal = Signal::gene;
    bool available = false;  // false: the Key Event or the targets have no such data
    double value = 0.0;      // 0 when below the minimum of the signal
    double weight = 0.0;
    double place = 0.0;         // in the ranking by this signal alone, mode fused only; 0: not in it
    double contribution = 0.0;  // to the score
};

/// Gene overlap with one target.
struct GeneEvidence {
    std::vector<std::string> matching;  // symbols, ascending
    double overlap_ratio = 0.0;         // of the Key Event's genes, three decimals
    std::optional<double> specificity;  // of the target's genes, three decimals
    std::optional<double> p_value;      // hypergeometric, against all annotated genes
};

/// What only GO terms have.
struct GoEvidence {
    Direction term = Direction::unspecified;
    Direction key_event = Direction::unspecified;
    std::optional<bool> directions_match;
    NameMatch title_match = NameMatch::none;
    bool regulation_proxy = false;  // the name begins with "regulation of"
};

/// One target with the reasons for its place. Refers to the corpus of its `Suggester`.
struct Suggestion {
    corpus::Target const* target = nullptr;
    corpus::TargetKind kind = corpus::TargetKind::wikipathways;
    double score = 0.0;  // final, in [0, 0.98], four decimals
    std::vector<SignalPart> signals;
    double bonus = 0.0;  // for several signals, part of the sum
    std::vector<Adjustment> adjustments;
    ChannelScores channels;
    GeneEvidence genes;
    std::vector<std::string> matched_words;
    std::vector<std::string> matched_tags;  // distinct, in the order met
    std::size_t exact_tags = 0;
    std::size_t fuzzy_tags = 0;
    std::optional<GoEvidence> go;
    std::string primary_evidence;  // `gene_overlap`, `semantic_similarity`, `text_match`, `ontology_tags`
    std::string tier;              // `excellent`, `good`, `possible` or ""
    std::string reason;            // one sentence for people

    [[nodiscard]] SignalPart const& part(Signal signal) const { return signals[static_cast<std::size_t>(signal)]; }
};

/// A target that would be in a list but for a filter.
struct FilteredOut {
    corpus::Target const* target = nullptr;
    corpus::TargetKind kind = corpus::TargetKind::wikipathways;
    std::string filter;  // `gene_set_size`, `states_direction`, `redundant_ancestor`, `threshold`
    std::string reason;  // for people
    double score = 0.0;  // that it has, or would have without the filter
};

/// Something that makes a list worse than it could be.
struct Warning {
    std::string source;   // `embeddings`, `ke_genes` …
    std::string state;    // `unavailable`
    std::string message;  // consequence and remedy
};

/// What is suggested for a Key Event.
struct SuggestionList {
    corpus::KeyEvent const* key_event = nullptr;
    std::string ranking_mode;  // `hybrid`, `semantic`, `degraded`
    std::vector<Warning> warnings;
    std::vector<Suggestion> suggestions;    // best first
    std::size_t total = 0;                  // before the cut to the limit
    std::vector<FilteredOut> filtered_out;  // when asked for
    // By one signal each, when asked for.
    std::vector<Suggestion> by_gene;
    std::vector<Suggestion> by_embedding;
    std::vector<Suggestion> by_ontology;
};

}  // namespace kewp::suggest
