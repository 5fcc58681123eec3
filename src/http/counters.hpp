#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace kewp::http {

/// Routes with names of their own; later ones count as the last.
inline constexpr std::size_t kMaxRoutes = 160;
/// Two buckets per doubling from 1 µs to 67 s, and one for longer.
inline constexpr std::size_t kLatencyBuckets = 54;

/// Upper bound of a bucket in microseconds (the last has none: UINT64_MAX).
[[nodiscard]] std::uint64_t bucket_limit_us(std::size_t bucket);
[[nodiscard]] std::size_t bucket_of(std::uint64_t microseconds);

struct RouteCounters {
    std::array<std::atomic<std::uint64_t>, 6> by_status_class{};  ///< [2] is 2xx; [0] unused
    std::array<std::atomic<std::uint64_t>, kLatencyBuckets> latency{};
    std::atomic<std::uint64_t> microseconds{0};
};

/// What a server counts. Plain atomics, about 80 KiB: constructed in shared memory, several processes
/// count in one; or each in its own, added up by the reader. Values only grow, but for the gauges
/// `in_flight` and `connections`, which a process that is killed leaves too high: exact gauges need a
/// block per worker, cleared with `forget_gauges` when it is replaced.
struct ServerCounters {
    std::array<RouteCounters, kMaxRoutes> routes{};  ///< by index in Router::names()
    std::atomic<std::uint64_t> accepted{0};          ///< connections ever
    std::atomic<std::uint64_t> bytes_in{0};
    std::atomic<std::uint64_t> bytes_out{0};
    std::atomic<std::uint64_t> queue_refusals{0};  ///< 503 since the pool was full
    std::atomic<std::uint64_t> timeouts{0};        ///< connections cut by a time-out
    std::atomic<std::uint64_t> malformed{0};       ///< requests that could not be read
    std::atomic<std::uint64_t> log_lines_lost{0};
    std::atomic<std::int64_t> in_flight{0};
    std::atomic<std::int64_t> connections{0};

    void count(std::size_t route, unsigned status, std::uint64_t microseconds);
    void forget_gauges();
};

/// Sum of one route's requests.
[[nodiscard]] std::uint64_t total(RouteCounters const& route);
/// The latency in microseconds below which `share` (0 to 1) of the requests lie, as the upper bound
/// of its bucket; 0 without requests.
[[nodiscard]] std::uint64_t quantile_us(RouteCounters const& route, double share);

}  // namespace kewp::http
