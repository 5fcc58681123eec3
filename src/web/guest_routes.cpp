#include "base/text.hpp"
#include "curate/guest_codes.hpp"
#include "http/accept.hpp"
#include "store/guest_code_repository.hpp"
#include "web/json_body.hpp"
#include "web/layout.hpp"
#include "web/routes.hpp"
#include "web/signed_in.hpp"

#include <boost/json.hpp>
#include <ctime>
#include <fmt/format.h>

namespace kewp::web {
namespace {

using boost::json::object;

constexpr std::size_t kLongestName = 80;
constexpr std::uint32_t kHour = 3600;

struct Typed {
    std::string code;
    std::string display_name;
    std::string next;
};

Result<Typed> read_typed(http::Request const& request)
{
    if (request.content_type() == "application/json") {
        auto const body = body_object(request);
        if (!body) {
            return fail(body.error());
        }
        return Typed{member_text(*body, "code").value_or(""), member_text(*body, "display_name").value_or(""), ""};
    }
    auto const form = request.form();
    if (!form) {
        return fail(form.error());
    }
    return Typed{std::string{form->text("code")}, std::string{form->text("display_name")},
                 std::string{form->text("next")}};
}

/// The name under which a guest's proposals are shown.
Result<std::string> clean_name(std::string_view typed)
{
    auto const valid = text::is_utf8(typed) && !text::has_control(typed);
    auto name = valid ? text::fold_space(typed) : std::string{};
    if (name.empty() || text::length(name) > kLongestName) {
        return fail(Error{ErrorCode::invalid_argument,
                          "Say who you are",
                          {{"display_name", fmt::format("must have 1 to {} characters", kLongestName)}}});
    }
    return name;
}

http::Response too_many(http::RateTable::Decision const& decision, std::int64_t at, http::Request const& request)
{
    auto response = http::problem_response(
        {.status = 429,
         .message = fmt::format("Over {} wrong codes came from your network within an hour; see the Retry-After header",
                                decision.limit)},
        request);
    response.set("Retry-After", std::to_string(std::max<std::int64_t>(1, decision.reset - at)));
    return response;
}

/// Wrong codes are counted, right ones are not: a whole workshop may sit behind one address.
http::Response guest_sign_in(http::Request const& request, Services const& services)
{
    auto const typed = read_typed(request);
    if (!typed) {
        return http::error_response(typed.error(), request);
    }
    auto const name = clean_name(typed->display_name);
    if (!name) {
        return http::error_response(name.error(), request);
    }
    auto const limit = services.settings.sign_in.guest_failures;
    auto const client = http::client_hash(request.client(), services.rate_seed);
    auto const at = static_cast<std::int64_t>(std::time(nullptr));
    if (auto const budget = services.rates.look(client, rate_guest_failures, limit, kHour, at); !budget.allowed) {
        return too_many(budget, at, request);
    }
    auto const used = curate::use_guest_code(services.writer, typed->code, now());
    if (!used) {
        if (used.error().code == ErrorCode::unauthenticated) {
            (void)services.rates.take(client, rate_guest_failures, limit, kHour, at);
        }
        return http::error_response(used.error(), request);
    }
    auto const identity = curate::Identity::parse("guest:" + used->label);
    if (!identity) {
        return http::error_response(identity.error(), request);
    }
    bool const page_wanted = !request.json_errors() && http::prefers_html(request.header_list("Accept"));
    auto response = page_wanted ? http::redirect(own_path(typed->next))
                                : http::json(object{{"signed_in", true}, {"identity", identity->str()}});
    auto const started = start_session(
        request, services, {.identity = *identity, .display_name = *name, .until = used->expires_at}, response);
    return started ? response : http::error_response(started.error(), request);
}

object code_json(store::GuestCodeRecord const& code, Instant at)
{
    auto const* const state = code.revoked_at                   ? "revoked"
                              : code.expires_at <= at           ? "expired"
                              : code.use_count >= code.max_uses ? "used_up"
                                                                : "valid";
    object out{{"id", code.id},
               {"label", code.label},
               {"state", state},
               {"created_by", code.created_by},
               {"created_at", format_utc(code.created_at)},
               {"expires_at", format_utc(code.expires_at)},
               {"max_uses", code.max_uses},
               {"use_count", code.use_count},
               {"revoked_by", nullptr}};
    if (code.revoked_by) {
        out["revoked_by"] = *code.revoked_by;
    }
    return out;
}

http::Response list_codes(http::Request const& request, Services const& services)
{
    auto const codes = services.readers.read([](store::Session& session) { return store::list_guest_codes(session); });
    if (!codes) {
        return http::error_response(codes.error(), request);
    }
    boost::json::array list;
    for (auto const& code : *codes) {
        list.emplace_back(code_json(code, now()));
    }
    return http::json(object{{"guest_codes", std::move(list)}});
}

http::Response make_code(http::Request const& request, Services const& services)
{
    auto const body = body_object(request);
    if (!body) {
        return http::error_response(body.error(), request);
    }
    auto const uses = needed_number(*body, "max_uses");
    if (!uses) {
        return http::error_response(uses.error(), request);
    }
    auto const expires = parse_utc(member_text(*body, "expires_at").value_or(""));
    if (!expires) {
        return http::error_response({ErrorCode::invalid_argument,
                                     "expires_at: expected a time such as 2026-12-01T18:00:00Z",
                                     {{"expires_at", "must be a time such as 2026-12-01T18:00:00Z"}}},
                                    request);
    }
    auto const made = curate::make_guest_code(
        services.writer, {.label = member_text(*body, "label").value_or(""), .expires_at = *expires, .max_uses = *uses},
        actor_of(request), now());
    if (!made) {
        return http::error_response(made.error(), request);
    }
    auto out = code_json(made->record, now());
    out["code"] = made->code;
    return http::json(out, 201);
}

http::Response revoke_code(http::Request const& request, Services const& services)
{
    auto const id = request.path<std::int64_t>("id");
    auto const revoked = id ? curate::revoke_guest_code(services.writer, *id, actor_of(request), now())
                            : Result<void>(fail(ErrorCode::not_found, "there is no such guest code"));
    return revoked ? http::no_content() : http::error_response(revoked.error(), request);
}

}  // namespace

void add_guest_routes(http::Router& router, Services const& services)
{
    for (auto const* pattern : {"/login/guest", "/api/session/guest"}) {
        router.post(pattern, [&services](http::Request& request) { return guest_sign_in(request, services); },
                    {.rate_class = rate_general});
    }
    http::RouteOptions const admin{.rate_class = rate_general, .access = administrators};
    router.get(
        "/api/admin/guest-codes", [&services](http::Request& request) { return list_codes(request, services); }, admin);
    router.post(
        "/api/admin/guest-codes", [&services](http::Request& request) { return make_code(request, services); }, admin);
    router.del(
        "/api/admin/guest-codes/{id}", [&services](http::Request& request) { return revoke_code(request, services); },
        admin);
}

}  // namespace kewp::web
