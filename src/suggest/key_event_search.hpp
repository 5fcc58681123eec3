#pragma once

#include "corpus/corpus.hpp"
#include "suggest/lexical_index.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::suggest {

/// A Key Event that was searched for. Refers to the corpus.
struct KeyEventHit {
    corpus::KeyEvent const* key_event = nullptr;
    double relevance = 0.0;  // in (0, 1], three decimals
    std::vector<std::string> matched_words;
};

/// Finds Key Events by id, words of title and description, beginnings of words and with typing errors.
/// Refers to the corpus, which must outlive it. Immutable.
class KeyEventSearch {
public:
    explicit KeyEventSearch(corpus::Corpus const& corpus);

    /// Best first. The id of a Key Event (`KE 55`, `55`) gives that one alone.
    [[nodiscard]] std::vector<KeyEventHit> find(std::string_view query, std::size_t limit) const;

private:
    corpus::Corpus const* corpus_;
    LexicalIndex lexical_;
    std::vector<std::string> clean_titles_;
};

}  // namespace kewp::suggest
