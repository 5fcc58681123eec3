#include "base/cron.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <optional>
#include <span>
#include <vector>

namespace kewp {
namespace {

using namespace std::chrono;

/// Leap days are the rarest: 8 years apart around 2100.
constexpr auto kSearchLimit = days{366 * 9};
/// No zone ever put its clocks back by more.
constexpr auto kLongestFold = hours{4};

constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> kWeekdays = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kShorthands = {{{"@hourly", "0 * * * *"},
                                                                                       {"@daily", "0 0 * * *"},
                                                                                       {"@midnight", "0 0 * * *"},
                                                                                       {"@weekly", "0 0 * * 0"},
                                                                                       {"@monthly", "0 0 1 * *"},
                                                                                       {"@yearly", "0 0 1 1 *"},
                                                                                       {"@annually", "0 0 1 1 *"}}};

struct FieldKind {
    std::string_view name;
    unsigned least;
    unsigned most;
    std::span<std::string_view const> names;  // the first stands for `least`
};

std::optional<unsigned> read_number(std::string_view text)
{
    unsigned number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{number} : std::nullopt;
}

std::optional<unsigned> read_value(std::string_view text, FieldKind const& kind)
{
    auto const lower = text::ascii_lower(text);
    if (auto const named = std::ranges::find(kind.names, lower); named != kind.names.end()) {
        return kind.least + static_cast<unsigned>(named - kind.names.begin());
    }
    auto const number = read_number(text);
    return number && *number >= kind.least && *number <= kind.most ? number : std::nullopt;
}

/// Values of one element of a list: `*`, `5`, `1-5`, each with an optional `/step`.
std::optional<std::vector<unsigned>> read_element(std::string_view element, FieldKind const& kind)
{
    auto const parts = text::split(element, '/');
    auto const step = parts.size() == 2 ? read_number(parts[1]) : std::optional{1U};
    if (parts.size() > 2 || !step || *step == 0) {
        return {};
    }
    auto const ends = text::split(parts[0], '-');
    auto first = std::optional{kind.least};
    auto last = std::optional{kind.most};
    if (parts[0] != "*") {
        first = read_value(ends[0], kind);
        last = ends.size() == 2 ? read_value(ends[1], kind) : parts.size() == 2 ? last : first;
        if (ends.size() > 2 || !first || !last || *first > *last) {
            return {};
        }
    }
    std::vector<unsigned> values;
    for (auto value = *first; value <= *last; value += *step) {
        values.push_back(value);
    }
    return values;
}

template <std::size_t Size>
Result<void> read_field(std::string_view text, FieldKind const& kind, std::bitset<Size>& bits)
{
    for (auto const element : text::split(text, ',')) {
        auto const values = read_element(element, kind);
        if (!values) {
            return fail(ErrorCode::invalid_argument, fmt::format("the {} '{}' is not understood; expected {} to {}, as "
                                                                 "a number, a range, a list or with a step",
                                                                 kind.name, text, kind.least, kind.most));
        }
        for (auto const value : *values) {
            bits.set(value % Size);  // Sunday as 7
        }
    }
    return {};
}

std::vector<std::string_view> words(std::string_view text)
{
    std::vector<std::string_view> found;
    for (auto const word : text::split(text, ' ')) {
        if (!word.empty()) {
            found.push_back(word);
        }
    }
    return found;
}

year_month_day date_of(Instant local)
{
    return floor<days>(local);
}

}  // namespace

Result<CronSchedule> CronSchedule::parse(std::string_view expression)
{
    auto const trimmed = text::trim(expression);
    auto const shorthand = std::ranges::find(kShorthands, trimmed, [](auto const& pair) { return pair.first; });
    auto const fields = words(shorthand == kShorthands.end() ? trimmed : shorthand->second);
    if (fields.size() != 5) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("'{}' has {} fields; expected five: minute, hour, day of month, month, day of week",
                                trimmed, fields.size()));
    }
    CronSchedule schedule;
    schedule.text_ = std::string{trimmed};
    schedule.any_hour_ = fields[1].starts_with('*');
    schedule.any_day_ = fields[2].starts_with('*');
    schedule.any_weekday_ = fields[4].starts_with('*');
    auto read = read_field(fields[0], {"minute", 0, 59, {}}, schedule.minutes_);
    read = read ? read_field(fields[1], {"hour", 0, 23, {}}, schedule.hours_) : read;
    read = read ? read_field(fields[2], {"day of month", 1, 31, {}}, schedule.days_) : read;
    read = read ? read_field(fields[3], {"month", 1, 12, kMonths}, schedule.months_) : read;
    read = read ? read_field(fields[4], {"day of week", 0, 7, kWeekdays}, schedule.weekdays_) : read;
    if (!read) {
        return fail_in(fmt::format("'{}'", trimmed), read.error());
    }
    bool possible = !schedule.any_weekday_ || schedule.any_day_;
    for (unsigned month = 1; month <= 12 && !possible; ++month) {
        auto const longest = static_cast<unsigned>((year{2024} / month / last).day());
        for (unsigned day = 1; day <= longest; ++day) {
            possible = possible || (schedule.months_[month] && schedule.days_[day]);
        }
    }
    if (!possible) {
        return fail(ErrorCode::invalid_argument, fmt::format("'{}' names a day that no month has", trimmed));
    }
    return schedule;
}

bool CronSchedule::matches_day(Instant local) const
{
    auto const date = date_of(local);
    auto const by_day = days_[static_cast<unsigned>(date.day())];
    auto const by_weekday = weekdays_[weekday{sys_days{date}}.c_encoding()];
    auto const fits = any_day_ || any_weekday_ ? by_day && by_weekday : by_day || by_weekday;
    return fits && months_[static_cast<unsigned>(date.month())];
}

bool CronSchedule::matches(Instant local) const
{
    auto const of_day = duration_cast<minutes>(local - floor<days>(local)).count();
    return minutes_[static_cast<std::size_t>(of_day % 60)] && hours_[static_cast<std::size_t>(of_day / 60)] &&
           matches_day(local);
}

Instant CronSchedule::next_after(Instant instant, TimeZone const& zone) const
{
    auto at = Instant{floor<minutes>(instant)};
    auto offset = zone.offset_at(at);
    while (at - instant < kSearchLimit) {
        // To the next minute; to the next full hour where this one has nothing, unless clocks change on the way.
        auto const local = at + offset;
        auto const of_day = duration_cast<minutes>(local - floor<days>(local)).count();
        bool const idle = !hours_[static_cast<std::size_t>(of_day / 60)] || !matches_day(local);
        auto step = minutes{idle ? 60 - of_day % 60 : 1};
        if (idle && zone.offset_at(at + step) != offset) {
            step = minutes{1};
        }
        at += step;
        auto const before = std::exchange(offset, zone.offset_at(at));
        auto const now_local = at + offset;
        for (auto skipped = now_local - (offset - before); skipped < now_local; skipped += minutes{1}) {
            if (!any_hour_ && matches(skipped)) {
                return at;  // the clocks were put forward over it
            }
        }
        if (!matches(now_local)) {
            continue;
        }
        auto const earlier = now_local - zone.offset_at(at - kLongestFold);
        bool const second_time = earlier < at && zone.to_local(earlier) == now_local;
        if (any_hour_ || !second_time) {
            return at;
        }
    }
    return Instant::max();
}

}  // namespace kewp
