#include "suggest/lexical_index.hpp"
#include "suggest/lexical_words.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace kewp::suggest {
namespace {

// BM25F. The field weights say that a name is about its words; the rest are the usual values.
constexpr float kSaturation = 1.2F;
constexpr float kTitleWeight = 4.0F;
constexpr float kSynonymWeight = 3.0F;
constexpr float kDescriptionWeight = 1.0F;
constexpr float kNameLengthWeight = 0.5F;
constexpr float kDescriptionLengthWeight = 0.75F;

enum class Field : std::uint8_t { description, synonym, title };

/// A word of a document while the index is collected.
struct Occurrence {
    std::uint32_t word = 0;
    std::uint32_t document = 0;
    std::uint16_t in_description = 0;  // times
    std::uint8_t name_length = 0;      // words of the shortest name of the best field that has it
    Field field = Field::description;  // best field that has it
};

constexpr auto kStop = std::numeric_limits<std::uint32_t>::max();

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
};

float length_norm(float length, float average, float weight)
{
    return 1.0F - weight + (average > 0 ? weight * length / average : 0.0F);
}

}  // namespace

struct LexicalIndex::Builder::State {
    std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> words;  // as written → number of the stem
    std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> stems;
    std::vector<Occurrence> occurrences;  // by document
    std::vector<std::uint32_t> place;     // for each stem the place in `occurrences`, when that is of this document
    std::vector<std::uint32_t> description_lengths;
    std::vector<std::uint32_t> field_words;  // of the field at hand
    std::size_t names = 0;
    std::size_t name_words = 0;

    /// The number of the word's stem, `kStop` for a word that is left out.
    std::uint32_t number_of(std::string_view word)
    {
        if (auto const known = words.find(word); known != words.end()) {
            return known->second;
        }
        if (is_stop_word(word)) {
            words.emplace(word, kStop);
            return kStop;
        }
        auto const [stem, added] = stems.try_emplace(lexical_stem(word), static_cast<std::uint32_t>(stems.size()));
        if (added) {
            place.push_back(std::numeric_limits<std::uint32_t>::max());
        }
        words.emplace(word, stem->second);
        return stem->second;
    }

    /// The occurrence of `word` in the last document, which begins at `first`.
    Occurrence& occurrence(std::uint32_t word, std::size_t first)
    {
        auto& at = place[word];
        if (at < first || at >= occurrences.size() || occurrences[at].word != word) {
            at = static_cast<std::uint32_t>(occurrences.size());
            occurrences.push_back({.word = word, .document = static_cast<std::uint32_t>(description_lengths.size())});
        }
        return occurrences[at];
    }

    void read(std::string_view text)
    {
        field_words.clear();
        for_each_lexical_word(text, [&](std::string_view word, bool) {
            if (auto const number = number_of(word); number != kStop) {
                field_words.push_back(number);
            }
        });
    }

    void add_name(std::string_view text, Field field, std::size_t first)
    {
        read(text);
        ++names;
        name_words += field_words.size();
        auto const length = static_cast<std::uint8_t>(std::min<std::size_t>(field_words.size(), 255));
        for (auto const word : field_words) {
            auto& of_word = occurrence(word, first);
            if (of_word.field < field) {
                of_word.field = field;
                of_word.name_length = length;
            } else if (of_word.field == field) {
                of_word.name_length = std::min(of_word.name_length, length);
            }
        }
    }
};

LexicalIndex::Builder::Builder() : state_(std::make_unique<State>()) {}
LexicalIndex::Builder::~Builder() = default;
LexicalIndex::Builder::Builder(Builder&&) noexcept = default;
LexicalIndex::Builder& LexicalIndex::Builder::operator=(Builder&&) noexcept = default;

void LexicalIndex::Builder::add(std::string_view title, std::span<std::string_view const> synonyms,
                                std::string_view description)
{
    auto& state = *state_;
    auto const first = state.occurrences.size();
    state.add_name(title, Field::title, first);
    for (auto const synonym : synonyms) {
        state.add_name(synonym, Field::synonym, first);
    }
    state.read(description);
    for (auto const word : state.field_words) {
        auto& times = state.occurrence(word, first).in_description;
        times = static_cast<std::uint16_t>(std::min(times + 1, 65535));
    }
    state.description_lengths.push_back(static_cast<std::uint32_t>(state.field_words.size()));
}

LexicalIndex LexicalIndex::Builder::build() &&
{
    auto& state = *state_;
    LexicalIndex index;
    index.documents_ = state.description_lengths.size();

    // Words in order, so that prefixes are ranges.
    std::vector<std::pair<std::string, std::uint32_t>> stems{state.stems.begin(), state.stems.end()};
    std::ranges::sort(stems);
    std::vector<std::uint32_t> rank(stems.size());
    for (std::uint32_t i = 0; i < stems.size(); ++i) {
        rank[stems[i].second] = i;
        index.letters_.push_back(letters_of(stems[i].first));
        index.words_.push_back(std::move(stems[i].first));
    }

    index.begin_.assign(index.words_.size() + 1, 0);
    for (auto const& occurrence : state.occurrences) {
        ++index.begin_[rank[occurrence.word] + 1];
    }
    std::partial_sum(index.begin_.begin(), index.begin_.end(), index.begin_.begin());

    auto const average_name =
        state.names == 0 ? 0.0F : static_cast<float>(state.name_words) / static_cast<float>(state.names);
    auto const described = std::ranges::count_if(state.description_lengths, [](auto length) { return length > 0; });
    auto const average_description =
        described == 0 ? 0.0F
                       : static_cast<float>(std::accumulate(state.description_lengths.begin(),
                                                            state.description_lengths.end(), std::uint64_t{0})) /
                             static_cast<float>(described);
    index.postings_.resize(state.occurrences.size());
    auto next = index.begin_;
    for (auto const& occurrence : state.occurrences) {
        float frequency = 0.0F;
        if (occurrence.field != Field::description) {
            frequency += (occurrence.field == Field::title ? kTitleWeight : kSynonymWeight) /
                         length_norm(occurrence.name_length, average_name, kNameLengthWeight);
        }
        if (occurrence.in_description > 0) {
            auto const length = static_cast<float>(state.description_lengths[occurrence.document]);
            frequency += kDescriptionWeight * static_cast<float>(occurrence.in_description) /
                         length_norm(length, average_description, kDescriptionLengthWeight);
        }
        auto& posting = index.postings_[next[rank[occurrence.word]]++];
        posting.document = occurrence.document & 0x7FFFFFFFU;
        posting.in_name = occurrence.field != Field::description ? 1U : 0U;
        posting.weight = frequency / (frequency + kSaturation);
    }
    state_ = std::make_unique<State>();
    return index;
}

}  // namespace kewp::suggest
