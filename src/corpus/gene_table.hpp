#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::corpus {

/// Index into a `GeneTable`. Gene sets are sorted vectors of these, so an overlap is a merge.
using Gene = std::uint32_t;

/// Gene symbols, each stored once and numbered in the order of first sight.
///
/// A hash table with linear probing: a data folder holds over a million symbols of twenty thousand genes,
/// and looking them up in `std::unordered_map` took a third of the time to load it.
class GeneTable {
public:
    GeneTable() = default;

    /// The number of `symbol`, given out now when it is new. Symbols are compared as they are written.
    Gene intern(std::string_view symbol);
    [[nodiscard]] std::optional<Gene> find(std::string_view symbol) const;
    /// Pre-condition: `gene < size()`. The reference lasts until the next new symbol.
    [[nodiscard]] std::string const& symbol(Gene gene) const { return symbols_[gene]; }
    [[nodiscard]] std::size_t size() const { return symbols_.size(); }

private:
    struct Slot {
        std::size_t hash = 0;
        Gene gene = kFree;
    };
    static constexpr Gene kFree = std::numeric_limits<Gene>::max();

    /// The slot that holds `symbol`, or the free one where it belongs. Pre-condition: there is a free slot.
    [[nodiscard]] std::size_t slot_of(std::string_view symbol, std::size_t hash) const;
    void grow();

    std::vector<std::string> symbols_;
    std::vector<Slot> slots_;  // a power of two, at most half of them taken
};

}  // namespace kewp::corpus
