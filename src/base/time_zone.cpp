#include "base/time_zone.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <unicode/timezone.h>

namespace kewp {

struct TimeZone::Rules {
    std::unique_ptr<icu::TimeZone> zone;
};

TimeZone::TimeZone() = default;

Result<TimeZone> TimeZone::find(std::string_view name)
{
    auto const* const variable = std::getenv("TZ");
    if (name.empty() && variable != nullptr) {
        name = variable;
        if (name.starts_with(':')) {
            name.remove_prefix(1);  // POSIX: a name from the zone database follows
        }
    }
    std::unique_ptr<icu::TimeZone> zone{
        name.empty() ? icu::TimeZone::detectHostTimeZone()
                     : icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(std::string{name}))};
    if (zone == nullptr || *zone == icu::TimeZone::getUnknown()) {
        return fail(
            ErrorCode::invalid_argument,
            fmt::format("'{}' is not a known time zone; expected a name such as \"Europe/Amsterdam\" or \"UTC\"",
                        name));
    }
    icu::UnicodeString id;
    TimeZone found;
    found.name_.clear();
    zone->getID(id).toUTF8String(found.name_);
    found.rules_ = std::make_shared<Rules const>(Rules{std::move(zone)});
    return found;
}

std::chrono::seconds TimeZone::offset_at(Instant instant) const
{
    using std::chrono::duration_cast;
    if (rules_ == nullptr) {
        return {};
    }
    std::int32_t raw_ms = 0;
    std::int32_t summer_ms = 0;
    UErrorCode status = U_ZERO_ERROR;
    auto const date = static_cast<UDate>(std::chrono::milliseconds{instant.time_since_epoch()}.count());
    rules_->zone->getOffset(date, 0, raw_ms, summer_ms, status);
    return duration_cast<std::chrono::seconds>(std::chrono::milliseconds{raw_ms + summer_ms});
}

}  // namespace kewp
