#pragma once

#include "config/scoring.hpp"
#include "corpus/corpus.hpp"
#include "suggest/embedding_files.hpp"
#include "suggest/kind_index.hpp"
#include "suggest/merge.hpp"
#include "suggest/ontology_tags.hpp"
#include "suggest/score_transform.hpp"

#include <array>
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

/// Which texts of a Key Event its vectors are of.
struct VectorChoice {
    bool use_description = true;
    bool name_from_title = false;  // GO
};

/// The choice that `scoring` makes; `without_description`: an administrator has switched the description off.
[[nodiscard]] VectorChoice choice_of(config::TargetScoring const& scoring, bool without_description = false);

/// The stored vectors of a Key Event for targets of `kind`.
///
/// WikiPathways: name from the title; text from title and description. GO: both from title and description, unless
/// names are to be compared with the title. Reactome: name from the title. Without `use_description`, or where no
/// vector with the description is stored, the title's stands in; never the other way round. `fresh` takes the place of
/// what is not stored.
[[nodiscard]] KeyEventVectors vectors_of(Embeddings const& embeddings, KeId ke, corpus::TargetKind kind,
                                         VectorChoice choice, FreshVectors const& fresh = {});

/// Whether a correction for hubs is made at once, or later and perhaps in another process.
enum class Hubs { now, later };

/// The two channels of a kind.
enum class Channel { name, text };

/// Learns from all Key Events which targets are near everything, for mode fused; with `later` no more than whether
/// there is something to learn.
void correct_hubs(KindIndex& index, corpus::Corpus const& corpus, Embeddings const& embeddings,
                  config::HubCorrection const& options, Hubs when = Hubs::now);

/// Makes the correction of one channel if it is pending.
void make_hub_correction(KindIndex const& index, Channel channel, corpus::Corpus const& corpus,
                         Embeddings const& embeddings);

/// Lexical signal of all targets, by target, in [0, 1]: BM25 for `query`, raised to 1 for a target whose
/// name is `title` (both through `clean`) and to the `sequence_ratio` for one of nearly that name.
[[nodiscard]] std::vector<float> lexical_scores(KindIndex const& index, LexicalIndex::Query const& query,
                                                std::string const& title, bool autojunk);

/// How mode fused makes one similarity of two channels.
struct ChannelMix {
    double name_weight = 0.5;
    double exponent = 1.0;
};

/// Of which targets similarities are computed.
enum class Reach { suggested, all };

/// Every signal of every target of one kind for one Key Event.
class Evidence {
public:
    Evidence(KindIndex const& index, corpus::KeyEvent const& ke, KeyEventVectors const& vectors,
             config::ScoringConfig const& config, Reach reach = Reach::suggested);

    [[nodiscard]] KindIndex const& index() const { return *index_; }
    [[nodiscard]] corpus::KeyEvent const& key_event() const { return *ke_; }

    /// By what mode fused ranks: for each signal its values by target, NaN for targets that it does not rank. Empty
    /// when the Key Event has no such signal. Similarity is corrected for hubs and has no minimum.
    [[nodiscard]] std::array<std::vector<float>, std::size(kSignals)> ranking_values() const
    {
        return ranking_values({index_->scoring().name_weight, config_->fusion.channel_exponent});
    }
    [[nodiscard]] std::array<std::vector<float>, std::size(kSignals)> ranking_values(ChannelMix mix) const;

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
    [[nodiscard]] std::vector<float> corrected_similarities(ChannelMix mix) const;

    KindIndex const* index_;
    corpus::KeyEvent const* ke_;
    config::ScoringConfig const* config_;
    SignalValues available_;
    std::vector<std::uint32_t> hits_;
    KeyEventVectors vectors_;
    std::vector<float> name_cosines_;  // by row
    std::vector<float> text_cosines_;
    LexicalIndex::Query lexical_query_;
    std::vector<float> lexical_;
    std::vector<TagScore> tags_;
};

}  // namespace kewp::suggest
