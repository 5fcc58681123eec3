#include "ops/restart_backoff.hpp"

#include <algorithm>

namespace kewp::ops {

void RestartBackoff::died(std::int64_t now_ms, std::int64_t ready_ms)
{
    if (ready_ms >= kSettledMs) {
        return;  // it worked; whatever ended it, a new one will work too
    }
    ++quick_deaths_;
    last_death_ms_ = now_ms;
    not_before_ms_ = now_ms + (ready_ms < 0 ? delay_ms() : std::min(delay_ms(), kMaxDelayOfReadyMs));
}

void RestartBackoff::settled(std::int64_t started_ms)
{
    // One that is older than the last death says nothing about those that start now.
    if (started_ms >= last_death_ms_) {
        quick_deaths_ = 0;
    }
}

std::int64_t RestartBackoff::delay_ms() const
{
    if (quick_deaths_ < 2) {
        return 0;
    }
    unsigned const doublings = std::min(quick_deaths_ - 2, 10U);
    return std::min(kFirstDelayMs << doublings, kMaxDelayMs);
}

}  // namespace kewp::ops
