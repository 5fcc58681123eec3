#include "store/draft_repository.hpp"
#include "web/json_body.hpp"
#include "web/routes.hpp"
#include "web/signed_in.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace kewp::web {
namespace {

using boost::json::object;

constexpr std::size_t kMostBytes = 20'000;
constexpr std::chrono::days kGuestDraftsKept{30};

object draft_json(store::DraftRecord const& draft)
{
    boost::system::error_code error;
    auto body = boost::json::parse(draft.body, error);
    return {{"uuid", draft.uuid},
            {"fields", error ? boost::json::value(object{}) : std::move(body)},
            {"created_at", format_utc(draft.created_at)},
            {"updated_at", format_utc(draft.updated_at)}};
}

/// The form as the application left it: member `fields`, an object. What is in it is not checked: it is unfinished.
Result<std::string> fields_of(http::Request const& request)
{
    auto const body = body_object(request);
    if (!body) {
        return fail(body.error());
    }
    auto const* const fields = body->if_contains("fields");
    if (fields == nullptr || !fields->is_object()) {
        return fail(
            Error{ErrorCode::invalid_argument, "fields: expected an object", {{"fields", "must be an object"}}});
    }
    auto text = boost::json::serialize(*fields);
    if (text.size() > kMostBytes) {
        return fail(ErrorCode::too_large,
                    fmt::format("a draft may have {} bytes, this has {}", kMostBytes, text.size()));
    }
    return text;
}

http::Response answer(Result<store::DraftRecord> const& draft, http::Request const& request, unsigned status)
{
    return draft ? http::json(draft_json(*draft), status) : http::error_response(draft.error(), request);
}

http::Response list(http::Request const& request, Services const& services)
{
    auto const owner = owner_of(*signed_in_user(request));
    auto const drafts =
        services.readers.read([&](store::Session& session) { return store::list_drafts(session, owner); });
    if (!drafts) {
        return http::error_response(drafts.error(), request);
    }
    boost::json::array out;
    for (auto const& draft : *drafts) {
        out.emplace_back(draft_json(draft));
    }
    return http::json(object{{"drafts", std::move(out)}});
}

http::Response create(http::Request const& request, Services const& services)
{
    auto const fields = fields_of(request);
    if (!fields) {
        return http::error_response(fields.error(), request);
    }
    auto const at = now();
    auto const draft = services.writer.run([&](store::Transaction& transaction) -> Result<store::DraftRecord> {
        if (auto pruned = store::prune_guest_drafts(transaction, at - kGuestDraftsKept); !pruned) {
            return fail(pruned.error());
        }
        return store::insert_draft(transaction,
                                   {.owner = owner_of(*signed_in_user(request)), .body = *fields, .updated_at = at});
    });
    return answer(draft, request, 201);
}

http::Response show(http::Request const& request, Services const& services)
{
    auto const uuid = request.path_text("uuid");
    auto const draft = services.readers.read(
        [&](store::Session& session) { return store::find_draft(session, uuid, owner_of(*signed_in_user(request))); });
    if (!draft) {
        return http::error_response(draft.error(), request);
    }
    return *draft ? http::json(draft_json(**draft))
                  : http::error_response({ErrorCode::not_found, fmt::format("there is no draft {} of yours", uuid)},
                                         request);
}

http::Response replace(http::Request const& request, Services const& services)
{
    auto const fields = fields_of(request);
    if (!fields) {
        return http::error_response(fields.error(), request);
    }
    auto const draft = services.writer.run([&](store::Transaction& transaction) {
        return store::update_draft(transaction, {.uuid = std::string{request.path_text("uuid")},
                                                 .owner = owner_of(*signed_in_user(request)),
                                                 .body = *fields,
                                                 .updated_at = now()});
    });
    return answer(draft, request, 200);
}

http::Response remove(http::Request const& request, Services const& services)
{
    auto const removed = services.writer.run([&](store::Transaction& transaction) {
        return store::delete_draft(transaction, request.path_text("uuid"), owner_of(*signed_in_user(request)));
    });
    return removed ? http::no_content() : http::error_response(removed.error(), request);
}

}  // namespace

void add_draft_api(http::Router& router, Services const& services)
{
    http::RouteOptions const own{.rate_class = rate_general, .access = signed_in};
    router.get(
        "/api/drafts", [&services](http::Request& request) { return list(request, services); }, own);
    router.post(
        "/api/drafts", [&services](http::Request& request) { return create(request, services); }, own);
    router.get(
        "/api/drafts/{uuid}", [&services](http::Request& request) { return show(request, services); }, own);
    router.put(
        "/api/drafts/{uuid}", [&services](http::Request& request) { return replace(request, services); }, own);
    router.del(
        "/api/drafts/{uuid}", [&services](http::Request& request) { return remove(request, services); }, own);
}

}  // namespace kewp::web
