#include "curate/personal_data.hpp"
#include "store/audit_repository.hpp"
#include "store/proposal_repository.hpp"
#include "store/session_repository.hpp"
#include "web/json_body.hpp"
#include "web/personal_export.hpp"
#include "web/routes.hpp"
#include "web/signed_in.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace kewp::web {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::uint64_t kNotices = 100;

http::Response sessions(http::Request const& request, Services const& services)
{
    auto const& user = *signed_in_user(request);
    auto const found = services.readers.read(
        [&](store::Session& session) { return store::list_sessions(session, user.identity.str(), now()); });
    if (!found) {
        return http::error_response(found.error(), request);
    }
    array list;
    for (auto const& one : *found) {
        list.emplace_back(session_row(one, store::hash_secret(user.token)));
    }
    return http::json(object{{"sessions", std::move(list)}});
}

http::Response end_one(http::Request const& request, Services const& services)
{
    auto const id = request.path_text("id");
    auto const ended = services.writer.run([&](store::Transaction& transaction) -> Result<void> {
        auto const found = store::list_sessions(transaction, signed_in_user(request)->identity.str(), now());
        if (!found) {
            return fail(found.error());
        }
        auto const one = std::ranges::find_if(*found, [&](auto const& session) { return session_id(session) == id; });
        return one == found->end() ? fail(ErrorCode::not_found, fmt::format("there is no session {} of yours", id))
                                   : store::end_session(transaction, one->token_hash);
    });
    return ended ? http::no_content() : http::error_response(ended.error(), request);
}

http::Response end_all(http::Request const& request, Services const& services)
{
    auto response = http::no_content();
    auto ended = services.writer.run([&](store::Transaction& transaction) {
        return store::end_sessions_of(transaction, signed_in_user(request)->identity.str());
    });
    if (!ended) {
        return http::error_response(ended.error(), request);
    }
    auto const gone = end_session(request, services, response);
    return gone ? response : http::error_response(gone.error(), request);
}

object notice_json(store::NoticeRecord const& notice, std::int64_t seen)
{
    object out{{"id", notice.audit_id},
               {"at", format_utc(notice.at)},
               {"action", notice.action},
               {"object_uuid", notice.object_uuid},
               {"ke_id", notice.ke_id},
               {"ke_title", notice.ke_title},
               {"target_id", notice.target_id},
               {"target_title", notice.target_title},
               {"reason", nullptr},
               {"unread", notice.audit_id > seen}};
    if (notice.reason) {
        out["reason"] = *notice.reason;
    }
    return out;
}

struct Notices {
    std::vector<store::NoticeRecord> rows;
    std::int64_t seen = 0;
};

Result<Notices> read_notices(store::Session& session, SignedIn const& user)
{
    auto rows = store::list_notices(session, user.identity.str(), kNotices);
    if (!rows) {
        return fail(rows.error());
    }
    auto const seen = store::notices_seen(session, owner_of(user));
    if (!seen) {
        return fail(seen.error());
    }
    return Notices{std::move(*rows), *seen};
}

http::Response me(http::Request const& request, Services const& services)
{
    auto const& user = *signed_in_user(request);
    object counts;
    auto const notices = services.readers.read([&](store::Session& session) -> Result<Notices> {
        using store::ProposalStatus;
        for (auto const status :
             {ProposalStatus::pending, ProposalStatus::approved, ProposalStatus::rejected, ProposalStatus::withdrawn}) {
            auto const count = store::count_proposals(session, {.status = status, .proposed_by = user.identity.str()});
            if (!count) {
                return fail(count.error());
            }
            counts[store::name_of(status)] = *count;
        }
        return read_notices(session, user);
    });
    if (!notices) {
        return http::error_response(notices.error(), request);
    }
    auto const unread = std::ranges::count_if(notices->rows, [&](auto const& n) { return n.audit_id > notices->seen; });
    return http::json(object{{"identity", user.identity.str()},
                             {"display_name", user.display_name},
                             {"role", curate::name_of(user.role)},
                             {"proposals", std::move(counts)},
                             {"unread_notifications", unread}});
}

http::Response notifications(http::Request const& request, Services const& services)
{
    auto const notices =
        services.readers.read([&](store::Session& session) { return read_notices(session, *signed_in_user(request)); });
    if (!notices) {
        return http::error_response(notices.error(), request);
    }
    array list;
    for (auto const& notice : notices->rows) {
        list.emplace_back(notice_json(notice, notices->seen));
    }
    return http::json(object{{"notifications", std::move(list)}});
}

http::Response mark_read(http::Request const& request, Services const& services)
{
    auto const body = body_object(request);
    auto const up_to = body ? needed_number(*body, "up_to") : Result<std::int64_t>(fail(body.error()));
    if (!up_to) {
        return http::error_response(up_to.error(), request);
    }
    auto const& user = *signed_in_user(request);
    auto const marked = services.writer.run([&](store::Transaction& transaction) -> Result<void> {
        // Never further than what there is: a number from the future would silence what is to come.
        auto const notices = store::list_notices(transaction, user.identity.str(), 1);
        if (!notices) {
            return fail(notices.error());
        }
        auto const newest = notices->empty() ? 0 : notices->front().audit_id;
        return store::mark_notices_seen(transaction, owner_of(user), std::min(*up_to, newest), now());
    });
    return marked ? http::no_content() : http::error_response(marked.error(), request);
}

http::Response export_mine(http::Request const& request, Services const& services)
{
    auto const all = services.readers.read(
        [&](store::Session& session) { return everything_about(session, *signed_in_user(request)); });
    return all ? http::attachment(http::json(*all), "my-data.json") : http::error_response(all.error(), request);
}

/// `confirm` must be the person's identity: nobody erases themselves by a slip.
http::Response erase_me(http::Request const& request, Services const& services)
{
    auto const& user = *signed_in_user(request);
    auto const body = body_object(request);
    if (!body) {
        return http::error_response(body.error(), request);
    }
    if (member_text(*body, "confirm") != user.identity.str()) {
        return http::error_response({ErrorCode::invalid_argument,
                                     "confirm: expected your identity, " + user.identity.str(),
                                     {{"confirm", "must be " + user.identity.str()}}},
                                    request);
    }
    auto const erased = curate::erase_person(services.writer, user.identity, actor_of(request), now());
    if (!erased) {
        return http::error_response(erased.error(), request);
    }
    auto response = http::json(object{{"pseudonym", erased->pseudonym},
                                      {"mappings", erased->counts.mappings},
                                      {"proposals", erased->counts.proposals}});
    auto const ended = end_session(request, services, response);
    return ended ? response : http::error_response(ended.error(), request);
}

}  // namespace

void add_me_api(http::Router& router, Services const& services)
{
    http::RouteOptions const anyone_in{.rate_class = rate_general, .access = signed_in};
    http::RouteOptions const own{.rate_class = rate_general, .access = curators};
    router.get(
        "/api/me", [&services](http::Request& request) { return me(request, services); }, anyone_in);
    router.get(
        "/api/me/notifications", [&services](http::Request& request) { return notifications(request, services); },
        anyone_in);
    router.post(
        "/api/me/notifications/read", [&services](http::Request& request) { return mark_read(request, services); },
        anyone_in);
    // Guests share an identity: its sessions and data are not one person's.
    router.get(
        "/api/me/sessions", [&services](http::Request& request) { return sessions(request, services); }, own);
    router.del(
        "/api/me/sessions", [&services](http::Request& request) { return end_all(request, services); }, own);
    router.del(
        "/api/me/sessions/{id}", [&services](http::Request& request) { return end_one(request, services); }, own);
    router.get(
        "/api/me/export", [&services](http::Request& request) { return export_mine(request, services); }, own);
    router.post(
        "/api/me/erase", [&services](http::Request& request) { return erase_me(request, services); }, own);
}

}  // namespace kewp::web
