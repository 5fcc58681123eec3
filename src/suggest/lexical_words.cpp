#include "suggest/lexical_words.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>
#include <vector>

namespace kewp::suggest {
namespace {

constexpr std::size_t kLongestPrefixOfNumber = 4;  // letters before the hyphen in `IL-6`, `CYP-1`

constexpr auto kGreek = std::to_array<std::string_view>(
    {"alpha", "beta",   "gamma",   "delta", "epsilon", "zeta",    "eta",  "theta", "iota",
     "kappa", "lambda", "mu",      "nu",    "xi",      "omicron", "pi",   "rho",   "sigma",
     "sigma", "tau",    "upsilon", "phi",   "chi",     "psi",     "omega"});

constexpr auto kStopWords = std::to_array<std::string_view>(
    {"a",   "an",    "and",   "any",  "are", "as",  "at",  "be",   "by",    "can",  "due",     "for",      "from",
     "has", "have",  "in",    "into", "is",  "it",  "its", "of",   "on",    "or",   "other",   "such",     "that",
     "the", "their", "these", "this", "to",  "via", "was", "were", "which", "with", "leading", "resulting"});

std::string_view greek_name(char32_t c)
{
    if (c >= U'α' && c <= U'ω') {
        return kGreek[c - U'α'];
    }
    return c == U'µ' ? std::string_view{"mu"} : std::string_view{};
}

bool ends_with(std::string_view word, std::string_view ending, std::size_t least_before)
{
    return word.size() >= ending.size() + least_before && word.ends_with(ending);
}

bool replace_end(std::string& word, std::string_view ending, std::string_view replacement, std::size_t least_before)
{
    if (!ends_with(word, ending, least_before)) {
        return false;
    }
    word.replace(word.size() - ending.size(), ending.size(), replacement);
    return true;
}

void replace_all(std::string& word, std::string_view from, std::string_view to)
{
    for (auto at = word.find(from); at != std::string::npos; at = word.find(from, at + to.size())) {
        word.replace(at, from.size(), to);
    }
}

/// Puts words together and hands them out.
class WordCollector {
public:
    explicit WordCollector(VisitWord const& visit) : visit_(visit) {}

    void add(char c) { word_ += c; }
    void add(std::string_view piece) { word_ += piece; }

    void end(char separator)
    {
        if (word_.empty()) {
            before_hyphen_.clear();
            return;
        }
        visit_(word_, false);
        if (!before_hyphen_.empty() && std::isdigit(static_cast<unsigned char>(word_.front())) != 0) {
            visit_(before_hyphen_ + word_, true);
        }
        before_hyphen_ = separator == '-' && word_.size() <= kLongestPrefixOfNumber ? word_ : std::string{};
        word_.clear();
    }

private:
    VisitWord const& visit_;
    std::string word_;
    std::string before_hyphen_;
};

}  // namespace

void for_each_lexical_word(std::string_view text, VisitWord const& visit)
{
    WordCollector words{visit};
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto const c = text[at];
        if (static_cast<unsigned char>(c) < 0x80U) {
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                words.add(c);
            } else if (c >= 'A' && c <= 'Z') {
                words.add(static_cast<char>(c + ('a' - 'A')));
            } else {
                words.end(c);
            }
            continue;
        }
        // The run of bytes beyond ASCII, rare enough to be slow about.
        auto end = at;
        while (end < text.size() && static_cast<unsigned char>(text[end]) >= 0x80U) {
            ++end;
        }
        for (auto const code_point : text::to_utf32(text::fold_case(text.substr(at, end - at)))) {
            if (auto const name = greek_name(code_point); !name.empty()) {
                words.end(' ');
                words.add(name);
                words.end(' ');
            } else if (text::is_word(code_point)) {
                words.add(text::to_utf8(std::u32string_view{&code_point, 1}));
            } else {
                words.end(code_point == U'\u2010' || code_point == U'\u2011' || code_point == U'\u2013' ? '-' : ' ');
            }
        }
        at = end - 1;
    }
    words.end(' ');
}

std::string lexical_stem(std::string_view word)
{
    std::string stem{word};
    if (stem.size() < 4 ||
        std::ranges::any_of(stem, [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; })) {
        return stem;  // short names and symbols are compared as they are
    }
    replace_all(stem, "oe", "e");
    replace_all(stem, "ae", "e");
    if (!replace_end(stem, "ies", "y", 3) && !stem.ends_with("ss") && !stem.ends_with("us") && !stem.ends_with("is")) {
        replace_end(stem, "s", "", 3);
    }
    replace_end(stem, "our", "or", 3);
    replace_end(stem, "isation", "ization", 3);
    replace_end(stem, "lling", "ling", 3);
    replace_end(stem, "lled", "led", 3);
    // -osis/-otic, -ysis/-ytic: the process and its adjective.
    if (ends_with(stem, "osis", 2) || ends_with(stem, "otic", 2) || ends_with(stem, "ysis", 2) ||
        ends_with(stem, "ytic", 2)) {
        stem.resize(stem.size() - 3);
        return stem;
    }
    for (auto const* const ending : {"atory", "ation", "ating", "ative", "ated"}) {
        if (replace_end(stem, ending, "ate", 3)) {
            break;
        }
    }
    return stem;
}

bool is_stop_word(std::string_view word)
{
    return std::ranges::find(kStopWords, word) != kStopWords.end();
}

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit)
{
    if (a.size() > b.size()) {
        std::swap(a, b);
    }
    if (b.size() - a.size() > limit) {
        return limit + 1;
    }
    std::vector<std::size_t> row(a.size() + 1);
    for (std::size_t i = 0; i <= a.size(); ++i) {
        row[i] = i;
    }
    for (std::size_t j = 1; j <= b.size(); ++j) {
        auto diagonal = row[0];
        row[0] = j;
        auto least = j;
        for (std::size_t i = 1; i <= a.size(); ++i) {
            auto const above = row[i];
            row[i] = std::min({above + 1, row[i - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            diagonal = above;
            least = std::min(least, row[i]);
        }
        if (least > limit) {
            return limit + 1;
        }
    }
    return std::min(row[a.size()], limit + 1);
}

std::uint32_t letters_of(std::string_view word)
{
    std::uint32_t letters = 0;
    for (auto const c : word) {
        auto const byte = static_cast<unsigned char>(c);
        letters |= std::uint32_t{1} << (c >= 'a' && c <= 'z' ? byte - 'a' : 26U + byte % 6U);
    }
    return letters;
}

}  // namespace kewp::suggest
