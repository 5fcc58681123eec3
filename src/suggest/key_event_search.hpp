#pragma once

#include "corpus/corpus.hpp"
#include "embed/embeddings.hpp"
#include "suggest/lexical_index.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::suggest {

/// A Key Event that was searched for. Refers to the corpus.
struct KeyEventHit {
    corpus::KeyEvent const* key_event = nullptr;
    double relevance = 0.0;  // in (0, 1], three decimals
    std::vector<std::string> matched_words;
    std::optional<double> similarity;  // cosine with the query, when that has a vector
};

/// The likeness in meaning of one Key Event with a query.
struct KeyEventLikeness {
    double cosine = 0.0;
    double relevance = 0.0;  // in [0, 0.6]: a title that has the words of the query comes first
};

/// For each Key Event, by its place in the corpus. How much a cosine says depends on the model: what counts is how far
/// it stands out among those of all Key Events, in standard deviations.
[[nodiscard]] std::vector<KeyEventLikeness> similar_key_events(embed::EmbeddingSet const& titles,
                                                               corpus::Corpus const& corpus,
                                                               std::span<float const> query);

/// Finds Key Events by id, words of title and description, beginnings of words and with typing errors.
/// Refers to the corpus, which must outlive it. Immutable.
class KeyEventSearch {
public:
    explicit KeyEventSearch(corpus::Corpus const& corpus);

    /// Best first. The id of a Key Event (`KE 55`, `55`) gives that one alone.
    /// `likeness`: empty, or one for each Key Event.
    [[nodiscard]] std::vector<KeyEventHit> find(std::string_view query, std::size_t limit,
                                                std::span<KeyEventLikeness const> likeness = {}) const;

private:
    corpus::Corpus const* corpus_;
    LexicalIndex lexical_;
    std::vector<std::string> clean_titles_;
};

}  // namespace kewp::suggest
