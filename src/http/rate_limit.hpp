#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kewp::http {

/// A hash of a client's address: of the /64 network for IPv6, since one client owns all of it.
/// The same in all processes of one run when `seed` is.
[[nodiscard]] std::uint64_t client_hash(std::string_view address, std::uint64_t seed);

/// Requests per client and class in fixed windows, counted over all processes that share the memory.
///
/// An open-addressing table of atomics: no locks, so a process that dies holds nobody up. A window
/// opens with its first counted request. A refused request isn't counted. When a neighbourhood is
/// full, the slot whose window ends first is given up. Half a megabyte; construct it in memory mapped
/// MAP_SHARED before fork.
class RateTable {
public:
    static constexpr std::size_t kSlots = std::size_t{1} << 15U;

    struct Decision {
        bool allowed = true;
        std::uint32_t limit = 0;
        std::uint32_t remaining = 0;
        std::int64_t reset = 0;  ///< Unix time in seconds at which the window ends
    };

    /// Counts one request of `client` in class `rate_class` unless `limit` are counted in the
    /// current window of `window_seconds`. `now` is Unix time in seconds (before the year 2106).
    /// A limit of 0 means none.
    [[nodiscard]] Decision take(std::uint64_t client, unsigned rate_class, std::uint32_t limit,
                                std::uint32_t window_seconds, std::int64_t now);
    /// The same question without counting: for budgets of failures, which are counted when they happen.
    [[nodiscard]] Decision look(std::uint64_t client, unsigned rate_class, std::uint32_t limit,
                                std::uint32_t window_seconds, std::int64_t now);

private:
    struct Slot {
        std::atomic<std::uint64_t> key{0};    // 0: never used
        std::atomic<std::uint64_t> state{0};  // end of the window (Unix seconds) << 32 | count
    };
    [[nodiscard]] Slot& slot_for(std::uint64_t key, std::uint32_t now);
    alignas(64) std::array<Slot, kSlots> slots_{};
};

static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

}  // namespace kewp::http
