#include "web/mapping_history.hpp"

#include "base/json_text.hpp"
#include "store/audit_repository.hpp"
#include "store/mapping_repository.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace kewp::web {
namespace {

using boost::json::object;

boost::json::value parsed(std::optional<std::string> const& text)
{
    boost::system::error_code error;
    auto value = text ? boost::json::parse(*text, error) : boost::json::value(nullptr);
    return error ? boost::json::value(nullptr) : value;
}

/// What differs between two states of a mapping: `{field: [before, after]}`.
object changes(store::AuditRecord const& line)
{
    auto const before = parsed(line.before);
    auto const after = parsed(line.after);
    object out;
    if (!after.is_object()) {
        return out;
    }
    for (auto const& member : after.get_object()) {
        auto const* const old = before.is_object() ? before.get_object().if_contains(member.key()) : nullptr;
        auto const was = old == nullptr ? boost::json::value(nullptr) : *old;
        if (was != member.value()) {
            out[member.key()] = boost::json::array{was, member.value()};
        }
    }
    return out;
}

}  // namespace

Result<MappingHistory> read_history(store::Session& session, std::string_view uuid)
{
    auto mapping = store::find_mapping(session, uuid);
    if (!mapping) {
        return fail(mapping.error());
    }
    if (!*mapping) {
        return MappingHistory{};
    }
    auto lines = store::list_audit(session, uuid);
    if (!lines) {
        return fail(lines.error());
    }
    return MappingHistory{std::move(*mapping), std::move(*lines)};
}

boost::json::array history_json(std::vector<store::AuditRecord> const& lines)
{
    boost::json::array out;
    for (auto const& line : lines) {
        out.push_back(object{
            {"at", format_utc(line.at)}, {"actor", line.actor}, {"action", line.action}, {"changes", changes(line)}});
    }
    return out;
}

http::Response gone_response(http::Request const& request, store::MappingRecord const& mapping,
                             std::vector<store::AuditRecord> const& lines, std::string_view label)
{
    auto const reason = mapping.withdrawn_reason.value_or("");
    auto const at = mapping.withdrawn_at.value_or(mapping.updated_at);
    auto const message = fmt::format("{} {} was withdrawn on {}{}{}", label, mapping.uuid, format_utc(at),
                                     reason.empty() ? "" : ": ", reason);
    object const body{{"type", "about:blank"},
                      {"title", http::reason_phrase(410)},
                      {"status", 410},
                      {"detail", message},
                      {"error", message},
                      {"withdrawn_at", format_utc(at)},
                      {"withdrawn_reason", reason},
                      {"history", history_json(lines)},
                      {"request_id", request.id()}};
    auto response = http::respond("application/problem+json", to_json_text(body) + "\n", 410);
    response.set("Cache-Control", "no-cache");
    return response;
}

}  // namespace kewp::web
