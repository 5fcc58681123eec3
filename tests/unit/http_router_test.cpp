#include "base/ids.hpp"
#include "http/dispatcher.hpp"
#include "http/router.hpp"

#include <gtest/gtest.h>

namespace kewp::http {
namespace {

Handler says(std::string what)
{
    return [what](Request&) { return text(what); };
}

std::string pattern_for(Router const& router, std::string_view path, Method method = Method::get)
{
    auto const match = router.match(method, path);
    return match.route == nullptr ? "-" : match.route->pattern;
}

TEST(Router, PrefersFixedSegmentsAndLooksBack)
{
    Router router;
    for (auto const* const pattern :
         {"/", "/ke", "/ke/all", "/ke/{id}", "/ke/{id}/genes", "/{kind}/all/x", "/static/{path*}", "/ke/"}) {
        router.get(pattern, says(pattern));
    }
    EXPECT_EQ(pattern_for(router, "/"), "/");
    EXPECT_EQ(pattern_for(router, "/ke"), "/ke");
    EXPECT_EQ(pattern_for(router, "/ke/"), "/ke/");
    EXPECT_EQ(pattern_for(router, "/ke/all"), "/ke/all");
    EXPECT_EQ(pattern_for(router, "/ke/55"), "/ke/{id}");
    EXPECT_EQ(pattern_for(router, "/k%65/55"), "/ke/{id}");
    EXPECT_EQ(pattern_for(router, "/ke/55/genes"), "/ke/{id}/genes");
    EXPECT_EQ(pattern_for(router, "/ke/all/x"), "/{kind}/all/x");
    EXPECT_EQ(pattern_for(router, "/static/css/site.css"), "/static/{path*}");
    EXPECT_EQ(pattern_for(router, "/static/"), "-");
    EXPECT_EQ(pattern_for(router, "/static"), "-");
    EXPECT_EQ(pattern_for(router, "/ke/55/"), "-");
    EXPECT_EQ(pattern_for(router, "//ke"), "-");
    EXPECT_EQ(pattern_for(router, "*"), "-");
    EXPECT_EQ(pattern_for(router, ""), "-");
}

TEST(Router, DecodesParametersAfterSplitting)
{
    Router router;
    router.get("/a/{x}/b/{rest*}", says(""));
    auto const match = router.match(Method::get, "/a/p%2Fq%20r/b/c/d%2F..");
    ASSERT_NE(match.route, nullptr);
    EXPECT_EQ(match.values, (std::vector<std::string>{"p/q r", "c/d/.."}));
}

TEST(Router, RefusesPatternsThatAreMalformedOrTaken)
{
    Router router;
    router.get("/ke/{id}", says(""));
    EXPECT_THROW(router.get("/ke/{other}", says("")), std::invalid_argument);
    EXPECT_NO_THROW(router.post("/ke/{other}", says("")));
    for (auto const* const pattern : {"ke", "/a{b}", "/{}", "/{a*}/b", "/{a}/{a}", "/{a", "/{a}x"}) {
        EXPECT_THROW(router.get(pattern, says("")), std::invalid_argument) << pattern;
    }
    EXPECT_THROW(router.add(Method::head, "/x", says("")), std::invalid_argument);
}

TEST(Router, NumbersMetricNamesInOrderAndSharesThem)
{
    Router router;
    router.get("/a", says(""), {.name = "list"});
    router.get("/b", says(""));
    router.get("/c", says(""), {.name = "list"});
    EXPECT_EQ(router.names(), (std::vector<std::string>{"(none)", "list", "/b"}));
    EXPECT_EQ(router.match(Method::get, "/c").route->metric, 1U);
    EXPECT_EQ(router.match(Method::head, "/b").route->metric, 2U);
}

Dispatcher dispatcher_for(Hooks hooks = {})
{
    Router router;
    router.get("/ke/{id}", [](Request& request) {
        auto const id = request.path<KeId>("id");
        return id ? text(id->str()) : error_response(id.error(), request);
    });
    router.post("/ke/{id}", says("posted"));
    router.get("/throw", [](Request&) -> Response { throw std::runtime_error("secret"); });
    router.get("/quick", says("slow"), {.quick = [](Request& request) -> std::optional<Response> {
                   return request.query("hit") ? std::optional(text("quick")) : std::nullopt;
               }});
    router.get("/tagged", [](Request&) {
        auto response = text("tagged");
        response.set("ETag", "\"1\"");
        return response;
    });
    router.json_errors_below("/api/");
    return Dispatcher(std::move(router), std::move(hooks), true);
}

TEST(Dispatcher, ParsesTypedPathParameters)
{
    auto const dispatcher = dispatcher_for();
    EXPECT_EQ(dispatcher.answer(RequestBuilder("GET", "/ke/KE%2055").build()).bytes(), "KE 55");
    EXPECT_EQ(dispatcher.answer(RequestBuilder("GET", "/ke/x").build()).status, 400U);
}

TEST(Dispatcher, AnswersUnknownPathsAndMethods)
{
    auto const dispatcher = dispatcher_for();
    EXPECT_EQ(dispatcher.answer(RequestBuilder("GET", "/nowhere").build()).status, 404U);
    auto const refused = dispatcher.answer(RequestBuilder("DELETE", "/ke/1").build());
    EXPECT_EQ(refused.status, 405U);
    EXPECT_EQ(refused.header("Allow"), "GET, HEAD, POST, OPTIONS");
    EXPECT_EQ(dispatcher.answer(RequestBuilder("BREW", "/ke/1").build()).status, 405U);
    auto const options = dispatcher.answer(RequestBuilder("OPTIONS", "/quick").build());
    EXPECT_EQ(options.status, 200U);
    EXPECT_EQ(options.header("Allow"), "GET, HEAD, OPTIONS");
    EXPECT_EQ(dispatcher.answer(RequestBuilder("OPTIONS", "*").build()).status, 200U);
    EXPECT_EQ(dispatcher.answer(RequestBuilder("OPTIONS", "/nowhere").build()).status, 404U);
}

TEST(Dispatcher, SpeaksJsonBelowTheApiAndHtmlToBrowsers)
{
    auto const dispatcher = dispatcher_for();
    auto const api = dispatcher.answer(RequestBuilder("GET", "/api/x").header("Accept", "text/html").build());
    EXPECT_EQ(api.header("Content-Type"), "application/problem+json");
    EXPECT_NE(api.bytes().find("\"error\":\"Resource not found\""), std::string_view::npos);
    auto const page = dispatcher.answer(RequestBuilder("GET", "/x").header("Accept", "text/html").build());
    EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
}

TEST(Dispatcher, TurnsAnExceptionIntoA500WithoutItsText)
{
    auto const response = dispatcher_for().answer(RequestBuilder("GET", "/throw").id("id-7").build());
    EXPECT_EQ(response.status, 500U);
    EXPECT_EQ(response.bytes().find("secret"), std::string_view::npos);
    EXPECT_NE(response.bytes().find("id-7"), std::string_view::npos);
}

TEST(Dispatcher, TriesTheQuickHandlerFirst)
{
    auto const dispatcher = dispatcher_for();
    EXPECT_EQ(dispatcher.answer(RequestBuilder("GET", "/quick?hit=1").build()).bytes(), "quick");
    EXPECT_EQ(dispatcher.answer(RequestBuilder("GET", "/quick").build()).bytes(), "slow");
}

TEST(Dispatcher, RunsHooksInOrderAndLetsThemAnswer)
{
    Hooks hooks;
    hooks.early = [](Request& request, Route const&) -> std::optional<Response> {
        return request.query("early") ? std::optional(text("early", 429)) : std::nullopt;
    };
    hooks.before = [](Request& request, Route const&) -> std::optional<Response> {
        request.set_user("alice");
        request.attach(std::string("session"));
        return request.query("before") ? std::optional(text("before", 401)) : std::nullopt;
    };
    hooks.after = [](Request const& request, Route const* route, Response& response) {
        response.set("X-User", request.user());
        response.set("X-Route", route == nullptr ? "none" : route->pattern);
        response.set("X-Session", request.attached<std::string>() == nullptr ? "no" : "yes");
    };
    auto const dispatcher = dispatcher_for(std::move(hooks));
    EXPECT_EQ(dispatcher.answer(RequestBuilder("GET", "/ke/1?early=1").build()).status, 429U);
    EXPECT_EQ(dispatcher.answer(RequestBuilder("GET", "/ke/1?before=1").build()).status, 401U);
    auto const response = dispatcher.answer(RequestBuilder("GET", "/ke/1").build());
    EXPECT_EQ(response.header("X-User"), "alice");
    EXPECT_EQ(response.header("X-Route"), "/ke/{id}");
    EXPECT_EQ(response.header("X-Session"), "yes");
    EXPECT_EQ(dispatcher.answer(RequestBuilder("GET", "/none").build()).header("X-Route"), "none");
}

TEST(Dispatcher, Answers304WhenTheClientHasTheSame)
{
    auto const dispatcher = dispatcher_for();
    auto const same = dispatcher.answer(RequestBuilder("GET", "/tagged").header("If-None-Match", "W/\"1\"").build());
    EXPECT_EQ(same.status, 304U);
    EXPECT_EQ(same.bytes(), "");
    EXPECT_EQ(same.header("ETag"), "\"1\"");
    EXPECT_EQ(dispatcher.answer(RequestBuilder("GET", "/tagged").header("If-None-Match", "\"2\"").build()).status,
              200U);
}

}  // namespace
}  // namespace kewp::http
