#include "embed/bert_text.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <stdexcept>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

namespace kewp::embed {
namespace {

constexpr char32_t kAsciiEnd = 0x80;
constexpr char32_t kReplacement = 0xFFFD;

UChar32 icu(char32_t c)
{
    return static_cast<UChar32>(c);
}

bool is_space(char32_t c)
{
    if (c < kAsciiEnd) {
        return c == U' ' || (c >= 0x09 && c <= 0x0D);
    }
    return u_isUWhiteSpace(icu(c)) != 0;
}

/// The category as Hugging Face's tokenizer knows it: its tables are of Unicode 8, younger characters have none.
int category_of(char32_t c)
{
    constexpr std::uint8_t kKnownUnicode = 8;
    UVersionInfo age{};
    u_charAge(icu(c), age);
    return age[0] > kKnownUnicode ? static_cast<int>(U_UNASSIGNED) : u_charType(icu(c));
}

/// Control, format, private use and surrogate characters. Characters that Unicode has not assigned yet stay.
bool is_control(char32_t c)
{
    auto const category = category_of(c);
    return category == U_CONTROL_CHAR || category == U_FORMAT_CHAR || category == U_PRIVATE_USE_CHAR ||
           category == U_SURROGATE;
}

bool is_punctuation(char32_t c)
{
    if (c < kAsciiEnd) {
        return (c >= U'!' && c <= U'/') || (c >= U':' && c <= U'@') || (c >= U'[' && c <= U'`') ||
               (c >= U'{' && c <= U'~');
    }
    return (U_MASK(category_of(c)) & U_GC_P_MASK) != 0;
}

/// The blocks of ideographs that BERT knows; kana and hangul are written with spaces or not, and left alone.
bool is_ideograph(char32_t c)
{
    struct Range {
        char32_t first, last;
    };
    static constexpr Range kRanges[] = {{0x4E00, 0x9FFF},   {0x3400, 0x4DBF},   {0x20000, 0x2A6DF}, {0x2A700, 0x2B73F},
                                        {0x2B740, 0x2B81F}, {0x2B920, 0x2CEAF}, {0xF900, 0xFAFF},   {0x2F800, 0x2FA1F}};
    return std::ranges::any_of(kRanges, [c](Range range) { return c >= range.first && c <= range.last; });
}

std::u32string drop_controls(std::u32string_view text)
{
    std::u32string kept;
    kept.reserve(text.size());
    for (auto const c : text) {
        if (c == U'\t' || c == U'\n' || c == U'\r' || (is_space(c) && !is_control(c))) {
            kept += U' ';
        } else if (c != 0 && c != kReplacement && !is_control(c)) {
            kept += c;
        }
    }
    return kept;
}

std::u32string set_ideographs_apart(std::u32string_view text)
{
    std::u32string spaced;
    spaced.reserve(text.size());
    for (auto const c : text) {
        if (is_ideograph(c)) {
            spaced += {U' ', c, U' '};
        } else {
            spaced += c;
        }
    }
    return spaced;
}

std::u32string strip_accents(std::u32string const& text)
{
    UErrorCode status = U_ZERO_ERROR;
    auto const* const nfd = unorm2_getNFDInstance(&status);
    std::u16string utf16;
    for (auto const c : text) {
        UChar units[U16_MAX_LENGTH];
        std::size_t count = 0;
        U16_APPEND_UNSAFE(units, count, icu(c));
        utf16.append(units, count);
    }
    constexpr std::size_t kMostUnits = 4;  // that one unit decomposes into (Unicode's own bound)
    std::u16string decomposed(utf16.size() * kMostUnits, u'\0');
    auto const length = unorm2_normalize(nfd, utf16.data(), static_cast<std::int32_t>(utf16.size()), decomposed.data(),
                                         static_cast<std::int32_t>(decomposed.size()), &status);
    if (U_FAILURE(status) != 0) {
        throw std::runtime_error(std::string("ICU cannot normalise a text: ") + u_errorName(status));
    }
    std::u32string kept;
    for (std::int32_t at = 0; at < length;) {
        UChar32 c = 0;
        U16_NEXT(decomposed.data(), at, length, c);
        if (category_of(static_cast<char32_t>(c)) != U_NON_SPACING_MARK) {
            kept += static_cast<char32_t>(c);
        }
    }
    return kept;
}

std::u32string lower(std::u32string_view text)
{
    std::u32string lowered;
    lowered.reserve(text.size());
    for (auto const c : text) {
        if (c == 0x130) {  // İ, the one letter whose small form is two characters
            lowered += U"i\u0307";
        } else {
            lowered += static_cast<char32_t>(u_tolower(icu(c)));
        }
    }
    return lowered;
}

}  // namespace

std::u32string clean_bert_text(std::string_view utf8, BertTextOptions const& options)
{
    auto text = drop_controls(text::to_utf32(utf8));
    bool const ascii = std::ranges::all_of(text, [](char32_t c) { return c < kAsciiEnd; });
    if (options.split_chinese && !ascii) {
        text = set_ideographs_apart(text);
    }
    if (options.strip_accents && !ascii) {
        text = strip_accents(text);
    }
    return options.lower_case ? lower(text) : text;
}

std::vector<std::u32string_view> split_bert_words(std::u32string_view clean)
{
    std::vector<std::u32string_view> words;
    std::size_t begin = 0;
    auto const end_word = [&](std::size_t end) {
        if (end > begin) {
            words.push_back(clean.substr(begin, end - begin));
        }
        begin = end + 1;
    };
    for (std::size_t i = 0; i < clean.size(); ++i) {
        if (is_space(clean[i])) {
            end_word(i);
        } else if (is_punctuation(clean[i])) {
            end_word(i);
            words.push_back(clean.substr(i, 1));
        }
    }
    end_word(clean.size());
    return words;
}

}  // namespace kewp::embed
