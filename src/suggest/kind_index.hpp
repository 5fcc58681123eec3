#pragma once

#include "config/scoring.hpp"
#include "corpus/corpus.hpp"
#include "suggest/embedding_files.hpp"
#include "suggest/gene_score.hpp"
#include "suggest/hub_correction.hpp"
#include "suggest/lexical_index.hpp"
#include "suggest/ontology_tags.hpp"
#include "suggest/target_rows.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kewp::suggest {

/// Why a target is found by search and not suggested.
enum class Exclusion : std::uint8_t { none, too_few_genes, too_many_genes, size_unknown, states_direction };

/// Everything about the targets of one kind that does not depend on the Key Event.
///
/// Refers to the corpus and the embeddings that it is made from; they must outlive it. Immutable.
class KindIndex {
public:
    KindIndex(corpus::Corpus const& corpus, corpus::TargetKind kind, TargetEmbeddings const& embeddings,
              config::ScoringConfig const& config);

    [[nodiscard]] corpus::TargetKind kind() const { return targets_->kind(); }
    [[nodiscard]] corpus::TargetSet const& targets() const { return *targets_; }
    [[nodiscard]] std::size_t size() const { return targets_->size(); }
    [[nodiscard]] config::TargetScoring const& scoring() const { return *scoring_; }

    /// False for targets outside the size filter and for GO names that state a direction: they are found
    /// by search and not suggested.
    [[nodiscard]] bool can_be_suggested(std::size_t target) const { return exclusion_[target] == Exclusion::none; }
    [[nodiscard]] Exclusion exclusion(std::size_t target) const { return exclusion_[target]; }
    /// The number of genes that the size filter looks at: for GO those of descendants count.
    [[nodiscard]] std::optional<std::size_t> filtered_size(std::size_t target) const;
    /// True when the genes of at least one target are known.
    [[nodiscard]] bool has_genes() const { return test_.has_value(); }
    /// How many of `genes` each target has, by target.
    [[nodiscard]] std::vector<std::uint32_t> count_hits(std::span<corpus::Gene const> genes) const;
    [[nodiscard]] std::string const& symbol(corpus::Gene gene) const { return genes_->symbol(gene); }
    /// How many of `genes` any target has.
    [[nodiscard]] std::size_t annotated(std::span<corpus::Gene const> genes) const;
    /// Pre-condition: `has_genes()`.
    [[nodiscard]] HypergeometricTest const& test() const { return *test_; }

    [[nodiscard]] LexicalIndex const& lexical() const { return lexical_; }
    [[nodiscard]] TagIndex const& tags() const { return tags_; }
    /// The title through `clean`.
    [[nodiscard]] std::string const& clean_name(std::size_t target) const { return clean_names_[target]; }
    [[nodiscard]] TargetRows const& name_rows() const { return name_rows_; }
    [[nodiscard]] TargetRows const& text_rows() const { return text_rows_; }

    /// What takes the hubs out of the two channels; each empty until it is set.
    [[nodiscard]] HubCorrection const& name_hubs() const { return name_hubs_; }
    [[nodiscard]] HubCorrection const& text_hubs() const { return text_hubs_; }
    void set_hub_corrections(HubCorrection name, HubCorrection text);

private:
    void index_genes(std::size_t genes);
    void index_words();
    void mark_eligible(config::GeneSetSize const& size);
    [[nodiscard]] TargetRows rows_of(std::optional<embed::EmbeddingSet> const& set) const;

    corpus::TargetSet const* targets_;
    corpus::GeneTable const* genes_;
    config::TargetScoring const* scoring_;
    std::vector<Exclusion> exclusion_;
    std::vector<std::uint32_t> begin_;  // of each gene's targets in `with_gene_`
    std::vector<std::uint32_t> with_gene_;
    std::optional<HypergeometricTest> test_;
    LexicalIndex lexical_;
    TagIndex tags_;
    std::vector<std::string> clean_names_;
    TargetRows name_rows_;
    TargetRows text_rows_;
    HubCorrection name_hubs_;
    HubCorrection text_hubs_;
};

/// The scoring of a kind within a configuration.
[[nodiscard]] config::TargetScoring const& scoring_of(config::ScoringConfig const& config, corpus::TargetKind kind);

}  // namespace kewp::suggest
