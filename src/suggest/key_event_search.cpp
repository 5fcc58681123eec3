#include "suggest/key_event_search.hpp"

#include "base/text.hpp"
#include "embed/dot_product.hpp"
#include "suggest/prominence.hpp"
#include "suggest/rounding.hpp"
#include "suggest/sequence_ratio.hpp"
#include "suggest/text_prep.hpp"

#include <algorithm>

namespace kewp::suggest {
namespace {

// Words in the title, anywhere, and their rank on top: as in the search for targets.
constexpr double kWordsInTitle = 0.60;
constexpr double kWordsInText = 0.35;
constexpr double kWordsRank = 0.35;
constexpr double kLeastRelevance = 0.25;
constexpr double kLeastRatio = 0.6;  // similarity letter by letter that counts without a common word

}  // namespace

KeyEventSearch::KeyEventSearch(corpus::Corpus const& corpus) : corpus_(&corpus)
{
    LexicalIndex::Builder builder;
    for (auto const& ke : corpus.key_events()) {
        auto const html = ke.description.find_first_of("<&") != std::string::npos;
        builder.add(ke.title, {}, html ? text::strip_html(ke.description) : ke.description);
        clean_titles_.push_back(clean(ke.title));
    }
    lexical_ = std::move(builder).build();
}

std::vector<KeyEventLikeness> similar_key_events(embed::EmbeddingSet const& titles, corpus::Corpus const& corpus,
                                                 std::span<float const> query)
{
    std::vector<float> cosines(titles.size());
    embed::dot_rows(titles.matrix(), query, cosines);
    Prominence const prominence{cosines};
    std::vector<KeyEventLikeness> likeness(corpus.key_events().size());
    for (std::size_t row = 0; row < cosines.size(); ++row) {
        auto const id = KeId::parse(titles.ids()[row]);
        auto const place = id ? corpus.index_of(*id) : std::nullopt;
        if (!place) {
            continue;
        }
        likeness[*place] = {.cosine = cosines[row], .relevance = prominence.relevance(cosines[row])};
    }
    return likeness;
}

std::vector<KeyEventHit> KeyEventSearch::find(std::string_view query, std::size_t limit,
                                              std::span<KeyEventLikeness const> likeness) const
{
    if (auto const id = KeId::parse(text::trim(query)); id) {
        auto const* const ke = corpus_->find(*id);
        return ke == nullptr ? std::vector<KeyEventHit>{} : std::vector<KeyEventHit>{{ke, 1.0, {}, {}}};
    }
    auto const wanted = clean(query);
    if (wanted.empty()) {
        return {};
    }
    auto const wanted_length = text::length(wanted);
    auto const words = lexical_.prepare(query, {.prefixes = true, .typos = true});
    std::vector<double> relevance(clean_titles_.size());
    for (auto const& hit : lexical_.find(words)) {
        auto const in_title = static_cast<double>(hit.name_coverage);
        relevance[hit.document] = kWordsInTitle * in_title +
                                  kWordsInText * (static_cast<double>(hit.coverage) - in_title) +
                                  kWordsRank * static_cast<double>(hit.score);
    }
    std::vector<KeyEventHit> hits;
    for (std::size_t i = 0; i < clean_titles_.size(); ++i) {
        auto& of_one = relevance[i];
        if (clean_titles_[i] == wanted) {
            of_one = 1.0;
        } else if (sequence_ratio_bound(wanted_length, text::length(clean_titles_[i])) >=
                   std::max(of_one, kLeastRatio)) {
            auto const ratio = sequence_ratio(wanted, clean_titles_[i]);
            of_one = ratio >= kLeastRatio ? std::max(of_one, ratio) : of_one;
        }
        if (!likeness.empty()) {
            of_one = std::max(of_one, likeness[i].relevance);
        }
        if (of_one >= kLeastRelevance) {
            hits.push_back({&corpus_->key_events()[i], rounded(std::min(1.0, of_one), 3), {}, {}});
            if (!likeness.empty()) {
                hits.back().similarity = rounded(likeness[i].cosine, 4);
            }
        }
    }
    std::ranges::sort(hits, [](KeyEventHit const& a, KeyEventHit const& b) {
        return a.relevance != b.relevance ? a.relevance > b.relevance : a.key_event->id < b.key_event->id;
    });
    hits.resize(std::min(limit, hits.size()));
    for (auto& hit : hits) {
        auto const document = static_cast<std::uint32_t>(hit.key_event - corpus_->key_events().data());
        hit.matched_words = lexical_.matched_words(words, document);
    }
    return hits;
}

}  // namespace kewp::suggest
