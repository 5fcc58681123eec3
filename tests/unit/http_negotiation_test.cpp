#include "http/accept.hpp"
#include "http/etag.hpp"

#include <array>
#include <gtest/gtest.h>

namespace kewp::http {
namespace {

constexpr std::array<std::string_view, 2> kOffered = {"application/json", "text/csv"};

std::string_view chosen(std::string_view accept)
{
    return kOffered[negotiate(accept, kOffered).value_or(0)];
}

// The table of the reference's API (spec/reference/api-v1.md, 1.7).
TEST(Negotiation, ChoosesJsonOrCsvAsTheReferenceDoes)
{
    for (auto const* const accept :
         {"", "*/*", "text/html", "garbage", "application/json,text/csv", "text/csv,application/json",
          "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/csv;charset=utf-8", "text/csv;q=0",
          "text/csv;q=abc", ";;;,,,", "text/csv;q=1.5"}) {
        EXPECT_EQ(chosen(accept), "application/json") << accept;
    }
    for (auto const* const accept :
         {"text/csv", "TEXT/CSV", "text/*", "text/csv;q=0.1", "application/json;q=0.5,text/csv", "text/csv, */*",
          "*/*, text/csv", "application/xml, text/*;q=0.2", "text/csv ; q=0.5, application/json;q=0.25"}) {
        EXPECT_EQ(chosen(accept), "text/csv") << accept;
    }
}

TEST(Negotiation, SaysWhenNothingMatches)
{
    EXPECT_EQ(negotiate("image/png", kOffered), std::nullopt);
    EXPECT_EQ(negotiate("", kOffered), std::nullopt);
    EXPECT_EQ(negotiate("*/*;q=0", kOffered), std::nullopt);
}

TEST(Negotiation, GivesPagesToBrowsersOnly)
{
    EXPECT_TRUE(prefers_html("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"));
    EXPECT_FALSE(prefers_html("*/*"));
    EXPECT_FALSE(prefers_html(""));
    EXPECT_FALSE(prefers_html("application/json"));
    EXPECT_FALSE(prefers_html("application/json, text/html;q=0.5"));
}

TEST(Negotiation, WeighsEncodings)
{
    EXPECT_EQ(weight_of("gzip, br;q=0.5", "gzip"), 1.0);
    EXPECT_EQ(weight_of("gzip, br;q=0.5", "br"), 0.5);
    EXPECT_EQ(weight_of("*;q=0.25", "br"), 0.25);
    EXPECT_EQ(weight_of("br;q=0, *", "br"), 0.0);
    EXPECT_EQ(weight_of("deflate", "br"), std::nullopt);
}

TEST(EntityTag, ComparesStronglyAndWeakly)
{
    EXPECT_TRUE(strong_equal("\"1\"", "\"1\""));
    EXPECT_FALSE(strong_equal("W/\"1\"", "W/\"1\""));
    EXPECT_TRUE(weak_equal("W/\"1\"", "\"1\""));
    EXPECT_FALSE(weak_equal("W/\"1\"", "W/\"2\""));
    EXPECT_EQ(weak("\"a\""), "W/\"a\"");
    EXPECT_EQ(weak("W/\"a\""), "W/\"a\"");
    EXPECT_EQ(etag_with("\"a\"", "gzip"), "\"a-gzip\"");
    EXPECT_EQ(etag_of("x"), etag_of("x"));
    EXPECT_NE(etag_of("x"), etag_of("y"));
}

TEST(EntityTag, IsFoundInIfNoneMatch)
{
    EXPECT_TRUE(none_match_hits("*", "\"a\""));
    EXPECT_TRUE(none_match_hits("\"a\"", "\"a\""));
    EXPECT_TRUE(none_match_hits("\"x, y\", W/\"a\" ,\"b\"", "\"a\""));
    EXPECT_TRUE(none_match_hits("\"a\"", "W/\"a\""));
    EXPECT_FALSE(none_match_hits("", "\"a\""));
    EXPECT_FALSE(none_match_hits("\"b\"", "\"a\""));
    EXPECT_FALSE(none_match_hits("a", "\"a\""));
    EXPECT_FALSE(none_match_hits("\"a", "\"a\""));
    EXPECT_FALSE(none_match_hits("W/", "\"\""));
}

}  // namespace
}  // namespace kewp::http
