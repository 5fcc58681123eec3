#include "publish/parquet_bounds.hpp"

#include "base/text.hpp"
#include "publish/parquet_encoding.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>
#include <string_view>
#include <vector>

namespace kewp::publish {
namespace {

/// The longest beginning of `text` of at most `kBoundBytes` bytes that ends between two characters.
std::string_view beginning(std::string_view text)
{
    constexpr unsigned kTopBits = 0xC0;
    constexpr unsigned kContinuation = 0x80;
    if (text.size() <= kBoundBytes) {
        return text;
    }
    auto size = kBoundBytes;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & kTopBits) == kContinuation) {
        --size;
    }
    return text.substr(0, size);
}

/// A short text that is greater than everything that begins with `text`; nothing when there is none.
std::optional<std::string> raised(std::string_view text)
{
    constexpr char32_t kLast = 0x10FFFF;
    constexpr char32_t kBeforeSurrogates = 0xD7FF;
    constexpr char32_t kAfterSurrogates = 0xE000;
    auto points = text::to_utf32(text);
    while (!points.empty() && points.back() == kLast) {
        points.pop_back();
    }
    if (points.empty()) {
        return {};
    }
    points.back() = points.back() == kBeforeSurrogates ? kAfterSurrogates : points.back() + 1;
    return text::to_utf8(points);
}

template <class Number, class Encode>
void set_bounds(ParquetChunk& chunk, std::vector<Number> const& numbers, Encode encode)
{
    if (numbers.empty()) {
        return;
    }
    auto const [least, most] = std::ranges::minmax(numbers);
    chunk.has_bounds = true;
    encode(chunk.least, least);
    encode(chunk.most, most);
}

/// -0 and +0 are equal, but not for every reader: the bounds must hold whichever is in the column.
void widen_zero_bounds(ParquetChunk& chunk)
{
    std::string plus;
    std::string minus;
    append_double(plus, 0.0);
    append_double(minus, -0.0);
    if (chunk.least == plus) {
        chunk.least = minus;
    }
    if (chunk.most == minus) {
        chunk.most = plus;
    }
}

}  // namespace

void set_text_bounds(ParquetChunk& chunk, std::deque<std::string> const& texts)
{
    if (texts.empty()) {
        return;
    }
    auto const [least, most] = std::ranges::minmax_element(texts);
    auto const cut_least = beginning(*least);
    auto const cut_most = beginning(*most);
    auto const upper = cut_most.size() == most->size() ? std::optional{*most} : raised(cut_most);
    if (!upper) {
        return;
    }
    chunk.has_bounds = true;
    chunk.least = cut_least;
    chunk.least_exact = cut_least.size() == least->size();
    chunk.most = *upper;
    chunk.most_exact = cut_most.size() == most->size();
}

void set_number_bounds(ParquetChunk& chunk, ParquetType type, std::span<std::uint64_t const> bits)
{
    switch (type) {
        case ParquetType::whole:
        case ParquetType::time: {
            std::vector<std::int64_t> numbers(bits.size());
            std::ranges::transform(bits, numbers.begin(), [](auto raw) { return static_cast<std::int64_t>(raw); });
            set_bounds(chunk, numbers, [](std::string& out, std::int64_t number) {
                append_u64(out, static_cast<std::uint64_t>(number));
            });
            break;
        }
        case ParquetType::real: {
            std::vector<double> numbers;
            for (auto const raw : bits) {
                if (auto const number = std::bit_cast<double>(raw); !std::isnan(number)) {
                    numbers.push_back(number);
                }
            }
            // Engines sort NaN behind all numbers or before them: with one there is no bound that all agree on.
            if (numbers.size() == bits.size()) {
                set_bounds(chunk, numbers, [](std::string& out, double number) { append_double(out, number); });
                widen_zero_bounds(chunk);
            }
            break;
        }
        case ParquetType::truth: {
            std::vector<std::uint8_t> numbers(bits.size());
            std::ranges::transform(bits, numbers.begin(), [](auto raw) { return static_cast<std::uint8_t>(raw); });
            set_bounds(chunk, numbers, [](std::string& out, std::uint8_t number) { out += static_cast<char>(number); });
            break;
        }
        case ParquetType::text:
        case ParquetType::texts: break;
    }
}

}  // namespace kewp::publish
