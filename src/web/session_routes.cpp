#include "web/layout.hpp"
#include "web/routes.hpp"
#include "web/signed_in.hpp"

#include <boost/json.hpp>

namespace kewp::web {
namespace {

http::Response sign_in_page(http::Request const& request, Services const& services)
{
    if (!services.settings.demo) {
        return page("Sign in", markup("<p>No way to sign in is set up on this server yet.</p>"), request, services);
    }
    auto const next = own_path(request.query("next").value_or("/"));
    return page("Sign in to the demo",
                markup(R"(<p>Pick a made-up person. No password is needed, on this machine only.</p>
<form method="post" action="/login/demo">{}
<input type="hidden" name="next" value="{}">
<p><button name="who" value="curator">Sign in as demo curator</button>
<button name="who" value="admin">Sign in as demo admin</button></p>
</form>
<p class="fine">A curator proposes mappings; an admin also reviews them.</p>)",
                       csrf_field(request), next),
                request, services);
}

http::Response demo_sign_in(http::Request const& request, Services const& services)
{
    auto const form = request.form();
    if (!form) {
        return http::error_response(form.error(), request);
    }
    auto const who = form->text("who");
    if (who != "curator" && who != "admin") {
        return http::error_response({ErrorCode::invalid_argument, "who: expected 'curator' or 'admin'"}, request);
    }
    auto const identity = curate::Identity::parse("demo:" + std::string{who});
    if (!identity) {
        return http::error_response(identity.error(), request);
    }
    auto response = http::redirect(own_path(form->text("next")));
    auto const started = start_session(request, services, *identity, "Demo " + std::string{who}, response);
    return started ? response : http::error_response(started.error(), request);
}

http::Response sign_out(http::Request const& request, Services const& services)
{
    auto response = http::redirect("/");
    auto const ended = end_session(request, services, response);
    return ended ? response : http::error_response(ended.error(), request);
}

/// For scripts and the web application: who am I, and the token that writing needs.
http::Response session_json(http::Request const& request)
{
    auto const* const user = signed_in_user(request);
    if (user == nullptr) {
        return http::json(boost::json::object{{"signed_in", false}, {"role", "visitor"}});
    }
    return http::json(boost::json::object{{"signed_in", true},
                                          {"identity", user->identity.str()},
                                          {"display_name", user->display_name},
                                          {"role", curate::name_of(user->role)},
                                          {"csrf_token", user->csrf_token}});
}

}  // namespace

void add_session_routes(http::Router& router, Services const& services)
{
    router.get("/login", [&services](http::Request& request) { return sign_in_page(request, services); },
               {.rate_class = rate_general});
    router.post("/logout", [&services](http::Request& request) { return sign_out(request, services); },
                {.rate_class = rate_general});
    router.get("/api/session", [](http::Request& request) { return session_json(request); },
               {.rate_class = rate_general});
    if (services.settings.demo) {
        router.post("/login/demo", [&services](http::Request& request) { return demo_sign_in(request, services); },
                    {.rate_class = rate_general});
    }
}

}  // namespace kewp::web
