#include "http/rate_limit.hpp"

#include <arpa/inet.h>
#include <array>
#include <cstring>
#include <string>

namespace kewp::http {
namespace {

constexpr std::size_t kProbes = 16;  // four cache lines

constexpr std::uint64_t state_of(std::uint32_t ends, std::uint32_t count)
{
    return (std::uint64_t{ends} << 32U) | count;
}

constexpr std::uint32_t ends_of(std::uint64_t state)
{
    return static_cast<std::uint32_t>(state >> 32U);
}

constexpr std::uint32_t count_of(std::uint64_t state)
{
    return static_cast<std::uint32_t>(state);
}

/// The finaliser of MurmurHash3 (public domain, A. Appleby): every input bit reaches every output bit.
constexpr std::uint64_t mix(std::uint64_t x)
{
    x ^= x >> 33U;
    x *= 0xff51afd7ed558ccdULL;
    x ^= x >> 33U;
    x *= 0xc4ceb9fe1a85ec53ULL;
    return x ^ (x >> 33U);
}

}  // namespace

std::uint64_t client_hash(std::string_view address, std::uint64_t seed)
{
    std::array<unsigned char, 16> bytes{};
    std::string const text(address);
    std::string_view hashed = address;
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) {
        constexpr std::size_t kNetworkBytes = 8;
        hashed = {reinterpret_cast<char const*>(bytes.data()), kNetworkBytes};
    }
    std::uint64_t hash = mix(seed + 0x9e3779b97f4a7c15ULL);
    for (char const c : hashed) {
        hash = mix(hash ^ static_cast<unsigned char>(c));
    }
    return hash;
}

/// The slot of `key`: its own, else the first free or expired one of the neighbourhood, else the one
/// that ends first. All processes choose the same free slot, so two of them that bring the same new
/// key at once meet in it: the loser of the exchange looks again and finds the key.
RateTable::Slot& RateTable::slot_for(std::uint64_t key, std::uint32_t now)
{
    for (int attempt = 0;; ++attempt) {
        Slot* choice = nullptr;
        std::uint64_t choice_key = 0;
        Slot* soonest = nullptr;
        std::uint64_t soonest_key = 0;
        std::uint32_t soonest_end = UINT32_MAX;
        for (std::size_t i = 0; i < kProbes; ++i) {
            auto& slot = slots_[(key + i) % kSlots];
            auto const found = slot.key.load(std::memory_order_acquire);
            if (found == key) {
                return slot;
            }
            auto const ends = ends_of(slot.state.load(std::memory_order_acquire));
            if (choice == nullptr && (found == 0 || ends <= now)) {
                choice = &slot;
                choice_key = found;
            }
            if (found == 0) {
                break;  // nothing was ever stored further on
            }
            if (ends < soonest_end) {
                soonest = &slot;
                soonest_key = found;
                soonest_end = ends;
            }
        }
        bool const evicts = choice == nullptr;
        auto& slot = evicts ? *soonest : *choice;
        auto expected = evicts ? soonest_key : choice_key;
        if (slot.key.compare_exchange_strong(expected, key, std::memory_order_acq_rel)) {
            if (evicts) {
                slot.state.store(0, std::memory_order_release);
            }
            return slot;
        }
        constexpr int kAttempts = 8;
        if (attempt == kAttempts) {
            return slot;  // counting together with another client is better than waiting
        }
    }
}

RateTable::Decision RateTable::take(std::uint64_t client, unsigned rate_class, std::uint32_t limit,
                                    std::uint32_t window_seconds, std::int64_t now)
{
    auto const seconds = static_cast<std::uint32_t>(now);
    if (limit == 0) {
        return {true, 0, 0, now};
    }
    auto const key = mix(client ^ mix(std::uint64_t{rate_class} + 1)) | 1U;  // never 0
    auto& slot = slot_for(key, seconds);
    auto state = slot.state.load(std::memory_order_acquire);
    while (true) {
        bool const over = ends_of(state) <= seconds;
        auto const ends = over ? seconds + window_seconds : ends_of(state);
        auto const count = over ? 0U : count_of(state);
        if (count >= limit) {
            return {false, limit, 0, std::int64_t{ends}};
        }
        if (slot.state.compare_exchange_weak(state, state_of(ends, count + 1), std::memory_order_acq_rel)) {
            return {true, limit, limit - count - 1, std::int64_t{ends}};
        }
    }
}

RateTable::Decision RateTable::look(std::uint64_t client, unsigned rate_class, std::uint32_t limit,
                                    std::uint32_t window_seconds, std::int64_t now)
{
    auto const seconds = static_cast<std::uint32_t>(now);
    if (limit == 0) {
        return {true, 0, 0, now};
    }
    auto const key = mix(client ^ mix(std::uint64_t{rate_class} + 1)) | 1U;  // as in `take`
    auto const state = slot_for(key, seconds).state.load(std::memory_order_acquire);
    bool const over = ends_of(state) <= seconds;
    auto const count = over ? 0U : count_of(state);
    return {count < limit, limit, count < limit ? limit - count : 0,
            std::int64_t{over ? seconds + window_seconds : ends_of(state)}};
}

}  // namespace kewp::http
