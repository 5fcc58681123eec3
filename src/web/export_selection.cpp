#include "web/export_selection.hpp"

#include "base/time.hpp"

#include <fmt/format.h>

namespace kewp::web {
namespace {

Result<std::optional<store::Confidence>> read_tier(http::Request const& request, std::string const& parameter)
{
    auto const text = request.query(parameter).value_or("");
    if (text.empty()) {
        return std::optional<store::Confidence>{};
    }
    auto const tier = store::parse_confidence(text);
    if (!tier) {
        return fail({ErrorCode::invalid_argument,
                     fmt::format("{}: '{}' is none of high, medium, low", parameter, text),
                     {{parameter, "must be high, medium or low"}}});
    }
    return std::optional{*tier};
}

}  // namespace

Result<publish::Selection> read_selection(http::Request const& request, std::optional<Resource> resource)
{
    auto const threshold = read_tier(request, "min_confidence");
    auto const tier = read_tier(request, "confidence");
    if (!threshold || !tier) {
        return fail(threshold ? tier.error() : threshold.error());
    }
    if (*threshold && *tier) {
        constexpr auto const* kOne = "give one of min_confidence (a threshold) and confidence (one tier)";
        return fail({ErrorCode::invalid_argument, kOne, {{"min_confidence", kOne}, {"confidence", kOne}}});
    }
    return publish::Selection{.resource = resource, .confidence = *tier, .minimum_confidence = *threshold};
}

std::string key_of(publish::Selection const& selection)
{
    return fmt::format(
        "{}{}{}", selection.resource ? name_of(*selection.resource) : "all",
        selection.confidence ? fmt::format("={}", store::name_of(*selection.confidence)) : "",
        selection.minimum_confidence ? fmt::format(">{}", store::name_of(*selection.minimum_confidence)) : "");
}

Result<std::string> DataDays::day_of(std::optional<Resource> resource)
{
    std::scoped_lock const lock{mutex_};
    if (auto const revision = services_.revision.load(); revision != revision_) {
        revision_ = revision;
        days_ = {};
    }
    auto& day = days_[resource ? static_cast<std::size_t>(*resource) : std::size(kResources)];
    if (!day) {
        auto const time = services_.readers.read(
            [&](store::Session& session) { return publish::time_of_data(session, {.resource = resource}); });
        if (!time) {
            return fail(time.error());
        }
        day = format_utc(time->value_or(Instant{})).substr(0, std::string_view{"2026-05-14"}.size());
    }
    return *day;
}

}  // namespace kewp::web
