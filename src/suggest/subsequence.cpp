#include "suggest/subsequence.hpp"

#include <bit>
#include <cassert>

namespace kewp::suggest {

Subsequence::Subsequence(std::string_view text)
{
    assert(text.size() <= kLongest);
    for (std::size_t i = 0; i < text.size(); ++i) {
        at_[static_cast<unsigned char>(text[i])] |= std::uint64_t{1} << i;
    }
    all_ = text.size() == kLongest ? ~std::uint64_t{0} : (std::uint64_t{1} << text.size()) - 1;
}

std::size_t Subsequence::common(std::string_view other) const
{
    auto row = ~std::uint64_t{0};
    for (auto const c : other) {
        auto const met = row & at_[static_cast<unsigned char>(c)];
        row = (row + met) | (row - met);
    }
    return static_cast<std::size_t>(std::popcount(~row & all_));
}

}  // namespace kewp::suggest
