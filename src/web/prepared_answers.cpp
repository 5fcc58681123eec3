#include "web/prepared_answers.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <stdexcept>
#include <utility>

namespace kewp::web {
namespace {

constexpr std::uint64_t kBegun = 1;
constexpr unsigned kSizeBits = 24;  // of an entry, below the offset; an answer has fewer than 16 MiB
constexpr std::uint64_t kSizeMask = (std::uint64_t{1} << kSizeBits) - 1;
constexpr std::size_t kFirstOffset = 64;  // not 0, so that no entry looks like `kBegun`

static_assert(std::atomic<std::uint64_t>::is_always_lock_free, "shared memory needs lock-free atomics");

}  // namespace

Result<PreparedAnswers> PreparedAnswers::create(std::size_t places, std::size_t limit)
{
    auto const entries = places * sizeof(std::atomic<std::uint64_t>);
    auto region = SharedRegion::create(sizeof(Header) + entries + kFirstOffset + limit);
    if (!region) {
        return fail(region.error());
    }
    return PreparedAnswers{std::move(*region), places, limit};
}

PreparedAnswers::PreparedAnswers(SharedRegion region, std::size_t places, std::size_t limit)
    : region_(std::move(region)),
      places_(places),
      limit_(limit),
      header_(new (region_.data()) Header{}),
      entries_(reinterpret_cast<std::atomic<std::uint64_t>*>(region_.data() + sizeof(Header))),
      answers_(region_.data() + sizeof(Header) + places * sizeof(std::atomic<std::uint64_t>))
{
    std::uninitialized_value_construct_n(entries_, places);
    header_->used = kFirstOffset;
}

std::atomic<std::uint64_t>& PreparedAnswers::place_at(std::size_t place) const
{
    if (place >= places_) {
        throw std::out_of_range("no such place for an answer");
    }
    return entries_[place];
}

std::optional<std::string_view> PreparedAnswers::find(std::size_t place) const
{
    auto const entry = place_at(place).load(std::memory_order_acquire);
    if (entry <= kBegun) {
        return std::nullopt;
    }
    return std::string_view{reinterpret_cast<char const*>(answers_ + (entry >> kSizeBits)), entry & kSizeMask};
}

bool PreparedAnswers::begin(std::size_t place)
{
    std::uint64_t empty = 0;
    return place_at(place).compare_exchange_strong(empty, kBegun);
}

bool PreparedAnswers::keep(std::size_t place, std::string_view answer)
{
    if (answer.empty() || answer.size() > kSizeMask) {
        return false;
    }
    auto const offset = header_->used.fetch_add(answer.size());
    if (offset - kFirstOffset + answer.size() > limit_) {
        header_->used.fetch_sub(answer.size());  // whatever others took behind it did not fit either
        return false;
    }
    std::memcpy(answers_ + offset, answer.data(), answer.size());
    place_at(place).store((offset << kSizeBits) | answer.size(), std::memory_order_release);
    header_->ready.fetch_add(1);
    return true;
}

void PreparedAnswers::finish()
{
    header_->finished = true;
}

std::size_t PreparedAnswers::ready() const
{
    return header_->ready;
}

std::size_t PreparedAnswers::bytes() const
{
    return header_->used - kFirstOffset;
}

bool PreparedAnswers::finished() const
{
    return header_->finished;
}

}  // namespace kewp::web
