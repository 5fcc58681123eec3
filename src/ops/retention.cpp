#include "ops/retention.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <set>

namespace kewp::ops {
namespace {

using std::chrono::days;
using std::chrono::floor;

constexpr days kThursday{3};  // 1 January 1970: weeks counted from the Monday before it

}  // namespace

std::vector<Instant> superseded(std::span<Instant const> backups, Retention const& retention)
{
    std::vector<Instant> newest_first{backups.begin(), backups.end()};
    std::ranges::sort(newest_first, std::greater{});
    std::set<long> seen_days;
    std::set<long> seen_weeks;
    std::vector<Instant> gone;
    for (auto const time : newest_first) {
        auto const day = floor<days>(retention.zone.to_local(time)).time_since_epoch();
        auto const week = (day + kThursday).count() / 7;
        bool const first_of_day = seen_days.size() < retention.daily && seen_days.insert(day.count()).second;
        bool const first_of_week = seen_weeks.size() < retention.weekly && seen_weeks.insert(week).second;
        if (!first_of_day && !first_of_week && time != newest_first.front()) {
            gone.push_back(time);
        }
    }
    std::ranges::reverse(gone);
    return gone;
}

}  // namespace kewp::ops
