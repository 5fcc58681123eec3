#include "base/ids.hpp"

#include <gtest/gtest.h>

namespace kewp {
namespace {

TEST(KeyEventId, IsReadInEverySpellingInUse)
{
    for (auto const* text : {"KE 55", "KE:55", "KE55", "55", " ke 55 ", "Event:55", "aop.events/55",
                             "https://identifiers.org/aop.events/55", "KE_55"}) {
        auto const id = KeId::parse(text);
        ASSERT_TRUE(id) << text;
        EXPECT_EQ(id->str(), "KE 55");
    }
}

TEST(KeyEventId, IsRefusedWhenItIsNotOne)
{
    for (auto const* text : {"", "KE", "KE -5", "KE 5x", "AOP 5", "KE 12345678901", "KE 5\n6", "KE ٣", "other/55"}) {
        auto const id = KeId::parse(text);
        ASSERT_FALSE(id) << text;
        EXPECT_EQ(id.error().code, ErrorCode::invalid_argument);
        EXPECT_NE(id.error().message.find("expected one like 'KE 55'"), std::string::npos);
    }
}

TEST(AopId, IsReadInEverySpellingInUse)
{
    for (auto const* text : {"AOP 12", "Aop:12", "AOP12", "12", "https://identifiers.org/aop/12"}) {
        auto const id = AopId::parse(text);
        ASSERT_TRUE(id) << text;
        EXPECT_EQ(id->str(), "AOP 12");
    }
    EXPECT_FALSE(AopId::parse("AOP 12; DROP"));
}

TEST(TargetId, KeepsTheCanonicalFormOfEachResource)
{
    EXPECT_EQ(TargetId::parse(Resource::wikipathways, "WP554")->str(), "WP554");
    EXPECT_EQ(TargetId::parse(Resource::go, "GO:0006915")->str(), "GO:0006915");
    EXPECT_EQ(TargetId::parse(Resource::reactome, " R-HSA-109581 ")->str(), "R-HSA-109581");
}

TEST(TargetId, IsRefusedInAnyOtherForm)
{
    EXPECT_FALSE(TargetId::parse(Resource::wikipathways, "WP0554"));
    EXPECT_FALSE(TargetId::parse(Resource::wikipathways, "wp554"));
    EXPECT_FALSE(TargetId::parse(Resource::go, "GO:6915"));
    EXPECT_FALSE(TargetId::parse(Resource::go, "GO:00069150"));
    EXPECT_FALSE(TargetId::parse(Resource::reactome, "R-MMU-109581"));
    auto const wrong = TargetId::parse(Resource::reactome, "WP554");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().message, "'WP554' is not a reactome id; expected one like 'R-HSA-109581'");
}

}  // namespace
}  // namespace kewp
