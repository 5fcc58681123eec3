#include "ops/retention.hpp"

#include <gmock/gmock.h>

namespace kewp::ops {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Instant at(std::string_view text)
{
    return parse_utc(text).value();
}

std::vector<std::string> gone(std::vector<std::string> const& backups, Retention const& retention)
{
    std::vector<Instant> times;
    for (auto const& text : backups) {
        times.push_back(at(text));
    }
    std::vector<std::string> texts;
    for (auto const time : superseded(times, retention)) {
        texts.push_back(format_utc(time));
    }
    return texts;
}

TEST(Retention, KeepsTheNewestOfEachDay)
{
    EXPECT_THAT(gone({"2026-11-23T02:00:00Z", "2026-11-24T02:00:00Z", "2026-11-24T14:00:00Z"}, {}),
                ElementsAre("2026-11-24T02:00:00Z"));
}

TEST(Retention, KeepsSevenDaysAndFourWeeks)
{
    std::vector<Instant> times;
    for (int day = 0; day < 60; ++day) {
        times.push_back(at("2026-11-24T02:00:00Z") - std::chrono::days{day});
    }
    auto const pruned = superseded(times, {});
    std::vector<std::string> kept;
    for (auto const time : times) {
        if (std::ranges::find(pruned, time) == pruned.end()) {
            kept.push_back(format_utc(time).substr(0, 10));
        }
    }
    // 24 November 2026 is a Tuesday; weeks end on Sundays.
    EXPECT_THAT(kept, ElementsAre("2026-11-24", "2026-11-23", "2026-11-22", "2026-11-21", "2026-11-20", "2026-11-19",
                                  "2026-11-18", "2026-11-15", "2026-11-08"));
}

TEST(Retention, CountsDaysThatHaveABackup)
{
    // The machine was off for a month: the old ones are not thrown away for their age.
    EXPECT_THAT(gone({"2026-09-01T02:00:00Z", "2026-09-02T02:00:00Z", "2026-10-20T02:00:00Z", "2026-11-24T02:00:00Z"},
                     {.daily = 4, .weekly = 0}),
                IsEmpty());
}

TEST(Retention, TakesTheDaysOfTheZone)
{
    // Both on the 24th in Auckland, on two days in UTC.
    auto const auckland = TimeZone::find("Pacific/Auckland").value();
    EXPECT_THAT(gone({"2026-11-23T13:00:00Z", "2026-11-24T02:00:00Z"}, {.daily = 7, .weekly = 0, .zone = auckland}),
                ElementsAre("2026-11-23T13:00:00Z"));
    EXPECT_THAT(gone({"2026-11-23T13:00:00Z", "2026-11-24T02:00:00Z"}, {.daily = 7, .weekly = 0}), IsEmpty());
}

TEST(Retention, NeverTakesTheNewest)
{
    EXPECT_THAT(gone({"2026-11-24T02:00:00Z"}, {.daily = 0, .weekly = 0}), IsEmpty());
    EXPECT_THAT(gone({}, {}), IsEmpty());
}

}  // namespace
}  // namespace kewp::ops
