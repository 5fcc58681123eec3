#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::suggest {

/// How generous a lookup is with words that stand in no text as they are written.
struct LexicalOptions {
    bool prefixes = false;  // `apopto` finds apoptosis, at 0.9 of the value of a whole word
    bool typos = false;     // one letter off from five letters on, two from nine; at 0.8 of the value
};

/// A text that has words of a query.
struct LexicalHit {
    std::uint32_t document = 0;
    float score = 0;          // BM25 as a share of the most that the query could get, in [0, 1)
    float coverage = 0;       // share of the query's words found, rare words counting more, in [0, 1]
    float name_coverage = 0;  // the same in the title and the synonyms
};

/// Words of titles, synonyms and descriptions, ranked by BM25 with fields (BM25F): a word in a title
/// counts four times, in a synonym three times what it counts in a description, and short fields more.
///
/// Immutable once built; lookups are safe from several threads.
class LexicalIndex {
public:
    /// Without documents.
    LexicalIndex() = default;

    /// Collects documents; they are numbered from 0 in the order of `add`.
    class Builder {
    public:
        Builder();
        ~Builder();
        Builder(Builder&&) noexcept;
        Builder& operator=(Builder&&) noexcept;
        Builder(Builder const&) = delete;
        Builder& operator=(Builder const&) = delete;

        void add(std::string_view title, std::span<std::string_view const> synonyms, std::string_view description);
        [[nodiscard]] LexicalIndex build() &&;

    private:
        struct State;
        std::unique_ptr<State> state_;
    };

    /// A text taken apart for lookups in the index that it was prepared by.
    class Query {
    public:
        [[nodiscard]] bool empty() const { return words_.empty(); }

    private:
        friend class LexicalIndex;
        struct Term {
            std::uint32_t word;
            float value;  // 1 for the word itself
        };
        struct Word {
            std::string written;
            std::vector<Term> terms;
            float importance = 0;  // inverse document frequency
        };
        std::vector<Word> words_;
    };

    /// Stop words are left out unless there are no others.
    [[nodiscard]] Query prepare(std::string_view text, LexicalOptions options) const;

    /// The documents that have a word of `query`, by number.
    [[nodiscard]] std::vector<LexicalHit> find(Query const& query) const;

    /// The words of the query, in lower case, that `find` meets in `document`.
    [[nodiscard]] std::vector<std::string> matched_words(Query const& query, std::uint32_t document) const;

    [[nodiscard]] std::size_t size() const { return documents_; }
    [[nodiscard]] std::size_t words() const { return words_.size(); }

private:
    struct Posting {
        std::uint32_t document : 31;
        std::uint32_t in_name : 1;  // in the title or a synonym
        float weight;               // of the word in the document, in [0, 1)
    };
    [[nodiscard]] std::vector<Query::Term> terms_like(std::string_view stem, LexicalOptions options) const;
    [[nodiscard]] std::span<Posting const> postings(std::uint32_t word) const;
    /// Inverse document frequency.
    [[nodiscard]] float importance(std::size_t documents_with_word) const;
    [[nodiscard]] float importance(std::vector<Query::Term> const& terms) const;

    std::size_t documents_ = 0;
    std::vector<std::string> words_;      // stems, ascending
    std::vector<std::uint32_t> letters_;  // of each word, see `letters_of`
    std::vector<std::uint32_t> begin_;    // of each word's postings
    std::vector<Posting> postings_;       // by word, then document
};

}  // namespace kewp::suggest
