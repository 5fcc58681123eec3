#include "suggest/target_search.hpp"

#include "base/text.hpp"
#include "embed/dot_product.hpp"
#include "suggest/prominence.hpp"
#include "suggest/rounding.hpp"
#include "suggest/sequence_ratio.hpp"
#include "suggest/subsequence.hpp"
#include "suggest/text_prep.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <iterator>
#include <queue>

namespace kewp::suggest {
namespace {

using corpus::TargetKind;

// What a query's words are worth; see the class comment. Below what close spelling is worth, so that it
// adds hits to those of the reference rather than moving them.
constexpr double kWordsInName = 0.47;
constexpr double kWordsInText = 0.36;
constexpr double kWordsRank = 0.13;  // on top, by BM25

constexpr double kEqualSynonym = 0.97;
constexpr double kPhraseInName = 0.92;
constexpr double kLettersInName = 0.85;
constexpr std::size_t kReactomeDescription = 200;  // code points of a description that are compared
constexpr double kReactomeDescriptionWeight = 0.5;
/// With more targets than this a description is compared letter by letter only when it has a word of the query.
constexpr std::size_t kManyTargets = 5000;
constexpr double kRoundingError = 0.0005;  // of a relevance

bool is_one_of(std::string_view separators, std::string_view text)
{
    return !text.empty() && separators.find(text.front()) != std::string_view::npos;
}

bool skip_word(std::string_view& text, std::string_view word)
{
    if (text.size() < word.size() || !text::ascii_iequals(text.substr(0, word.size()), word)) {
        return false;
    }
    text.remove_prefix(word.size());
    return true;
}

void skip_separator(std::string_view& text, std::string_view separators)
{
    if (is_one_of(separators, text)) {
        text.remove_prefix(1);
    }
}

std::optional<TargetId> number_in(Resource resource, std::string_view digits, std::size_t least, std::size_t most)
{
    std::uint32_t number = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (digits.size() < least || digits.size() > most || error != std::errc{} || end != digits.data() + digits.size()) {
        return std::nullopt;
    }
    return TargetId{resource, number};
}

std::u32string_view first(std::u32string const& text, std::size_t count)
{
    return std::u32string_view{text}.substr(0, count);
}

std::string reactome_description(std::string const& description)
{
    return text::to_utf8(first(text::to_utf32(text::fold_case(description)), kReactomeDescription));
}

std::string compared_description(KindIndex const& index, std::size_t target)
{
    auto const& description = index.targets()[target].description;
    return index.kind() == TargetKind::reactome ? reactome_description(description) : clean(description);
}

/// No `sequence_ratio` of texts with `total` code points together is larger.
double ratio_bound(Subsequence const& query, std::string_view text, std::size_t total)
{
    return total == 0 ? 1.0 : 2.0 * static_cast<double>(query.common(text)) / static_cast<double>(total);
}

std::string compared_query(TargetKind kind, std::string_view query)
{
    switch (kind) {
        case TargetKind::wikipathways: return clean(strip_direction(query));
        case TargetKind::go_bp:
        case TargetKind::go_mf: return clean(query);
        case TargetKind::reactome: break;
    }
    return text::fold_case(text::trim(query));
}

}  // namespace

/// A query in the forms in which it is compared.
struct TargetSearch::Wanted {
    std::string text;
    LetterCounts letters;
    std::optional<Subsequence> subsequence = {};  // of a query that is not too long
    LexicalIndex::Query words;
    double threshold = 0.0;
    bool autojunk = true;
};

/// A target on its way to a hit.
struct TargetSearch::Candidate {
    std::size_t target = 0;
    double name_contains = 0.0;  // similarity of a name that contains the query, else 0
    double sure = 0.0;           // what words and containment make of it
    double bound = 0.0;          // no relevance is larger
    bool has_words = false;
    bool compare_description = false;
};

std::optional<TargetId> target_id_in(Resource resource, std::string_view query)
{
    auto rest = text::trim(query);
    switch (resource) {
        case Resource::wikipathways:
            if (skip_word(rest, "WP")) {
                skip_separator(rest, ":-_");
                return number_in(resource, rest, 1, 9);
            }
            break;
        case Resource::go:
            if (skip_word(rest, "GO")) {
                skip_separator(rest, ":-_");
                return number_in(resource, rest, 4, 7);
            }
            break;
        case Resource::reactome:
            if (skip_word(rest, "R")) {
                skip_separator(rest, "-_");
                if (skip_word(rest, "HSA")) {
                    skip_separator(rest, "-_");
                    return number_in(resource, rest, 1, 9);
                }
            }
            break;
    }
    return std::nullopt;
}

TargetSearch::TargetSearch(KindIndex const& index) : index_(&index)
{
    auto const is_reactome = index.kind() == TargetKind::reactome;
    name_letters_.reserve(index.size());
    descriptions_.reserve(index.size());
    description_lengths_.reserve(index.size());
    for (std::size_t target = 0; target < index.size(); ++target) {
        if (is_reactome) {
            folded_names_.push_back(text::fold_case(index.targets()[target].title));
        }
        name_letters_.emplace_back(compared_name(target));
        descriptions_.push_back(compared_description(index, target));
        description_lengths_.push_back(static_cast<std::uint32_t>(text::length(descriptions_.back())));
    }
}

std::string const& TargetSearch::compared_name(std::size_t target) const
{
    return folded_names_.empty() ? index_->clean_name(target) : folded_names_[target];
}

double TargetSearch::description_weight() const
{
    return index_->kind() == TargetKind::reactome ? kReactomeDescriptionWeight : 1.0;
}

double TargetSearch::containment(std::size_t target, Wanted const& wanted) const
{
    if (!name_letters_[target].may_contain(wanted.letters)) {
        return 0.0;
    }
    auto const& name = compared_name(target);
    if (name.find(wanted.text) == std::string::npos) {
        return 0.0;
    }
    auto const as_words = index_->kind() != TargetKind::reactome && compare_names(name, wanted.text) != NameMatch::none;
    return as_words ? kPhraseInName : kLettersInName;
}

double TargetSearch::name_ratio(std::size_t target, Wanted const& wanted) const
{
    return sequence_ratio(wanted.text, compared_name(target), wanted.autojunk);
}

double TargetSearch::description_ratio(std::size_t target, Wanted const& wanted) const
{
    return sequence_ratio(wanted.text, descriptions_[target], wanted.autojunk);
}

std::vector<TargetSearch::Candidate> TargetSearch::candidates(Wanted const& wanted) const
{
    auto const found = index_->lexical().find(wanted.words);
    auto word_hit = found.begin();
    std::vector<Candidate> all;
    for (std::size_t target = 0; target < index_->size(); ++target) {
        Candidate candidate{.target = target};
        if (word_hit != found.end() && word_hit->document == target) {
            candidate.has_words = true;
            auto const in_name = static_cast<double>(word_hit->name_coverage);
            candidate.sure = kWordsInName * in_name +
                             kWordsInText * (static_cast<double>(word_hit->coverage) - in_name) +
                             kWordsRank * static_cast<double>(word_hit->score);
            auto const is_synonym = [&](corpus::Synonym const& s) { return clean(s.text) == wanted.text; };
            if (in_name >= 0.99 && std::ranges::any_of(index_->targets()[target].synonyms, is_synonym)) {
                candidate.sure = std::max(candidate.sure, kEqualSynonym);
            }
            ++word_hit;
        }
        candidate.name_contains = containment(target, wanted);
        candidate.sure = std::max(candidate.sure, candidate.name_contains);
        auto by_name = name_letters_[target].ratio_bound(wanted.letters);
        if (by_name >= wanted.threshold && by_name > candidate.sure && wanted.subsequence) {
            by_name = ratio_bound(*wanted.subsequence, compared_name(target),
                                  name_letters_[target].length() + wanted.letters.length());
        }
        candidate.bound = std::max(candidate.sure, by_name);
        auto const described = description_lengths_[target];
        auto const by_description = described == 0 ? 0.0 : sequence_ratio_bound(wanted.letters.length(), described);
        candidate.compare_description =
            by_description >= wanted.threshold && (candidate.has_words || index_->size() <= kManyTargets);
        if (candidate.compare_description) {
            auto const bound = wanted.subsequence ? ratio_bound(*wanted.subsequence, descriptions_[target],
                                                                described + wanted.letters.length())
                                                  : by_description;
            candidate.bound = std::max(candidate.bound, description_weight() * bound);
        }
        if (candidate.bound >= wanted.threshold) {
            all.push_back(candidate);
        }
    }
    return all;
}

SearchHit TargetSearch::hit_of(Candidate const& candidate, Wanted const& wanted) const
{
    auto const decimals = index_->kind() == TargetKind::reactome ? 4 : 3;
    auto const name = std::max(candidate.name_contains, name_ratio(candidate.target, wanted));
    auto const description = candidate.compare_description ? description_ratio(candidate.target, wanted) : 0.0;
    return {.target = &index_->targets()[candidate.target],
            .kind = index_->kind(),
            .name_similarity = rounded(name, decimals),
            .description_similarity = rounded(description, decimals),
            .relevance = rounded(std::max({name, description_weight() * description, candidate.sure}), decimals),
            .matched_words = {}};
}

std::vector<SearchHit> TargetSearch::find(std::string_view query, double threshold, std::size_t limit,
                                          bool autojunk) const
{
    Wanted wanted{.text = compared_query(index_->kind(), query),
                  .letters = {},
                  .words = index_->lexical().prepare(query, {.prefixes = true, .typos = true}),
                  .threshold = threshold,
                  .autojunk = autojunk};
    wanted.letters = LetterCounts{wanted.text};
    if (wanted.text.size() <= Subsequence::kLongest) {
        wanted.subsequence.emplace(wanted.text);
    }
    std::vector<SearchHit> hits;
    if (wanted.text.empty() || limit == 0) {
        return hits;
    }
    // The most promising first, until none that is left can be among the best.
    auto left = candidates(wanted);
    std::ranges::sort(left, [](Candidate const& a, Candidate const& b) {
        return a.bound != b.bound ? a.bound > b.bound : a.sure > b.sure;
    });
    std::priority_queue<double, std::vector<double>, std::greater<>> best;
    for (auto const& candidate : left) {
        if (best.size() == limit && candidate.bound < best.top() - kRoundingError) {
            break;
        }
        auto hit = hit_of(candidate, wanted);
        if (hit.relevance < threshold) {
            continue;
        }
        best.push(hit.relevance);
        if (best.size() > limit) {
            best.pop();
        }
        if (candidate.has_words) {
            hit.matched_words =
                index_->lexical().matched_words(wanted.words, static_cast<std::uint32_t>(candidate.target));
        }
        hits.push_back(std::move(hit));
    }
    return hits;
}

void TargetSearch::add_meaning(std::vector<SearchHit>& hits, std::span<float const> query, double threshold,
                               std::size_t limit) const
{
    auto const& rows = index_->name_rows();
    if (rows.empty() || query.size() != rows.matrix.cols) {
        return;
    }
    std::vector<float> cosines(rows.matrix.rows);
    embed::dot_rows(rows.matrix, query, cosines);
    Prominence const prominence{cosines};
    std::vector<SearchHit const*> by_words(index_->size());
    for (auto& hit : hits) {
        auto const target = *index_->targets().index_of(hit.target->id);
        if (rows.row[target] >= 0) {
            auto const cosine = cosines[static_cast<std::size_t>(rows.row[target])];
            hit.similarity = rounded(cosine, 4);
            auto const relevance = rounded(prominence.relevance(cosine), 3);
            hit.by_meaning = relevance > hit.relevance;
            hit.relevance = std::max(hit.relevance, relevance);
        }
        by_words[target] = &hit;
    }
    std::vector<SearchHit> more;
    for (std::size_t target = 0; target < index_->size(); ++target) {
        if (rows.row[target] < 0 || by_words[target] != nullptr) {
            continue;
        }
        auto const cosine = cosines[static_cast<std::size_t>(rows.row[target])];
        if (auto const relevance = rounded(prominence.relevance(cosine), 3); relevance > 0 && relevance >= threshold) {
            more.push_back({.target = &index_->targets()[target],
                            .kind = index_->kind(),
                            .relevance = relevance,
                            .matched_words = {},
                            .similarity = rounded(cosine, 4),
                            .by_meaning = true});
        }
    }
    sort_hits(more);
    more.resize(std::min(limit, more.size()));
    hits.insert(hits.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::optional<SearchHit> TargetSearch::by_id(TargetId id) const
{
    auto const* const target = index_->targets().find(id);
    if (target == nullptr) {
        return std::nullopt;
    }
    return SearchHit{.target = target,
                     .kind = index_->kind(),
                     .name_similarity = 1.0,
                     .description_similarity = 1.0,
                     .relevance = 1.0,
                     .matched_words = {}};
}

void sort_hits(std::vector<SearchHit>& hits)
{
    std::ranges::sort(hits, [](SearchHit const& a, SearchHit const& b) {
        if (a.relevance != b.relevance) {
            return a.relevance > b.relevance;
        }
        if (a.target->title.size() != b.target->title.size()) {
            return a.target->title.size() < b.target->title.size();
        }
        return a.target->id < b.target->id;
    });
}

}  // namespace kewp::suggest
