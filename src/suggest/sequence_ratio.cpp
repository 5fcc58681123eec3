#include "suggest/sequence_ratio.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace kewp::suggest {
namespace {

/// Where each element of `b` occurs, for bytes: a list per value without any allocation but one.
class BytePositions {
public:
    explicit BytePositions(std::string_view b) : positions_(b.size())
    {
        for (auto const c : b) {
            ++begin_[index(c) + 1];
        }
        for (std::size_t i = 1; i < begin_.size(); ++i) {
            begin_[i] += begin_[i - 1];
        }
        auto next = begin_;
        for (std::uint32_t j = 0; j < b.size(); ++j) {
            positions_[next[index(b[j])]++] = j;
        }
    }

    void forget_frequent(std::size_t most)
    {
        for (std::size_t i = 0; i < forgotten_.size(); ++i) {
            forgotten_[i] = begin_[i + 1] - begin_[i] > most;
        }
    }

    template <class Visit>
    void for_each(char c, Visit visit) const
    {
        auto const i = index(c);
        if (forgotten_[i]) {
            return;
        }
        for (auto at = begin_[i]; at < begin_[i + 1] && visit(positions_[at]); ++at) {
        }
    }

private:
    static std::size_t index(char c) { return static_cast<unsigned char>(c); }

    std::array<std::uint32_t, 257> begin_{};
    std::array<bool, 256> forgotten_{};
    std::vector<std::uint32_t> positions_;
};

/// The same for code points.
class CodePointPositions {
public:
    explicit CodePointPositions(std::u32string_view b)
    {
        for (std::uint32_t j = 0; j < b.size(); ++j) {
            positions_[b[j]].push_back(j);
        }
    }

    void forget_frequent(std::size_t most)
    {
        std::erase_if(positions_, [&](auto const& entry) { return entry.second.size() > most; });
    }

    template <class Visit>
    void for_each(char32_t c, Visit visit) const
    {
        auto const found = positions_.find(c);
        if (found == positions_.end()) {
            return;
        }
        for (auto const j : found->second) {
            if (!visit(j)) {
                return;
            }
        }
    }

private:
    std::unordered_map<char32_t, std::vector<std::uint32_t>> positions_;
};

struct Range {
    std::size_t a_begin, a_end, b_begin, b_end;
};

struct Block {
    std::size_t a, b, size;
};

template <class View, class Positions>
class Matcher {
public:
    Matcher(View a, View b, bool autojunk) : a_(a), b_(b), positions_(b), lengths_(b.size() + 1), next_(b.size() + 1)
    {
        if (autojunk && b.size() >= 200) {
            positions_.forget_frequent(b.size() / 100 + 1);
        }
    }

    /// Total length of the common blocks.
    std::size_t matched()
    {
        std::size_t total = 0;
        std::vector<Range> todo{{0, a_.size(), 0, b_.size()}};
        while (!todo.empty()) {
            auto const range = todo.back();
            todo.pop_back();
            auto const block = longest(range);
            if (block.size == 0) {
                continue;
            }
            total += block.size;
            if (range.a_begin < block.a && range.b_begin < block.b) {
                todo.push_back({range.a_begin, block.a, range.b_begin, block.b});
            }
            if (block.a + block.size < range.a_end && block.b + block.size < range.b_end) {
                todo.push_back({block.a + block.size, range.a_end, block.b + block.size, range.b_end});
            }
        }
        return total;
    }

private:
    Block longest(Range const& range)
    {
        Block best{range.a_begin, range.b_begin, 0};
        // lengths_[j + 1]: length of the common run that ends at the last element of `a` looked at and b[j].
        touched_.clear();
        for (auto i = range.a_begin; i < range.a_end; ++i) {
            next_touched_.clear();
            positions_.for_each(a_[i], [&](std::size_t j) {
                if (j < range.b_begin) {
                    return true;
                }
                if (j >= range.b_end) {
                    return false;
                }
                auto const length = lengths_[j] + 1;
                next_[j + 1] = length;
                next_touched_.push_back(static_cast<std::uint32_t>(j + 1));
                if (length > best.size) {
                    best = {i + 1 - length, j + 1 - length, length};
                }
                return true;
            });
            for (auto const j : touched_) {
                lengths_[j] = 0;
            }
            lengths_.swap(next_);
            touched_.swap(next_touched_);
        }
        for (auto const j : touched_) {
            lengths_[j] = 0;
        }
        while (best.a > range.a_begin && best.b > range.b_begin && a_[best.a - 1] == b_[best.b - 1]) {
            --best.a;
            --best.b;
            ++best.size;
        }
        while (best.a + best.size < range.a_end && best.b + best.size < range.b_end &&
               a_[best.a + best.size] == b_[best.b + best.size]) {
            ++best.size;
        }
        return best;
    }

    View a_;
    View b_;
    Positions positions_;
    std::vector<std::size_t> lengths_;
    std::vector<std::size_t> next_;
    std::vector<std::uint32_t> touched_;
    std::vector<std::uint32_t> next_touched_;
};

double ratio_of(std::size_t matched, std::size_t total)
{
    return 2.0 * static_cast<double>(matched) / static_cast<double>(total);
}

bool is_ascii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
}

}  // namespace

double sequence_ratio(std::string_view a, std::string_view b, bool autojunk)
{
    if (a.empty() && b.empty()) {
        return 1.0;
    }
    if (is_ascii(a) && is_ascii(b)) {
        return ratio_of(Matcher<std::string_view, BytePositions>{a, b, autojunk}.matched(), a.size() + b.size());
    }
    auto const a32 = text::to_utf32(a);
    auto const b32 = text::to_utf32(b);
    return ratio_of(Matcher<std::u32string_view, CodePointPositions>{a32, b32, autojunk}.matched(),
                    a32.size() + b32.size());
}

double sequence_ratio_bound(std::size_t length_a, std::size_t length_b)
{
    return length_a + length_b == 0 ? 1.0 : ratio_of(std::min(length_a, length_b), length_a + length_b);
}

}  // namespace kewp::suggest
