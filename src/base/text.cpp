#include "base/text.hpp"

#include <algorithm>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

namespace kewp::text {
namespace {

constexpr std::string_view kSpace = " \t\n\r\f\v";

/// Calls `visit(code_point)` for each code point; ill-formed bytes come as U+FFFD.
template <class Visit>
void for_each_code_point(std::string_view utf8, Visit visit)
{
    auto const* const bytes = reinterpret_cast<std::uint8_t const*>(utf8.data());
    auto const size = static_cast<std::int32_t>(utf8.size());
    for (std::int32_t i = 0; i < size;) {
        UChar32 c = 0;
        U8_NEXT_OR_FFFD(bytes, i, size, c);
        visit(static_cast<char32_t>(c));
    }
}

void append_utf8(std::string& out, char32_t code_point)
{
    std::uint8_t buffer[U8_MAX_LENGTH];
    std::int32_t length = 0;
    U8_APPEND_UNSAFE(buffer, length, static_cast<UChar32>(code_point));
    out.append(reinterpret_cast<char const*>(buffer), static_cast<std::size_t>(length));
}

bool is_ascii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
}

bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

int hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c = static_cast<char>(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace

std::string_view trim(std::string_view text)
{
    auto const first = text.find_first_not_of(kSpace);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> pieces;
    for (;;) {
        auto const end = text.find(separator);
        pieces.push_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return pieces;
        }
        text.remove_prefix(end + 1);
    }
}

std::string ascii_lower(std::string_view text)
{
    std::string lower{text};
    for (auto& c : lower) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c + ('a' - 'A'));
        }
    }
    return lower;
}

bool ascii_iequals(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && ascii_lower(a) == ascii_lower(b);
}

std::string fold_case(std::string_view utf8)
{
    if (is_ascii(utf8)) {
        return ascii_lower(utf8);
    }
    std::string folded;
    icu::UnicodeString::fromUTF8(icu::StringPiece{utf8.data(), static_cast<std::int32_t>(utf8.size())})
        .foldCase()
        .toUTF8String(folded);
    return folded;
}

std::size_t length(std::string_view utf8)
{
    std::size_t count = 0;
    for_each_code_point(utf8, [&](char32_t) { ++count; });
    return count;
}

bool is_utf8(std::string_view bytes)
{
    auto const* const data = reinterpret_cast<std::uint8_t const*>(bytes.data());
    auto const size = static_cast<std::int32_t>(bytes.size());
    for (std::int32_t i = 0; i < size;) {
        UChar32 c = 0;
        U8_NEXT(data, i, size, c);
        if (c < 0) {
            return false;
        }
    }
    return true;
}

std::u32string to_utf32(std::string_view utf8)
{
    std::u32string code_points;
    code_points.reserve(utf8.size());
    for_each_code_point(utf8, [&](char32_t c) { code_points += c; });
    return code_points;
}

std::string to_utf8(std::u32string_view code_points)
{
    std::string utf8;
    utf8.reserve(code_points.size());
    for (auto const c : code_points) {
        append_utf8(utf8, c);
    }
    return utf8;
}

bool is_word(char32_t code_point)
{
    return code_point == U'_' || u_isalnum(static_cast<UChar32>(code_point)) != 0;
}

std::string fold_space(std::string_view utf8)
{
    std::string folded;
    folded.reserve(utf8.size());
    bool pending = false;
    for_each_code_point(utf8, [&](char32_t c) {
        if (u_isUWhiteSpace(static_cast<UChar32>(c)) != 0) {
            pending = !folded.empty();
            return;
        }
        if (pending) {
            folded += ' ';
            pending = false;
        }
        append_utf8(folded, c);
    });
    return folded;
}

bool has_control(std::string_view utf8)
{
    bool found = false;
    for_each_code_point(utf8, [&](char32_t c) {
        found = found || (c < 0x20 && c != U'\t' && c != U'\n' && c != U'\r') || (c >= 0x7F && c < 0xA0);
    });
    return found;
}

std::string ascii_slug(std::string_view utf8)
{
    auto status = U_ZERO_ERROR;
    auto const* const nfkd = icu::Normalizer2::getNFKDInstance(status);
    auto const normal = nfkd->normalize(
        icu::UnicodeString::fromUTF8(icu::StringPiece{utf8.data(), static_cast<std::int32_t>(utf8.size())}), status);
    std::string slug;
    bool pending = false;
    for (std::int32_t i = 0; i < normal.length(); ++i) {
        auto const unit = normal.charAt(i);
        if (unit >= 0x80) {
            continue;  // dropped before runs are formed: "½" is 1⁄2, whose fraction slash must not split it
        }
        auto const c = static_cast<char>(unit);
        if (!is_alnum(c)) {
            pending = !slug.empty();
            continue;
        }
        if (pending) {
            slug += '_';
            pending = false;
        }
        slug += c;
    }
    return slug;
}

std::string escape_html(std::string_view text)
{
    std::string escaped;
    escaped.reserve(text.size());
    for (char const c : text) {
        switch (c) {
            case '&': escaped += "&amp;"; break;
            case '<': escaped += "&lt;"; break;
            case '>': escaped += "&gt;"; break;
            case '"': escaped += "&quot;"; break;
            case '\'': escaped += "&#39;"; break;
            default: escaped += c;
        }
    }
    return escaped;
}

std::string percent_encode(std::string_view text)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string encoded;
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~') {
            encoded += c;
        } else {
            encoded += '%';
            encoded += digits[byte >> 4U];
            encoded += digits[byte & 15U];
        }
    }
    return encoded;
}

std::string percent_decode(std::string_view text, bool plus_is_space)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
            decoded += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        } else {
            decoded += plus_is_space && text[i] == '+' ? ' ' : text[i];
        }
    }
    return decoded;
}

}  // namespace kewp::text
