#include "embed/utf32.hpp"

#include "base/text.hpp"
#include "embed/little_endian.hpp"

#include <algorithm>
#include <cstdint>

namespace kewp::embed {

namespace {

/// A Unicode scalar value that may stand in an id.
bool allowed(std::uint32_t c)
{
    bool const control = c < 0x20 || (c >= 0x7f && c <= 0x9f);
    return !control && c <= 0x10ffff && !(c >= 0xd800 && c <= 0xdfff);
}

}  // namespace

Result<std::string> utf8_from_padded_utf32(std::span<std::byte const> element)
{
    std::size_t length = element.size() / sizeof(char32_t);
    while (length > 0 && load<std::uint32_t>(element, (length - 1) * sizeof(char32_t)) == 0) {
        --length;
    }
    std::u32string points(length, U'\0');
    for (std::size_t i = 0; i < length; ++i) {
        auto const point = load<std::uint32_t>(element, i * sizeof(char32_t));
        if (!allowed(point)) {
            return fail(ErrorCode::corrupt,
                        "holds the value " + std::to_string(point) + ", which is no character that an id may have");
        }
        points[i] = static_cast<char32_t>(point);
    }
    return text::to_utf8(points);
}

Result<std::u32string> utf32_for_element(std::string_view utf8)
{
    auto points = text::to_utf32(utf8);
    if (!text::is_utf8(utf8) || !std::all_of(points.begin(), points.end(), [](char32_t c) { return allowed(c); })) {
        return fail(ErrorCode::invalid_argument, "holds bytes or characters that an id may not have");
    }
    return points;
}

}  // namespace kewp::embed
