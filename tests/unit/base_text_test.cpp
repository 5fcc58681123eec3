#include "base/text.hpp"

#include <gtest/gtest.h>

namespace kewp::text {
namespace {

TEST(AsciiSlug, FollowsTheGeneSetNamesInUse)
{
    EXPECT_EQ(ascii_slug("Decreased BDNF Expression"), "Decreased_BDNF_Expression");
    EXPECT_EQ(ascii_slug("Increase, CYP2E1 (liver)"), "Increase_CYP2E1_liver");
    EXPECT_EQ(ascii_slug("a/b--c_d"), "a_b_c_d");
    EXPECT_EQ(ascii_slug("Ünïcode ½ ﬁ"), "Unicode_12_fi");
    EXPECT_EQ(ascii_slug("β"), "");
}

TEST(StripHtml, KeepsTheWordsAndDecodesEntities)
{
    EXPECT_EQ(strip_html("<p>Nrf2&nbsp;binds</p><p>ARE &amp; Keap1</p>"), "Nrf2 binds ARE & Keap1");
    EXPECT_EQ(strip_html("H<sub>2</sub>O<sub>2</sub> rises"), "H2O2 rises");
    EXPECT_EQ(strip_html("TNF-&alpha;<br>IL-6<script>x()</script>"), "TNF-α IL-6");
    EXPECT_EQ(strip_html("plain  text\n here"), "plain text here");
    EXPECT_EQ(strip_html(""), "");
}

TEST(StripHtml, SurvivesBrokenMarkup)
{
    EXPECT_EQ(strip_html("<p>open <b>bold"), "open bold");
    EXPECT_EQ(strip_html("p < 0.05 holds"), "p < 0.05 holds");
    EXPECT_FALSE(strip_html("<<<>>>&&&&#xFFFFFFFF; word").empty());
}

TEST(EscapeHtml, LeavesNothingThatCouldBeMarkup)
{
    EXPECT_EQ(escape_html("<a href=\"x\" on='y'>&"), "&lt;a href=&quot;x&quot; on=&#39;y&#39;&gt;&amp;");
}

TEST(PercentDecoding, IsTheReverseOfEncodingAndKeepsMalformedText)
{
    EXPECT_EQ(percent_encode("KE 55/ü"), "KE%2055%2F%C3%BC");
    EXPECT_EQ(percent_decode("KE%2055%2F%C3%BC", false), "KE 55/ü");
    EXPECT_EQ(percent_decode("KE+55%", true), "KE 55%");
    EXPECT_EQ(percent_decode("%zz%4", false), "%zz%4");
}

TEST(UnicodeText, IsCountedAndFoldedByCodePoints)
{
    EXPECT_EQ(length("TNF-α"), 5U);
    EXPECT_EQ(fold_case("ΑΒΓ Straße"), "αβγ strasse");
    EXPECT_EQ(fold_space(" a\u00A0\u2003b \n"), "a b");
    EXPECT_EQ(to_utf8(to_utf32("α→β")), "α→β");
    EXPECT_TRUE(is_utf8("α"));
    EXPECT_FALSE(is_utf8("\xCE"));
    EXPECT_TRUE(has_control("a\x01"));
    EXPECT_FALSE(has_control("a\tb\r\n"));
}

TEST(Split, KeepsEmptyPieces)
{
    EXPECT_EQ(split("a,,b,", ','), (std::vector<std::string_view>{"a", "", "b", ""}));
    EXPECT_EQ(trim(" \t x y \r\n"), "x y");
}

}  // namespace
}  // namespace kewp::text
