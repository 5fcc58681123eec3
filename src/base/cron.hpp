#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "base/time_zone.hpp"

#include <bitset>
#include <string>
#include <string_view>

namespace kewp {

/// Points in time by a cron expression: minute, hour, day of month, month, day of week.
///
/// Each field is `*`, a number, a name (`jan`, `mon`), a range `1-5`, with a step `*/15` or `8-18/2`, or a list
/// of these; Sunday is 0 or 7. `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly` are known. As in crontab(5),
/// when both day fields are restricted a day that fits either is taken.
class CronSchedule {
public:
    /// Errors: invalid_argument naming the field; also for days that no month has (30 February).
    [[nodiscard]] static Result<CronSchedule> parse(std::string_view expression);

    /// The first point after `instant`, at a full minute of the clocks in `zone`.
    ///
    /// When clocks are put forward over a point, it comes at the moment of the change; when they are put back, a
    /// point with a fixed hour comes once, at its first occurrence.
    [[nodiscard]] Instant next_after(Instant instant, TimeZone const& zone) const;

    [[nodiscard]] std::string const& text() const { return text_; }

private:
    [[nodiscard]] bool matches(Instant local) const;
    [[nodiscard]] bool matches_day(Instant local) const;

    std::string text_;
    std::bitset<60> minutes_;
    std::bitset<24> hours_;
    std::bitset<32> days_;     // 1 … 31
    std::bitset<13> months_;   // 1 … 12
    std::bitset<7> weekdays_;  // 0 is Sunday
    bool any_hour_ = false;    // these fields begin with `*`
    bool any_day_ = false;
    bool any_weekday_ = false;
};

}  // namespace kewp
