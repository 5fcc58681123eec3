#include "http/last_modified.hpp"
#include "http/request_builder.hpp"

#include <gtest/gtest.h>

namespace kewp::http {
namespace {

constexpr Instant kChanged{std::chrono::seconds(784'111'777)};  // RFC 9110's example
constexpr std::chrono::seconds kLater{100};

Response answer(std::vector<std::pair<std::string, std::string>> const& headers, Instant at)
{
    RequestBuilder builder("GET", "/list");
    for (auto const& [name, value] : headers) {
        builder.header(name, value);
    }
    auto response = text("list");
    set_last_modified(response, builder.build(), kChanged, at);
    return response;
}

TEST(LastModified, IsWrittenAndReadInTheFormsOfTheStandard)
{
    EXPECT_EQ(http_date(kChanged), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), kChanged);
    EXPECT_EQ(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT"), kChanged);
    EXPECT_EQ(parse_http_date("Sun Nov  6 08:49:37 1994"), kChanged);
    EXPECT_FALSE(parse_http_date("yesterday, or so"));
}

TEST(LastModified, SparesTheClientWhatItHas)
{
    auto const fresh = answer({{"If-Modified-Since", http_date(kChanged)}}, kChanged + kLater);
    EXPECT_EQ(fresh.status, 304U);
    EXPECT_TRUE(fresh.bytes().empty());
    auto const stale = answer({{"If-Modified-Since", http_date(kChanged - kLater)}}, kChanged + kLater);
    EXPECT_EQ(stale.status, 200U);
    EXPECT_EQ(stale.header("Last-Modified"), "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST(LastModified, GivesWayToTheEtagAndIgnoresDatesOfTheFuture)
{
    EXPECT_EQ(
        answer({{"If-Modified-Since", http_date(kChanged)}, {"If-None-Match", "\"other\""}}, kChanged + kLater).status,
        200U);
    EXPECT_EQ(answer({{"If-Modified-Since", http_date(kChanged + 2 * kLater)}}, kChanged + kLater).status, 200U);
}

TEST(LastModified, SaysNothingWhileAnotherChangeMayHaveTheSameSecond)
{
    auto const response = answer({{"If-Modified-Since", http_date(kChanged)}}, kChanged + std::chrono::seconds(1));
    EXPECT_EQ(response.status, 200U);
    EXPECT_FALSE(response.header("Last-Modified"));
}

}  // namespace
}  // namespace kewp::http
