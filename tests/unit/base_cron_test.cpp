#include "base/cron.hpp"

#include <gmock/gmock.h>

namespace kewp {
namespace {

using ::testing::HasSubstr;

Instant at(std::string_view text)
{
    return parse_utc(text).value();
}

TimeZone zone(std::string_view name)
{
    auto found = TimeZone::find(name);
    EXPECT_TRUE(found) << name;
    return found.value_or(TimeZone{});
}

std::string next(std::string_view expression, std::string_view after, TimeZone const& where = {})
{
    auto const schedule = CronSchedule::parse(expression);
    EXPECT_TRUE(schedule) << (schedule ? "" : schedule.error().message);
    return schedule ? format_utc(schedule->next_after(at(after), where)) : "";
}

TEST(CronSchedule, FindsTheNextPoint)
{
    EXPECT_EQ(next("0 2 * * *", "2026-11-24T01:59:59Z"), "2026-11-24T02:00:00Z");
    EXPECT_EQ(next("0 2 * * *", "2026-11-24T02:00:00Z"), "2026-11-25T02:00:00Z");
    EXPECT_EQ(next("* * * * *", "2026-11-24T23:59:30Z"), "2026-11-25T00:00:00Z");
    EXPECT_EQ(next("*/15 * * * *", "2026-11-24T10:16:00Z"), "2026-11-24T10:30:00Z");
    EXPECT_EQ(next("5,35 8-18/5 * * *", "2026-11-24T13:35:00Z"), "2026-11-24T18:05:00Z");
    EXPECT_EQ(next("30 4 1 * *", "2026-12-31T23:00:00Z"), "2027-01-01T04:30:00Z");
    EXPECT_EQ(next("0 0 29 2 *", "2026-11-24T00:00:00Z"), "2028-02-29T00:00:00Z");
    EXPECT_EQ(next("@daily", "2026-11-24T00:00:00Z"), "2026-11-25T00:00:00Z");
    EXPECT_EQ(next("@weekly", "2026-11-24T00:00:00Z"), "2026-11-29T00:00:00Z");
}

TEST(CronSchedule, KnowsNamesAndBothSundays)
{
    // 24 November 2026 is a Tuesday.
    EXPECT_EQ(next("0 6 * * mon-fri", "2026-11-27T07:00:00Z"), "2026-11-30T06:00:00Z");
    EXPECT_EQ(next("0 6 * JAN,jul *", "2026-11-24T07:00:00Z"), "2027-01-01T06:00:00Z");
    EXPECT_EQ(next("0 6 * * 7", "2026-11-24T07:00:00Z"), "2026-11-29T06:00:00Z");
    EXPECT_EQ(next("0 6 * * 0", "2026-11-24T07:00:00Z"), "2026-11-29T06:00:00Z");
}

TEST(CronSchedule, TakesEitherDayFieldWhenBothAreRestricted)
{
    EXPECT_EQ(next("0 0 1 * fri", "2026-11-24T00:00:00Z"), "2026-11-27T00:00:00Z");
    EXPECT_EQ(next("0 0 25 * fri", "2026-11-24T00:00:00Z"), "2026-11-25T00:00:00Z");
    EXPECT_EQ(next("0 0 */2 * fri", "2026-11-24T00:00:00Z"), "2026-11-27T00:00:00Z");
}

TEST(CronSchedule, FollowsTheClocksOfItsZone)
{
    auto const amsterdam = zone("Europe/Amsterdam");
    EXPECT_EQ(next("0 2 * * *", "2026-07-01T12:00:00Z", amsterdam), "2026-07-02T00:00:00Z");
    EXPECT_EQ(next("0 2 * * *", "2026-12-01T12:00:00Z", amsterdam), "2026-12-02T01:00:00Z");
    EXPECT_EQ(next("0 2 * * *", "2026-12-01T12:00:00Z", zone("Asia/Kolkata")), "2026-12-01T20:30:00Z");
}

TEST(CronSchedule, ComesOnceInTheNightWhenClocksArePutForward)
{
    // On 29 March 2026 Amsterdam goes from 02:00 to 03:00, at 01:00 UTC.
    auto const amsterdam = zone("Europe/Amsterdam");
    EXPECT_EQ(next("30 2 * * *", "2026-03-28T12:00:00Z", amsterdam), "2026-03-29T01:00:00Z");
    EXPECT_EQ(next("30 2 * * *", "2026-03-29T01:00:00Z", amsterdam), "2026-03-30T00:30:00Z");
    EXPECT_EQ(next("0 3 * * *", "2026-03-28T12:00:00Z", amsterdam), "2026-03-29T01:00:00Z");
    EXPECT_EQ(next("*/30 * * * *", "2026-03-29T00:30:00Z", amsterdam), "2026-03-29T01:00:00Z");
}

TEST(CronSchedule, ComesOnceInTheNightWhenClocksArePutBack)
{
    // On 25 October 2026 Amsterdam goes from 03:00 back to 02:00, at 01:00 UTC.
    auto const amsterdam = zone("Europe/Amsterdam");
    EXPECT_EQ(next("30 2 * * *", "2026-10-24T12:00:00Z", amsterdam), "2026-10-25T00:30:00Z");
    EXPECT_EQ(next("30 2 * * *", "2026-10-25T00:30:00Z", amsterdam), "2026-10-26T01:30:00Z");
    EXPECT_EQ(next("30 * * * *", "2026-10-25T00:30:00Z", amsterdam), "2026-10-25T01:30:00Z");
}

TEST(CronSchedule, HalfHourShiftsWorkToo)
{
    // Lord Howe Island shifts by half an hour: on 5 April 2026 at 15:00 UTC on the 4th, from 02:00 back to 01:30.
    auto const island = zone("Australia/Lord_Howe");
    EXPECT_EQ(next("45 1 * * *", "2026-04-04T12:00:00Z", island), "2026-04-04T14:45:00Z");
    EXPECT_EQ(next("45 1 * * *", "2026-04-04T14:45:00Z", island), "2026-04-05T15:15:00Z");
}

TEST(CronSchedule, NamesTheFieldThatIsWrong)
{
    auto const refusal = [](std::string_view expression) {
        auto const schedule = CronSchedule::parse(expression);
        EXPECT_FALSE(schedule) << expression;
        return schedule ? std::string{} : schedule.error().message;
    };
    EXPECT_THAT(refusal("0 2 * *"), HasSubstr("4 fields"));
    EXPECT_THAT(refusal(""), HasSubstr("0 fields"));
    EXPECT_THAT(refusal("60 2 * * *"), HasSubstr("minute '60'"));
    EXPECT_THAT(refusal("0 24 * * *"), HasSubstr("hour '24'"));
    EXPECT_THAT(refusal("0 2 0 * *"), HasSubstr("day of month '0'"));
    EXPECT_THAT(refusal("0 2 * foo *"), HasSubstr("month 'foo'"));
    EXPECT_THAT(refusal("0 2 * * 8"), HasSubstr("day of week '8'"));
    EXPECT_THAT(refusal("*/0 2 * * *"), HasSubstr("minute '*/0'"));
    EXPECT_THAT(refusal("5-1 2 * * *"), HasSubstr("minute '5-1'"));
    EXPECT_THAT(refusal("-1 2 * * *"), HasSubstr("minute '-1'"));
    EXPECT_THAT(refusal("0 0 30 2 *"), HasSubstr("no month has"));
}

TEST(TimeZone, RefusesAnUnknownName)
{
    auto const found = TimeZone::find("Europe/Amsterdm");
    ASSERT_FALSE(found);
    EXPECT_THAT(found.error().message, HasSubstr("'Europe/Amsterdm'"));
}

}  // namespace
}  // namespace kewp
