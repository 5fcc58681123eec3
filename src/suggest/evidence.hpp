#pragma once

#include "config/scoring.hpp"
#include "corpus/corpus.hpp"
#include "suggest/embedding_files.hpp"
#include "suggest/kind_index.hpp"
#include "suggest/merge.hpp"
#include "suggest/ontology_tags.hpp"
#include "suggest/score_transform.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace kewp::suggest {

/// Unit vectors of a Key Event for the two channels of a kind; empty when there is none.
struct KeyEventVectors {
    std::vector<float> name;
    std::vector<float> text;
};

/// `vector` divided by its length, whatever that is; empty for zeros. A query that is not of unit length
/// would saturate every score.
[[nodiscard]] std::vector<float> normalised(std::span<float const> vector);

/// Vectors of a Key Event that has none stored, made just now of the texts that `texts_of_vectors` names.
struct FreshVectors {
    std::vector<float> title;
    std::vector<float> title_for_pathways;
    std::vector<float> text;  ///< with the description
};

/// The texts of `FreshVectors`, in its order, prepared as the stored vectors' texts were.
[[nodiscard]] std::vector<std::string> texts_of_vectors(corpus::KeyEvent const& ke, TextProfile profile,
                                                        config::EntityExtraction const& entities);

/// The stored vectors of a Key Event for targets of `kind`.
///
/// WikiPathways: name from the title; text from title and description. GO: both from title and description.
/// Reactome: name from the title. Without `use_description`, or where no vector with the description is
/// stored, the title's stands in; never the other way round. `fresh` takes the place of what is not stored.
[[nodiscard]] KeyEventVectors vectors_of(Embeddings const& embeddings, KeId ke, corpus::TargetKind kind,
                                         bool use_description, FreshVectors const& fresh = {});

/// Lexical signal of all targets, by target, in [0, 1]: BM25 for `query`, raised to 1 for a target whose
/// name is `title` (both through `clean`) and to the `sequence_ratio` for one of nearly that name.
[[nodiscard]] std::vector<float> lexical_scores(KindIndex const& index, LexicalIndex::Query const& query,
                                                std::string const& title, bool autojunk);

/// Every signal of every target of one kind for one Key Event.
class Evidence {
public:
    Evidence(KindIndex const& index, corpus::KeyEvent const& ke, KeyEventVectors const& vectors,
             config::ScoringConfig const& config);

    [[nodiscard]] KindIndex const& index() const { return *index_; }
    [[nodiscard]] corpus::KeyEvent const& key_event() const { return *ke_; }

    /// Values that are below the minimum of their signal are 0.
    [[nodiscard]] SignalValues signals(std::size_t target) const;
    /// Which signals this Key Event has at all: 1 or 0 each.
    [[nodiscard]] SignalValues const& available() const { return available_; }

    [[nodiscard]] ChannelScores channels(std::size_t target) const;
    [[nodiscard]] Overlap overlap(std::size_t target) const;
    [[nodiscard]] TagScore const& tags(std::size_t target) const;
    /// What was looked up in the lexical index.
    [[nodiscard]] LexicalIndex::Query const& lexical_query() const { return lexical_query_; }

private:
    [[nodiscard]] double gene_signal(std::size_t target) const;
    [[nodiscard]] double embedding_signal(std::size_t target) const;

    KindIndex const* index_;
    corpus::KeyEvent const* ke_;
    config::ScoringConfig const* config_;
    SignalValues available_;
    std::vector<std::uint32_t> hits_;
    std::vector<float> name_cosines_;  // by row
    std::vector<float> text_cosines_;
    LexicalIndex::Query lexical_query_;
    std::vector<float> lexical_;
    std::vector<TagScore> tags_;
};

}  // namespace kewp::suggest
