#include "web/provider.hpp"
#include "web/routes.hpp"
#include "web/signed_in.hpp"

#include <boost/json.hpp>

namespace kewp::web {
namespace {

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
