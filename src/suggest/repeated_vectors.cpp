#include "suggest/repeated_vectors.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <set>
#include <span>
#include <string>

namespace kewp::suggest {
namespace {

constexpr std::size_t kLeastRepeats = 3;
constexpr std::size_t kLeastTexts = 3;  // unlike texts that no model gives one vector

}  // namespace

std::vector<std::size_t> repeated_rows(embed::EmbeddingSet const& set, corpus::Corpus const& corpus,
                                       TextProfile profile, bool with_description)
{
    auto const bytes = set.cols() * sizeof(float);
    auto const compare = [&](std::size_t a, std::size_t b) {
        return std::memcmp(set.matrix().row(a).data(), set.matrix().row(b).data(), bytes);
    };
    std::vector<std::size_t> order(set.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](auto a, auto b) { return compare(a, b) < 0; });
    auto const says_nothing = [&](std::span<std::size_t const> group) {
        if (group.size() < kLeastRepeats || std::ranges::binary_search(set.zero_rows(), group.front())) {
            return false;
        }
        std::set<std::string> texts;
        for (auto const row : group) {
            auto const id = KeId::parse(set.ids()[row]);
            auto const* const ke = id ? corpus.find(*id) : nullptr;
            if (ke != nullptr) {
                auto const text = with_description ? key_event_text(ke->title, ke->description, profile)
                                                   : key_event_text(ke->title, profile);
                texts.emplace(text::trim(text));
            }
        }
        return texts.size() >= kLeastTexts || texts.contains("");
    };
    std::vector<std::size_t> repeated;
    for (std::size_t begin = 0; begin < order.size();) {
        auto end = begin + 1;
        while (end < order.size() && compare(order[begin], order[end]) == 0) {
            ++end;
        }
        auto const group = std::span{order}.subspan(begin, end - begin);
        if (says_nothing(group)) {
            repeated.insert(repeated.end(), group.begin(), group.end());
        }
        begin = end;
    }
    std::ranges::sort(repeated);
    return repeated;
}

}  // namespace kewp::suggest
