#include "web/mapping_filters.hpp"

#include "base/text.hpp"

#include <chrono>
#include <fmt/format.h>

namespace kewp::web {
namespace {

constexpr std::size_t kLongestText = 200;  // bytes of `q`
constexpr std::string_view kDayForm = "YYYY-MM-DD";

std::string_view given(http::Request const& request, std::string_view name)
{
    return text::trim(request.query(name).value_or(""));
}

/// A time; a day is its start. Error: invalid_argument naming `name`.
Result<Instant> read_day(std::string_view name, std::string_view text)
{
    auto const time = parse_utc(text);
    return time ? *time
                : Result<Instant>(
                      fail(ErrorCode::invalid_argument, fmt::format("{}: '{}' is no day like 2026-01-31", name, text)));
}

}  // namespace

bool is_of_level(corpus::KeyEvent const& key_event, std::string_view level)
{
    return text::ascii_iequals(key_event.level.empty() ? "unknown" : key_event.level, level);
}

void keep_key_events(store::MappingFilter& filter, corpus::Corpus const& corpus,
                     std::function<bool(corpus::KeyEvent const&)> const& keep)
{
    std::vector<KeId> kept;
    if (filter.ke_ids) {
        for (auto const id : *filter.ke_ids) {
            auto const* const event = corpus.find(id);
            if (event != nullptr && keep(*event)) {
                kept.push_back(id);
            }
        }
    } else {
        for (auto const& event : corpus.key_events()) {
            if (keep(event)) {
                kept.push_back(event.id);
            }
        }
    }
    filter.ke_ids = std::move(kept);
}

Result<void> read_more_filters(http::Request const& request, corpus::Corpus const& corpus, store::MappingFilter& filter)
{
    if (auto const level = given(request, "level"); !level.empty()) {
        keep_key_events(filter, corpus, [&](corpus::KeyEvent const& event) { return is_of_level(event, level); });
    }
    if (auto const proposer = given(request, "proposed_by"); !proposer.empty()) {
        filter.proposed_by = std::string{proposer};
    }
    if (auto const from = given(request, "approved_from"); !from.empty()) {
        auto const day = read_day("approved_from", from);
        if (!day) {
            return fail(day.error());
        }
        filter.approved_from = *day;
    }
    if (auto const to = given(request, "approved_to"); !to.empty()) {
        auto const day = read_day("approved_to", to);
        if (!day) {
            return fail(day.error());
        }
        filter.approved_before =
            *day + (to.size() == kDayForm.size() ? std::chrono::hours{24} : std::chrono::seconds{1});
    }
    if (auto const words = given(request, "q"); !words.empty()) {
        if (words.size() > kLongestText) {
            return fail(ErrorCode::invalid_argument,
                        fmt::format("q has {} bytes; at most {} can be looked for", words.size(), kLongestText));
        }
        filter.text = std::string{words};
    }
    return {};
}

}  // namespace kewp::web
