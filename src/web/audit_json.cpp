#include "web/audit_json.hpp"

#include <boost/json.hpp>

namespace kewp::web {
namespace {

boost::json::value state(std::optional<std::string> const& text)
{
    boost::system::error_code error;
    auto value = text ? boost::json::parse(*text, error) : boost::json::value(nullptr);
    return error ? boost::json::value(nullptr) : value;
}

}  // namespace

boost::json::object audit_line(store::AuditRecord const& line)
{
    return {{"id", line.id},
            {"at", format_utc(line.at)},
            {"actor", line.actor},
            {"action", line.action},
            {"object", line.object_uuid},
            {"before", state(line.before)},
            {"after", state(line.after)},
            {"request_id", line.request_id}};
}

}  // namespace kewp::web
