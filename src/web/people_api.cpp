#include "curate/audit_trail.hpp"
#include "curate/personal_data.hpp"
#include "publish/csv.hpp"
#include "store/audit_repository.hpp"
#include "store/proposal_repository.hpp"
#include "store/session_repository.hpp"
#include "store/user_repository.hpp"
#include "web/audit_json.hpp"
#include "web/json_body.hpp"
#include "web/routes.hpp"
#include "web/signed_in.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <fmt/format.h>
#include <map>

namespace kewp::web {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::uint64_t kLines = 100;
constexpr std::uint64_t kMostLines = 1000;
constexpr std::uint64_t kExported = 1'000'000;

http::Response users(http::Request const& request, Services const& services)
{
    std::map<std::string, std::uint64_t> open;
    auto const people = services.readers.read([&](store::Session& session) -> Result<std::vector<store::UserRecord>> {
        auto const counts = store::count_sessions(session, now());
        if (!counts) {
            return fail(counts.error());
        }
        open.insert(counts->begin(), counts->end());
        return store::list_users(session);
    });
    if (!people) {
        return http::error_response(people.error(), request);
    }
    array list;
    auto const add = [&](std::string const& identity, object row) {
        auto const parsed = curate::Identity::parse(identity);
        row["identity"] = identity;
        row["role"] = parsed ? curate::name_of(services.administrators.role_of(*parsed)) : "curator";
        row["sessions"] = open.contains(identity) ? open.at(identity) : 0;
        open.erase(identity);
        list.emplace_back(std::move(row));
    };
    for (auto const& person : *people) {
        object row{{"display_name", person.display_name},
                   {"created_at", format_utc(person.created_at)},
                   {"last_sign_in_at", nullptr}};
        if (person.last_sign_in_at) {
            row["last_sign_in_at"] = format_utc(*person.last_sign_in_at);
        }
        add(person.identity, std::move(row));
    }
    for (auto const& [identity, count] : std::map(open)) {  // guests: known by their sessions only
        add(identity, {{"display_name", "guests"}, {"created_at", nullptr}, {"last_sign_in_at", nullptr}});
    }
    return http::json(object{{"users", std::move(list)}});
}

http::Response end_sessions(http::Request const& request, Services const& services)
{
    auto const person = curate::Identity::parse(request.path_text("identity"));
    if (!person) {
        return http::error_response({ErrorCode::not_found, person.error().message}, request);
    }
    auto const ended = services.writer.run([&](store::Transaction& transaction) -> Result<std::uint64_t> {
        auto const count = store::end_sessions_of(transaction, person->str());
        if (!count) {
            return count;
        }
        auto const noted = curate::note(transaction, actor_of(request), now(), "user.sign_out", "user:" + person->str(),
                                        std::nullopt, std::nullopt);
        return noted ? count : fail(noted.error());
    });
    return ended ? http::json(object{{"ended", *ended}}) : http::error_response(ended.error(), request);
}

http::Response erase(http::Request const& request, Services const& services)
{
    auto const person = curate::Identity::parse(request.path_text("identity"));
    if (!person) {
        return http::error_response({ErrorCode::not_found, person.error().message}, request);
    }
    auto const body = body_object(request);
    if (!body) {
        return http::error_response(body.error(), request);
    }
    if (member_text(*body, "confirm") != person->str()) {
        return http::error_response({ErrorCode::invalid_argument,
                                     "confirm: expected the identity that is erased",
                                     {{"confirm", "must be " + person->str()}}},
                                    request);
    }
    auto const erased = curate::erase_person(services.writer, *person, actor_of(request), now());
    return erased ? http::json(object{{"pseudonym", erased->pseudonym},
                                      {"mappings", erased->counts.mappings},
                                      {"proposals", erased->counts.proposals},
                                      {"audit_lines", erased->counts.audit_lines},
                                      {"sessions", erased->counts.sessions}})
                  : http::error_response(erased.error(), request);
}

Result<std::int64_t> number_of(http::Request const& request, std::string_view name, std::int64_t otherwise)
{
    auto const number = request.query_as<std::int64_t>(name);
    if (!number) {
        return fail(number.error());
    }
    return number->value_or(otherwise);
}

Result<store::AuditFilter> audit_filter(http::Request const& request)
{
    store::AuditFilter filter;
    auto const text = [&](std::string_view name, std::optional<std::string>& slot) {
        if (auto const value = request.query(name); value && !value->empty()) {
            slot = std::string{*value};
        }
    };
    text("actor", filter.actor);
    text("action", filter.action);
    text("object", filter.object_uuid);
    auto const time = [&](std::string_view name, std::optional<Instant>& slot) -> Result<void> {
        if (auto const value = request.query(name); value && !value->empty()) {
            auto const at = parse_utc(*value);
            if (!at) {
                return fail_in(std::string{name}, at.error());
            }
            slot = *at;
        }
        return {};
    };
    if (auto read = time("since", filter.since); !read) {
        return fail(read.error());
    }
    if (auto read = time("before", filter.before); !read) {
        return fail(read.error());
    }
    auto const before_id = number_of(request, "before_id", 0);
    if (!before_id) {
        return fail(before_id.error());
    }
    filter.before_id = *before_id;
    return filter;
}

Result<std::vector<store::AuditRecord>> audit_lines(http::Request const& request, Services const& services,
                                                    std::uint64_t otherwise, std::uint64_t most)
{
    auto const filter = audit_filter(request);
    if (!filter) {
        return fail(filter.error());
    }
    auto const limit = number_of(request, "limit", static_cast<std::int64_t>(otherwise));
    if (!limit) {
        return fail(limit.error());
    }
    auto const rows = std::min(static_cast<std::uint64_t>(std::max<std::int64_t>(*limit, 1)), most);
    return services.readers.read([&](store::Session& session) { return store::list_audit(session, *filter, rows); });
}

http::Response audit(http::Request const& request, Services const& services)
{
    auto const lines = audit_lines(request, services, kLines, kMostLines);
    if (!lines) {
        return http::error_response(lines.error(), request);
    }
    array list;
    for (auto const& line : *lines) {
        list.emplace_back(audit_line(line));
    }
    auto const more = !lines->empty() ? boost::json::value(lines->back().id) : boost::json::value(nullptr);
    return http::json(object{{"lines", std::move(list)}, {"next_before_id", more}});
}

/// Who did what: the history as CSV, newest first.
http::Response export_audit(http::Request const& request, Services const& services)
{
    auto const lines = audit_lines(request, services, kExported, kExported);
    if (!lines) {
        return http::error_response(lines.error(), request);
    }
    std::string out;
    publish::append_csv_record(
        out, std::vector<std::string>{"id", "at", "actor", "action", "object", "before", "after", "request_id"});
    for (auto const& line : *lines) {
        publish::append_csv_record(
            out, std::vector<std::string>{std::to_string(line.id), format_utc(line.at), line.actor, line.action,
                                          line.object_uuid, line.before.value_or(""), line.after.value_or(""),
                                          line.request_id});
    }
    auto response = http::text(std::move(out));
    response.set("Content-Type", "text/csv; charset=utf-8");
    return http::attachment(std::move(response), "who-did-what.csv");
}

}  // namespace

void add_people_api(http::Router& router, Services const& services)
{
    http::RouteOptions const admin{.rate_class = rate_general, .access = administrators};
    router.get(
        "/api/admin/users", [&services](http::Request& request) { return users(request, services); }, admin);
    router.del(
        "/api/admin/users/{identity}/sessions",
        [&services](http::Request& request) { return end_sessions(request, services); }, admin);
    router.post(
        "/api/admin/users/{identity}/erase", [&services](http::Request& request) { return erase(request, services); },
        admin);
    router.get(
        "/api/admin/audit", [&services](http::Request& request) { return audit(request, services); }, admin);
    router.get(
        "/api/admin/audit.csv", [&services](http::Request& request) { return export_audit(request, services); }, admin);
}

}  // namespace kewp::web
