#include "suggest/lexical_index.hpp"

#include "suggest/lexical_words.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>

namespace kewp::suggest {
namespace {

constexpr float kPrefixValue = 0.9F;
constexpr float kTypoValue = 0.8F;
constexpr std::size_t kLeastPrefix = 3;       // letters
constexpr std::size_t kMostPrefixWords = 64;  // words that a prefix stands for
constexpr std::size_t kLeastForOneTypo = 5;   // letters
constexpr std::size_t kLeastForTwoTypos = 9;  // letters
constexpr float kUnknownWord = 0.5F;          // part of its importance with which a word met nowhere counts

}  // namespace

float LexicalIndex::importance(std::size_t documents_with_word) const
{
    auto const all = static_cast<double>(documents_);
    auto const with = static_cast<double>(documents_with_word);
    return static_cast<float>(std::log(1.0 + (all - with + 0.5) / (with + 0.5)));
}

float LexicalIndex::importance(std::vector<Query::Term> const& terms) const
{
    // Words found as written weigh as the most frequent of them (`IL-6` as much as `IL6`); of words that are
    // only like the one asked for the rarest may be meant.
    std::optional<float> as_written;
    float like = terms.empty() ? kUnknownWord * importance(0) : 0.0F;
    for (auto const& term : terms) {
        auto const of_term = importance(postings(term.word).size());
        if (term.value >= 1.0F) {
            as_written = std::min(of_term, as_written.value_or(of_term));
        } else {
            like = std::max(like, of_term);
        }
    }
    return as_written.value_or(like);
}

std::span<LexicalIndex::Posting const> LexicalIndex::postings(std::uint32_t word) const
{
    return std::span{postings_}.subspan(begin_[word], begin_[word + 1] - begin_[word]);
}

std::vector<LexicalIndex::Query::Term> LexicalIndex::terms_like(std::string_view stem, LexicalOptions options) const
{
    std::vector<Query::Term> terms;
    auto const at = std::ranges::lower_bound(words_, stem);
    if (at != words_.end() && *at == stem) {
        terms.push_back({static_cast<std::uint32_t>(at - words_.begin()), 1.0F});
    }
    if (options.prefixes && stem.size() >= kLeastPrefix) {
        for (auto word = at; word != words_.end() && word->starts_with(stem) && terms.size() < kMostPrefixWords;
             ++word) {
            if (*word != stem) {
                terms.push_back({static_cast<std::uint32_t>(word - words_.begin()), kPrefixValue});
            }
        }
    }
    if (!terms.empty() || !options.typos || stem.size() < kLeastForOneTypo) {
        return terms;
    }
    std::size_t nearest = stem.size() < kLeastForTwoTypos ? 1 : 2;
    auto const letters = letters_of(stem);
    for (std::uint32_t word = 0; word < words_.size(); ++word) {
        // One edit changes at most two of the letters that occur: it takes one away and brings one in.
        if (static_cast<std::size_t>(std::popcount(letters ^ letters_[word])) > 2 * nearest) {
            continue;
        }
        if (auto const distance = edit_distance(stem, words_[word], nearest); distance <= nearest) {
            if (distance < nearest) {
                terms.clear();
                nearest = distance;
            }
            terms.push_back({word, kTypoValue});
        }
    }
    return terms;
}

LexicalIndex::Query LexicalIndex::prepare(std::string_view text, LexicalOptions options) const
{
    struct ReadWord {
        std::string written;
        std::string stem;
        std::string joined;  // with the word before or after it, or ""
    };
    std::vector<ReadWord> read;
    for_each_lexical_word(text, [&](std::string_view word, bool joined) {
        if (!joined) {
            read.push_back({std::string{word}, lexical_stem(word), {}});
        } else if (read.size() >= 2) {
            read[read.size() - 2].joined = read.back().joined = word;
        }
    });
    auto const telling = std::ranges::any_of(read, [](ReadWord const& word) { return !is_stop_word(word.written); });
    Query query;
    std::vector<std::string_view> stems;
    for (auto const& word : read) {
        if ((telling && is_stop_word(word.written)) || std::ranges::find(stems, word.stem) != stems.end()) {
            continue;
        }
        stems.push_back(word.stem);
        auto terms = terms_like(word.stem, word.joined.empty() ? options : LexicalOptions{});
        if (!word.joined.empty()) {
            auto const together = terms_like(word.joined, {});
            terms.insert(terms.end(), together.begin(), together.end());
        }
        auto const weight = importance(terms);
        query.words_.push_back({word.written, std::move(terms), weight});
    }
    return query;
}

std::vector<LexicalHit> LexicalIndex::find(Query const& query) const
{
    std::vector<LexicalHit> sums(documents_);
    std::vector<LexicalHit> best(documents_);  // of the word at hand
    std::vector<std::uint32_t> touched;
    float all = 0.0F;
    for (auto const& word : query.words_) {
        all += word.importance;
        touched.clear();
        for (auto const& term : word.terms) {
            auto const value = term.value * std::min(word.importance, importance(postings(term.word).size()));
            for (auto const& posting : postings(term.word)) {
                auto& of_one = best[posting.document];
                if (of_one.coverage == 0.0F) {
                    touched.push_back(posting.document);
                }
                of_one.score = std::max(of_one.score, value * posting.weight);
                of_one.coverage = std::max(of_one.coverage, value);
                of_one.name_coverage = std::max(of_one.name_coverage, posting.in_name != 0 ? value : 0.0F);
            }
        }
        for (auto const document : touched) {
            sums[document].score += best[document].score;
            sums[document].coverage += best[document].coverage;
            sums[document].name_coverage += best[document].name_coverage;
            best[document] = {};
        }
    }
    std::vector<LexicalHit> hits;
    for (std::uint32_t document = 0; document < documents_; ++document) {
        if (auto const& sum = sums[document]; sum.score > 0.0F) {
            hits.push_back({document, std::min(1.0F, sum.score / all), std::min(1.0F, sum.coverage / all),
                            std::min(1.0F, sum.name_coverage / all)});
        }
    }
    return hits;
}

std::vector<std::string> LexicalIndex::matched_words(Query const& query, std::uint32_t document) const
{
    std::vector<std::string> matched;
    for (auto const& word : query.words_) {
        auto const has = [&](Query::Term const& term) {
            auto const all = postings(term.word);
            auto const at =
                std::ranges::lower_bound(all, document, {}, [](Posting const& p) { return p.document + 0U; });
            return at != all.end() && at->document == document;
        };
        if (std::ranges::any_of(word.terms, has)) {
            matched.push_back(word.written);
        }
    }
    return matched;
}

}  // namespace kewp::suggest
