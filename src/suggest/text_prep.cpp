#include "suggest/text_prep.hpp"

#include "base/text.hpp"
#include "suggest/direction_words.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace kewp::suggest {
namespace {

constexpr double kLeastRemainder = 0.3;  // share of the code points that direction words must leave over

bool is_ascii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
}

bool is_ascii_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Runs of word characters of `text` (UTF-32) with their classes, a hyphenated word being one run.
template <class Visit>
void for_each_word(std::u32string_view text, Visit visit)
{
    auto const end_of_run = [&](std::size_t from) {
        while (from < text.size() && text::is_word(text[from])) {
            ++from;
        }
        return from;
    };
    auto const classes_of = [&](std::size_t from, std::size_t to) {
        std::string word;
        for (auto i = from; i < to; ++i) {
            if (text[i] >= 0x80) {
                return 0U + kNoDirection;
            }
            word += static_cast<char>(std::tolower(static_cast<int>(text[i])));
        }
        return direction_word(word);
    };
    for (std::size_t at = 0; at < text.size();) {
        auto end = end_of_run(at);
        if (end == at) {
            ++at;
            continue;
        }
        auto classes = classes_of(at, end);
        if (classes == kNoDirection && end < text.size() && text[end] == U'-') {
            auto const end_of_pair = end_of_run(end + 1);
            if (auto const pair = classes_of(at, end_of_pair); pair != kNoDirection) {
                classes = pair;
                end = end_of_pair;
            }
        }
        visit(at, end, classes);
        at = end;
    }
}

std::string cut(std::u32string_view text, unsigned classes_to_cut)
{
    std::u32string kept;
    std::size_t from = 0;
    for_each_word(text, [&](std::size_t begin, std::size_t end, unsigned classes) {
        if ((classes & classes_to_cut) != 0) {
            kept += text.substr(from, begin - from);
            kept += U' ';
            from = end;
        }
    });
    kept += text.substr(from);
    return text::fold_space(text::to_utf8(kept));
}

constexpr auto kSkipWords = std::to_array<std::string_view>(
    {"the",       "and",      "for",      "with",         "from",          "into",       "that",
     "this",      "are",      "was",      "were",         "via",           "any",        "its",
     "has",       "have",     "increase", "decrease",     "activation",    "inhibition", "induction",
     "reduction", "elevated", "reduced",  "upregulation", "downregulation"});

constexpr auto kBiologicalTerms = std::to_array<std::string_view>(
    {"gene",       "protein",       "enzyme",       "receptor",     "kinase",     "phosphatase",      "pathway",
     "signaling",  "transcription", "expression",   "regulation",   "apoptosis",  "proliferation",    "differentiation",
     "metabolism", "oxidative",     "stress",       "inflammation", "immune",     "cancer",           "tumor",
     "cell",       "cellular",      "mitochondria", "nucleus",      "membrane",   "cytoplasm",        "dna",
     "rna",        "mrna",          "chromosome",   "histone",      "epigenetic", "insulin",          "glucose",
     "lipid",      "fatty",         "cholesterol",  "steroid",      "hormone",    "neurotransmitter", "cytokine",
     "chemokine",  "interleukin",   "activation",   "inhibition",   "binding",    "phosphorylation",  "methylation"});

constexpr auto kKeywordStops = std::to_array<std::string_view>(
    {"the", "of", "in", "and", "or",  "a",    "an", "to",        "from",      "by",      "with",     "for",
     "on",  "at", "is", "are", "was", "were", "be", "increased", "decreased", "leading", "resulting"});

template <std::size_t N>
bool contains(std::array<std::string_view, N> const& words, std::string_view word)
{
    return std::ranges::find(words, word) != words.end();
}

/// Capital letters and then a digit, as in `CYP2` or `IL6`.
bool looks_like_a_symbol(std::string_view token)
{
    auto const first = std::ranges::find_if_not(token, [](char c) { return c >= 'A' && c <= 'Z'; });
    return first != token.begin() && first != token.end() && *first >= '0' && *first <= '9';
}

std::optional<Direction> prefix_direction(std::string_view lower_name)
{
    if (lower_name.starts_with("positive regulation of")) {
        return Direction::positive;
    }
    if (lower_name.starts_with("negative regulation of")) {
        return Direction::negative;
    }
    return std::nullopt;
}

}  // namespace

char const* name_of(TextProfile profile)
{
    return profile == TextProfile::clean ? "clean" : "reference";
}

char const* name_of(Direction direction)
{
    switch (direction) {
        case Direction::positive: return "positive";
        case Direction::negative: return "negative";
        case Direction::unspecified: break;
    }
    return "unspecified";
}

std::string strip_direction(std::string_view text)
{
    auto const original = text::to_utf32(text);
    auto stripped = cut(original, kFull);
    if (static_cast<double>(text::length(stripped)) < kLeastRemainder * static_cast<double>(original.size())) {
        stripped = cut(original, kConservative);
    }
    return stripped.empty() ? std::string{text} : stripped;
}

std::string clean(std::string_view text)
{
    if (!is_ascii(text)) {
        auto code_points = text::to_utf32(text);
        for (auto& c : code_points) {
            if (!text::is_word(c)) {
                c = U' ';
            }
        }
        return text::fold_case(text::fold_space(text::to_utf8(code_points)));
    }
    std::string cleaned;
    cleaned.reserve(text.size());
    bool pending = false;
    for (auto const c : text) {
        if (!is_ascii_word(c)) {
            pending = !cleaned.empty();
            continue;
        }
        if (pending) {
            cleaned += ' ';
            pending = false;
        }
        cleaned += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    }
    return cleaned;
}

std::string entities(std::string_view text, config::EntityExtraction const& options)
{
    if (!options.enabled) {
        return std::string{text};
    }
    auto const in_token = [&](char c) {
        return options.include_numbers ? std::isalnum(static_cast<unsigned char>(c)) != 0
                                       : std::isalpha(static_cast<unsigned char>(c)) != 0;
    };
    std::string joined;
    for (auto at = text.begin(); at != text.end();) {
        auto const begin = std::find_if(at, text.end(), in_token);
        auto const end = std::find_if_not(begin, text.end(), in_token);
        at = end;
        auto const token = std::string_view{begin, end};
        auto const lower = text::ascii_lower(token);
        if (token.size() < options.min_entity_length || token.empty() || contains(kSkipWords, lower)) {
            continue;
        }
        if (options.biological_terms_only && !contains(kBiologicalTerms, lower) &&
            !(options.include_numbers && looks_like_a_symbol(token))) {
            continue;
        }
        joined += joined.empty() ? "" : " ";
        joined += token;
    }
    return joined.empty() ? std::string{text} : joined;
}

std::vector<std::string> keywords(std::string_view title)
{
    std::vector<std::string> words;
    auto const cleaned = clean(strip_direction(title));
    for (auto const word : text::split(cleaned, ' ')) {
        if (text::length(word) > 2 && !contains(kKeywordStops, word) && std::ranges::find(words, word) == words.end()) {
            words.emplace_back(word);
        }
    }
    return words;
}

Direction key_event_direction(std::string_view title)
{
    unsigned seen = 0;
    for_each_word(text::to_utf32(title), [&](std::size_t, std::size_t, unsigned classes) { seen |= classes; });
    auto const positive = (seen & kPositive) != 0;
    auto const negative = (seen & kNegative) != 0;
    if (positive == negative) {
        return Direction::unspecified;
    }
    return positive ? Direction::positive : Direction::negative;
}

Direction go_direction(std::string_view name)
{
    return prefix_direction(text::ascii_lower(text::trim(name))).value_or(Direction::unspecified);
}

NameMatch compare_names(std::string_view clean_a, std::string_view clean_b)
{
    if (clean_a.empty() || clean_b.empty()) {
        return NameMatch::none;
    }
    if (clean_a == clean_b) {
        return NameMatch::equal;
    }
    auto const& shorter = clean_a.size() < clean_b.size() ? clean_a : clean_b;
    auto const& longer = clean_a.size() < clean_b.size() ? clean_b : clean_a;
    for (auto at = longer.find(shorter); at != std::string_view::npos; at = longer.find(shorter, at + 1)) {
        auto const end = at + shorter.size();
        if ((at == 0 || longer[at - 1] == ' ') && (end == longer.size() || longer[end] == ' ')) {
            return NameMatch::phrase;
        }
    }
    return NameMatch::none;
}

bool is_signed_go_name(std::string_view name)
{
    auto const lower = clean(name);
    auto const has_phrase = [&](std::string_view phrase) {
        return phrase.size() <= lower.size() && compare_names(lower, phrase) != NameMatch::none;
    };
    static constexpr std::string_view kPhrases[] = {"positive regulation of",
                                                    "negative regulation of",
                                                    "activation of",
                                                    "inhibition of",
                                                    "induction of",
                                                    "repression of",
                                                    "suppression of",
                                                    "stimulation of",
                                                    "up regulation",
                                                    "upregulation",
                                                    "down regulation",
                                                    "downregulation",
                                                    "increase",
                                                    "increased",
                                                    "decrease",
                                                    "decreased",
                                                    "activated",
                                                    "inhibited"};
    return std::ranges::any_of(kPhrases, has_phrase);
}

std::string key_event_text(std::string_view title, TextProfile profile)
{
    if (profile == TextProfile::reference) {
        return strip_direction(title);
    }
    auto const plain = text::strip_html(title);
    auto stripped = strip_direction(plain);
    auto const first = std::ranges::find_if(
        stripped, [](char c) { return is_ascii_word(c) || c == '(' || static_cast<unsigned char>(c) >= 0x80U; });
    stripped.erase(stripped.begin(), first);
    return stripped.empty() ? plain : stripped;
}

std::string key_event_text(std::string_view title, std::string_view description, TextProfile profile)
{
    auto joined = key_event_text(title, profile);
    auto const said = profile == TextProfile::clean ? text::strip_html(description) : std::string{description};
    if (!text::trim(said).empty()) {
        joined += ". " + said;
    }
    return joined;
}

}  // namespace kewp::suggest
