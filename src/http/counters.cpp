#include "http/counters.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace kewp::http {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

}  // namespace

// Bucket 2k ends at 1.5·2^k and bucket 2k+1 at 2^(k+1), so each is at most half as wide again as its start.
std::uint64_t bucket_limit_us(std::size_t bucket)
{
    if (bucket + 1 >= kLatencyBuckets) {
        return std::numeric_limits<std::uint64_t>::max();
    }
    auto const power = std::uint64_t{1} << (bucket / 2);
    return bucket % 2 == 0 ? power + power / 2 : power * 2;
}

std::size_t bucket_of(std::uint64_t microseconds)
{
    auto const value = std::max<std::uint64_t>(microseconds, 1);
    // The power k with 2^k < value <= 2^(k+1); 1 belongs to the first.
    auto const power = value == 1 ? 0U : static_cast<unsigned>(std::bit_width(value - 1)) - 1U;
    auto const base = std::uint64_t{1} << power;
    auto const bucket = std::size_t{2} * power + (value > base + base / 2 ? 1U : 0U);
    return std::min(bucket, kLatencyBuckets - 1);
}

void ServerCounters::count(std::size_t route, unsigned status, std::uint64_t microseconds)
{
    auto& counters = routes[std::min(route, kMaxRoutes - 1)];
    counters.by_status_class[std::min<std::size_t>(status / 100, 5)].fetch_add(1, kRelaxed);
    counters.latency[bucket_of(microseconds)].fetch_add(1, kRelaxed);
    counters.microseconds.fetch_add(microseconds, kRelaxed);
}

void ServerCounters::forget_gauges()
{
    in_flight.store(0, kRelaxed);
    connections.store(0, kRelaxed);
}

std::uint64_t total(RouteCounters const& route)
{
    std::uint64_t sum = 0;
    for (auto const& count : route.by_status_class) {
        sum += count.load(kRelaxed);
    }
    return sum;
}

std::uint64_t quantile_us(RouteCounters const& route, double share)
{
    std::array<std::uint64_t, kLatencyBuckets> counts{};
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < kLatencyBuckets; ++i) {
        counts[i] = route.latency[i].load(kRelaxed);
        sum += counts[i];
    }
    if (sum == 0) {
        return 0;
    }
    auto const wanted = share * static_cast<double>(sum);
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < kLatencyBuckets; ++i) {
        below += counts[i];
        if (static_cast<double>(below) >= wanted) {
            return bucket_limit_us(i);
        }
    }
    return bucket_limit_us(kLatencyBuckets - 1);
}

}  // namespace kewp::http
