#include "http/csrf.hpp"
#include "http/request_builder.hpp"

#include <gtest/gtest.h>

namespace kewp::http {
namespace {

constexpr auto kSecret = "secret";
constexpr auto kSession = "session-1";

RequestBuilder post()
{
    RequestBuilder builder("POST", "/x");
    builder.header("Host", "site.org");
    return builder;
}

TEST(Csrf, TakesTheTokenFromHeaderOrForm)
{
    auto const token = csrf_token(kSecret, kSession);
    EXPECT_EQ(token.size(), 64U);
    auto const by_header = post().header("Origin", "http://site.org").header("X-CSRF-Token", token).build();
    EXPECT_TRUE(check_csrf(by_header, kSecret, kSession));
    auto const by_form = post()
                             .header("Referer", "http://site.org/page?x")
                             .header("Content-Type", "application/x-www-form-urlencoded")
                             .body("csrf_token=" + token)
                             .build();
    EXPECT_TRUE(check_csrf(by_form, kSecret, kSession));
}

TEST(Csrf, RefusesForeignOriginsAndWrongTokens)
{
    auto const token = csrf_token(kSecret, kSession);
    struct Case {
        char const* what;
        char const* name;
        char const* value;
        std::string token;
    };
    Case const cases[] = {
        {"foreign origin", "Origin", "http://evil.org", token},
        {"other scheme", "Origin", "https://site.org", token},
        {"opaque origin", "Origin", "null", token},
        {"lookalike", "Origin", "http://site.org.evil.org", token},
        {"foreign referer", "Referer", "http://evil.org/http://site.org", token},
        {"no origin", "X-Nothing", "", token},
        {"no token", "Origin", "http://site.org", ""},
        {"token of another session", "Origin", "http://site.org", csrf_token(kSecret, "session-2")},
        {"token of another secret", "Origin", "http://site.org", csrf_token("other", kSession)},
    };
    for (auto const& c : cases) {
        auto builder = post();
        builder.header(c.name, c.value);
        if (!c.token.empty()) {
            builder.header("X-CSRF-Token", c.token);
        }
        auto const checked = check_csrf(builder.build(), kSecret, kSession);
        ASSERT_FALSE(checked) << c.what;
        EXPECT_EQ(checked.error().code, ErrorCode::forbidden) << c.what;
    }
}

TEST(Csrf, LetsSafeMethodsAndThePublicOriginPass)
{
    EXPECT_TRUE(check_csrf(RequestBuilder("GET", "/").build(), kSecret, kSession));
    auto const request = post().header("Origin", "https://public.org").build();
    EXPECT_TRUE(check_origin(request, "https://public.org"));
    EXPECT_FALSE(check_origin(request));
}

}  // namespace
}  // namespace kewp::http
