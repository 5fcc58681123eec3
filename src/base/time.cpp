#include "base/time.hpp"

#include "base/text.hpp"

#include <charconv>
#include <fmt/format.h>

namespace kewp {
namespace {

using namespace std::chrono;

/// Takes exactly `digits` ASCII digits off the front of `text`.
bool take_number(std::string_view& text, std::size_t digits, int& value)
{
    if (text.size() < digits) {
        return false;
    }
    auto const [end, error] = std::from_chars(text.data(), text.data() + digits, value);
    if (error != std::errc{} || end != text.data() + digits) {
        return false;
    }
    text.remove_prefix(digits);
    return true;
}

bool take_char(std::string_view& text, std::string_view any_of)
{
    if (text.empty() || any_of.find(text.front()) == std::string_view::npos) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

bool take_date(std::string_view& text, year_month_day& date)
{
    int y = 0;
    int m = 0;
    int d = 0;
    if (!take_number(text, 4, y) || !take_char(text, "-") || !take_number(text, 2, m) || !take_char(text, "-") ||
        !take_number(text, 2, d)) {
        return false;
    }
    date = year{y} / month{static_cast<unsigned>(m)} / day{static_cast<unsigned>(d)};
    return date.ok();
}

bool take_clock(std::string_view& text, seconds& since_midnight)
{
    int h = 0;
    int m = 0;
    int s = 0;
    if (!take_number(text, 2, h) || !take_char(text, ":") || !take_number(text, 2, m) || !take_char(text, ":") ||
        !take_number(text, 2, s) || h > 23 || m > 59 || s > 59 || h < 0 || m < 0 || s < 0) {
        return false;
    }
    since_midnight = hours{h} + minutes{m} + seconds{s};
    if (take_char(text, ".")) {
        auto const rest = text.find_first_not_of("0123456789");
        text.remove_prefix(rest == std::string_view::npos ? text.size() : rest);
    }
    return true;
}

bool take_zone(std::string_view& text, minutes& offset)
{
    if (text.empty() || take_char(text, "Zz")) {
        return true;
    }
    bool const negative = text.front() == '-';
    int h = 0;
    int m = 0;
    if (!take_char(text, "+-") || !take_number(text, 2, h)) {
        return false;
    }
    take_char(text, ":");
    if (!take_number(text, 2, m) || h > 23 || m > 59) {
        return false;
    }
    offset = (hours{h} + minutes{m}) * (negative ? -1 : 1);
    return true;
}

}  // namespace

Instant now()
{
    return floor<seconds>(system_clock::now());
}

std::string format_utc(Instant instant)
{
    auto const days_part = floor<days>(instant);
    year_month_day const date{days_part};
    hh_mm_ss const clock{instant - days_part};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count());
}

Result<Instant> parse_utc(std::string_view text)
{
    auto rest = text::trim(text);
    year_month_day date{};
    seconds since_midnight{0};
    minutes offset{0};
    bool ok = take_date(rest, date);
    if (ok && !rest.empty()) {
        ok = take_char(rest, "T ") && take_clock(rest, since_midnight) && take_zone(rest, offset) && rest.empty();
    }
    if (!ok) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("'{}' is not a time; expected one like 2026-11-24T08:00:00Z", text));
    }
    return Instant{sys_days{date} + since_midnight - offset};
}

}  // namespace kewp
