#include "base/text.hpp"
#include "web/layout.hpp"
#include "web/provider.hpp"
#include "web/routes.hpp"
#include "web/signed_in.hpp"

#include <boost/json.hpp>

namespace kewp::web {
namespace {

Html demo_part(std::string_view next, http::Request const& request)
{
    return markup(R"(<h2>Demo</h2><p>Pick a made-up person. No password is needed, on this machine only.</p>
<form method="post" action="/login/demo">{}
<input type="hidden" name="next" value="{}">
<p><button name="who" value="curator">Sign in as demo curator</button>
<button name="who" value="admin">Sign in as demo admin</button></p>
</form>
<p class="fine">A curator proposes mappings; an admin also reviews them.</p>)",
                  csrf_field(request), next);
}

Html guest_part(std::string_view next, http::Request const& request)
{
    return markup(R"(<h2>With a workshop code</h2>
<form method="post" action="/login/guest">{}
<input type="hidden" name="next" value="{}">
<p><label>Code <input name="code" required maxlength="100" autocomplete="off" spellcheck="false"></label>
<label>Your name <input name="display_name" required maxlength="80" autocomplete="name"></label>
<button>Sign in as a guest</button></p></form>
<p class="fine">A guest proposes mappings. Whoever runs the workshop has the code.</p>
)",
                  csrf_field(request), next);
}

http::Response sign_in_page(http::Request const& request, Services const& services)
{
    auto const next = own_path(request.query("next").value_or("/"));
    auto const providers = providers_of(services.settings.sign_in);
    Html out;
    if (!providers.empty()) {
        out += markup("<ul class=\"providers\">");
        for (auto const& provider : providers) {
            out += markup(R"(<li><a class="button" href="/login/{}?next={}">Sign in with {}</a></li>
)",
                          provider.name, text::percent_encode(next), provider.label);
        }
        out += markup("</ul>\n");
    } else if (!services.settings.demo) {
        out += markup("<p>No outside way to sign in is set up on this server yet.</p>\n");
    }
    if (services.settings.demo) {
        out += demo_part(next, request);
    }
    return page("Sign in", out += guest_part(next, request), request, services);
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
    auto const started =
        start_session(request, services, {.identity = *identity, .display_name = "Demo " + std::string{who}}, response);
    return started ? response : http::error_response(started.error(), request);
}

http::Response sign_out(http::Request const& request, Services const& services)
{
    auto response = http::redirect("/");
    auto const ended = end_session(request, services, response);
    return ended ? response : http::error_response(ended.error(), request);
}

/// For scripts and the web application: who am I, the token that writing needs, and the ways to sign in.
http::Response session_json(http::Request const& request, Services const& services)
{
    boost::json::array ways;
    for (auto const& provider : providers_of(services.settings.sign_in)) {
        ways.push_back(boost::json::object{
            {"name", provider.name}, {"label", provider.label}, {"path", "/login/" + provider.name}});
    }
    auto const* const user = signed_in_user(request);
    if (user == nullptr) {
        return http::json(boost::json::object{{"signed_in", false},
                                              {"role", "visitor"},
                                              {"demo", services.settings.demo},
                                              {"providers", std::move(ways)}});
    }
    return http::json(boost::json::object{{"signed_in", true},
                                          {"identity", user->identity.str()},
                                          {"display_name", user->display_name},
                                          {"role", curate::name_of(user->role)},
                                          {"csrf_token", user->csrf_token},
                                          {"demo", services.settings.demo},
                                          {"providers", std::move(ways)}});
}

http::Response end_this_session(http::Request const& request, Services const& services)
{
    auto response = http::no_content();
    auto const ended = end_session(request, services, response);
    return ended ? response : http::error_response(ended.error(), request);
}

}  // namespace

void add_session_routes(http::Router& router, Services const& services)
{
    router.get("/login", [&services](http::Request& request) { return sign_in_page(request, services); },
               {.rate_class = rate_general});
    router.post("/logout", [&services](http::Request& request) { return sign_out(request, services); },
                {.rate_class = rate_general});
    router.get("/api/session", [&services](http::Request& request) { return session_json(request, services); },
               {.rate_class = rate_general});
    router.del("/api/session", [&services](http::Request& request) { return end_this_session(request, services); },
               {.rate_class = rate_general});
    if (services.settings.demo) {
        router.post("/login/demo", [&services](http::Request& request) { return demo_sign_in(request, services); },
                    {.rate_class = rate_general});
    }
}

}  // namespace kewp::web
