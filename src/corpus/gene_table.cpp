#include "corpus/gene_table.hpp"

#include <functional>
#include <utility>

namespace kewp::corpus {
namespace {

constexpr std::size_t kFirstSlots = 1024;

}  // namespace

Gene GeneTable::intern(std::string_view symbol)
{
    if (symbols_.size() * 2 >= slots_.size()) {
        grow();
    }
    auto const hash = std::hash<std::string_view>{}(symbol);
    auto& slot = slots_[slot_of(symbol, hash)];
    if (slot.gene == kFree) {
        slot = {hash, static_cast<Gene>(symbols_.size())};
        symbols_.emplace_back(symbol);
    }
    return slot.gene;
}

std::optional<Gene> GeneTable::find(std::string_view symbol) const
{
    if (slots_.empty()) {
        return std::nullopt;
    }
    auto const& slot = slots_[slot_of(symbol, std::hash<std::string_view>{}(symbol))];
    return slot.gene == kFree ? std::nullopt : std::optional{slot.gene};
}

std::size_t GeneTable::slot_of(std::string_view symbol, std::size_t hash) const
{
    auto const mask = slots_.size() - 1;
    auto at = hash & mask;
    while (slots_[at].gene != kFree && (slots_[at].hash != hash || symbols_[slots_[at].gene] != symbol)) {
        at = (at + 1) & mask;
    }
    return at;
}

void GeneTable::grow()
{
    auto const old = std::exchange(slots_, std::vector<Slot>(slots_.empty() ? kFirstSlots : slots_.size() * 2));
    for (auto const& slot : old) {
        if (slot.gene != kFree) {
            slots_[slot_of(symbols_[slot.gene], slot.hash)] = slot;
        }
    }
}

}  // namespace kewp::corpus
