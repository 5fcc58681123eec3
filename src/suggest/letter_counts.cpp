#include "suggest/letter_counts.hpp"

#include <algorithm>
#include <functional>

namespace kewp::suggest {
namespace {

std::size_t class_of(char c)
{
    if (c >= 'a' && c <= 'z') {
        return static_cast<std::size_t>(c - 'a');
    }
    if (c >= '0' && c <= '9') {
        return 26;
    }
    if (c == ' ') {
        return 27;
    }
    return static_cast<unsigned char>(c) < 0x80U ? 28 : 29;
}

bool continues(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

}  // namespace

LetterCounts::LetterCounts(std::string_view text)
{
    for (auto const c : text) {
        if (continues(c)) {
            continue;
        }
        ++length_;
        auto& count = counts_[class_of(c)];
        overflow_ = overflow_ || count == 255;
        count = static_cast<std::uint8_t>(std::min(count + 1, 255));
    }
}

double LetterCounts::ratio_bound(LetterCounts const& other) const
{
    auto const total = length_ + other.length_;
    if (total == 0) {
        return 1.0;
    }
    std::uint32_t common = 0;
    for (std::size_t i = 0; i < kClasses; ++i) {
        common += std::min(counts_[i], other.counts_[i]);
    }
    if (overflow_ && other.overflow_) {
        common = std::min(length_, other.length_);
    }
    return 2.0 * static_cast<double>(common) / static_cast<double>(total);
}

bool LetterCounts::may_contain(LetterCounts const& other) const
{
    return overflow_ || std::ranges::equal(counts_, other.counts_, std::greater_equal{});
}

}  // namespace kewp::suggest
