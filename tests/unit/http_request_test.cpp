#include "http/proxy_trust.hpp"
#include "http/request_builder.hpp"
#include "http/response.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace kewp::http {
namespace {

TEST(Request, SplitsAndDecodesItsTarget)
{
    auto const request = RequestBuilder("GET", "/ke/a%20b%2Fc?x=1&y=%C3%A4+b&x=2#frag").header("Host", "h:1").build();
    EXPECT_EQ(request.path(), "/ke/a b/c");
    EXPECT_EQ(request.raw_path(), "/ke/a%20b%2Fc");
    EXPECT_EQ(request.raw_query(), "x=1&y=%C3%A4+b&x=2");
    EXPECT_EQ(request.query("x"), "1");
    EXPECT_EQ(request.query_all("x").size(), 2U);
    EXPECT_EQ(request.query("y"), "ä b");
    EXPECT_EQ(request.query("z"), std::nullopt);
    EXPECT_EQ(request.origin(), "http://h:1");
}

TEST(Request, TakesTheHostFromAnAbsoluteTarget)
{
    auto const request = RequestBuilder("GET", "HTTP://example.org:81/x?y").header("Host", "other").build();
    EXPECT_EQ(request.host(), "example.org:81");
    EXPECT_EQ(request.target(), "/x?y");
    EXPECT_EQ(RequestBuilder("GET", "http://example.org").build().target(), "/");
    EXPECT_EQ(RequestBuilder("GET", "http://example.org?q=1").build().query("q"), "1");
    for (auto const* const bad : {"x", "ftp://a/", "http://", "http://u@h/", "", "/a%00b"}) {
        EXPECT_FALSE(RequestBuilder("GET", bad).settle_target()) << bad;
    }
}

TEST(Request, FindsHeadersInAnyCaseAndJoinsLists)
{
    auto const request =
        RequestBuilder("GET", "/").header("Accept", "a").header("ACCEPT", "b").header("Cookie", "s=1; t=2").build();
    EXPECT_EQ(request.header("accept"), "a");
    EXPECT_EQ(request.header_list("Accept"), "a, b");
    EXPECT_EQ(request.cookie("t"), "2");
    EXPECT_EQ(request.header("none"), std::nullopt);
}

TEST(Request, KeepsItsViewsWhenMoved)
{
    auto first = RequestBuilder("GET", "/a").header("X", "1").build();
    auto const second = std::move(first);
    EXPECT_EQ(second.header("x"), "1");
    EXPECT_EQ(second.target(), "/a");
}

TEST(Request, ReadsForms)
{
    auto const form = RequestBuilder("POST", "/")
                          .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                          .body("a=1")
                          .build()
                          .form();
    ASSERT_TRUE(form);
    EXPECT_EQ(form->text("a"), "1");
    EXPECT_TRUE(RequestBuilder("POST", "/").build().form());
    auto const wrong = RequestBuilder("POST", "/").header("Content-Type", "text/plain").body("a=1").build().form();
    ASSERT_FALSE(wrong);
    EXPECT_NE(wrong.error().message.find("text/plain"), std::string::npos);
    EXPECT_FALSE(RequestBuilder("POST", "/")
                     .header("Content-Type", "application/x-www-form-urlencoded")
                     .body("a=%FF")
                     .build()
                     .form());
}

TEST(Request, ReadsJsonOfBoundedDepth)
{
    auto const json_of = [](std::string body, char const* type = "application/json") {
        return RequestBuilder("POST", "/").header("Content-Type", type).body(std::move(body)).build().json();
    };
    EXPECT_EQ(json_of("{\"a\": [1]}")->at("a").at(0).as_int64(), 1);
    EXPECT_TRUE(json_of("1", "application/merge-patch+json"));
    EXPECT_FALSE(json_of("1", "text/plain"));
    EXPECT_TRUE(json_of(std::string(32, '[') + std::string(32, ']')));
    for (auto const* const bad : {"", "{", "{} x", "{\"a\":}", "nul"}) {
        EXPECT_FALSE(json_of(bad)) << bad;
    }
    EXPECT_FALSE(json_of(std::string(100'000, '[')));
    EXPECT_NE(json_of("[1, x]").error().message.find("byte 4"), std::string::npos);
}

TEST(Request, ParsesNumbersOfTheQuery)
{
    auto const request = RequestBuilder("GET", "/?n=5&e=&bad=5x").build();
    EXPECT_EQ(request.query_as<int>("n").value(), 5);
    EXPECT_EQ(request.query_as<int>("e").value(), std::nullopt);
    EXPECT_EQ(request.query_as<int>("absent").value(), std::nullopt);
    EXPECT_FALSE(request.query_as<int>("bad"));
}

TEST(ProblemResponse, ListsFieldErrorsAndKeepsTheReferencesMember)
{
    auto const request = RequestBuilder("POST", "/").id("r1").build();
    auto const response = error_response(
        Error{ErrorCode::invalid_argument, "bad \"form\"", {{"ke_id", "missing"}, {"ke_id", "again"}}}, request);
    EXPECT_EQ(response.status, 400U);
    auto const body = boost::json::parse(response.bytes());
    EXPECT_EQ(body.at("error").as_string(), "bad \"form\"");
    EXPECT_EQ(body.at("title").as_string(), "Bad Request");
    EXPECT_EQ(body.at("status").to_number<int>(), 400);
    EXPECT_EQ(body.at("details").at("ke_id").as_array().size(), 2U);
    EXPECT_EQ(body.at("request_id").as_string(), "r1");
}

TEST(ProblemResponse, UsesThePageOfTheApplicationAndSurvivesItsFailure)
{
    ErrorPage page = [](Problem const& problem, Request const&) { return "<h1>" + problem.message + "</h1>"; };
    RequestBuilder builder("GET", "/");
    builder.header("Accept", "text/html").error_page(&page);
    auto const request = builder.build();
    EXPECT_EQ(problem_response({404, "gone"}, request).bytes(), "<h1>gone</h1>");
    page = [](Problem const&, Request const&) -> std::string { throw std::runtime_error("x"); };
    auto const fallback = problem_response({404, "<gone>"}, request);
    EXPECT_NE(fallback.bytes().find("&lt;gone&gt;"), std::string_view::npos);
}

TEST(ProblemResponse, MapsEveryErrorCode)
{
    EXPECT_EQ(status_of(ErrorCode::conflict), 409U);
    EXPECT_EQ(status_of(ErrorCode::gone), 410U);
    auto const request = RequestBuilder("GET", "/").build();
    EXPECT_EQ(error_response(Error{ErrorCode::busy, "later"}, request).header("Retry-After"), "1");
    EXPECT_EQ(error_response(Error{ErrorCode::io, "/etc/secret"}, request).bytes().find("/etc"),
              std::string_view::npos);
}

TEST(Response, CannotBeSplitByAHeaderValue)
{
    Response response;
    response.set("Location", "/a\r\nSet-Cookie: x=1");
    EXPECT_EQ(response.header("Location"), "/a  Set-Cookie: x=1");
    response.add_token("Vary", "Accept").add_token("Vary", "accept").add_token("Vary", "Cookie");
    EXPECT_EQ(response.header("Vary"), "Accept, Cookie");
    EXPECT_EQ(attachment(Response{}, "a\"b/ä.csv").header("Content-Disposition"), "attachment; filename=a_b___.csv");
}

TEST(ProxyTrust, WalksForwardedAddressesFromTheRightWhileTheyAreTrusted)
{
    auto const trust = ProxyTrust::parse({"127.0.0.1", "10.0.0.0/8", "fd00::/8"}).value();
    EXPECT_EQ(trust.client_of("127.0.0.1", "6.6.6.6, 1.2.3.4, 10.1.1.1"), "1.2.3.4");
    EXPECT_EQ(trust.client_of("9.9.9.9", "1.2.3.4"), "9.9.9.9");
    EXPECT_EQ(trust.client_of("127.0.0.1", ""), "127.0.0.1");
    EXPECT_EQ(trust.client_of("127.0.0.1", "1.2.3.4, bogus"), "127.0.0.1");
    EXPECT_EQ(trust.client_of("fd12::1", "[2001:db8::5]:1234"), "2001:db8::5");
    EXPECT_EQ(trust.client_of("10.2.0.1", "10.3.0.1"), "10.3.0.1");
    EXPECT_FALSE(ProxyTrust{}.trusts("127.0.0.1"));
    EXPECT_FALSE(trust.trusts("11.0.0.1"));
    EXPECT_TRUE(trust.trusts("::ffff:10.0.0.1"));
    for (auto const* const bad : {"x", "10.0.0.0/33", "10.0.0.0/", "::/129", ""}) {
        EXPECT_FALSE(ProxyTrust::parse({bad})) << bad;
    }
    EXPECT_TRUE(ProxyTrust::parse({"0.0.0.0/0"})->trusts("8.8.8.8"));
    EXPECT_FALSE(ProxyTrust::parse({"0.0.0.0/0"})->trusts("2001:db8::1"));
}

}  // namespace
}  // namespace kewp::http
