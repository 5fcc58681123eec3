#include "http/last_modified.hpp"

#include <array>
#include <curl/curl.h>
#include <fmt/format.h>

namespace kewp::http {

std::string http_date(Instant instant)
{
    using namespace std::chrono;
    static constexpr std::array days_of_week = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months_of_year = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const day = floor<days>(instant);
    year_month_day const date{day};
    hh_mm_ss const clock{instant - day};
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", days_of_week.at(weekday{day}.c_encoding()),
                       static_cast<unsigned>(date.day()), months_of_year.at(static_cast<unsigned>(date.month()) - 1),
                       static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
                       clock.seconds().count());
}

std::optional<Instant> parse_http_date(std::string_view text)
{
    auto const seconds = curl_getdate(std::string(text).c_str(), nullptr);
    return seconds < 0 ? std::nullopt : std::optional(Instant{std::chrono::seconds(seconds)});
}

void set_last_modified(Response& response, Request const& request, Instant changed_at, Instant at)
{
    // A commit takes its time before it reaches the disk and is seen.
    constexpr std::chrono::seconds kSettled{2};
    if (at - changed_at < kSettled) {
        return;
    }
    response.set("Last-Modified", http_date(changed_at));
    auto const known = request.header("If-Modified-Since");
    if (response.status != 200 || !known || request.header("If-None-Match")) {
        return;
    }
    if (auto const time = parse_http_date(*known); time && *time >= changed_at && *time <= at) {
        response.status = 304;
        response.body = std::string{};
        for (auto const* const name : {"Content-Type", "Content-Encoding", "Content-Disposition"}) {
            response.remove(name);
        }
    }
}

}  // namespace kewp::http
