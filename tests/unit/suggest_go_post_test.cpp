#include "suggest/go_post.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kewp::suggest {
namespace {

using testing::ElementsAre;

// EX-13: P is an ancestor of Q, both are of R.
bool is_ancestor(std::size_t a, std::size_t b)
{
    return a < b;
}

TEST(RedundantAncestors, GoWhenADescendantScoresNearlyAsHigh)
{
    std::vector<RankedTerm> const terms{{0, 0.824}, {1, 0.784}, {2, 0.681}};
    EXPECT_THAT(pick_without_redundant_ancestors(terms, 10, 0.20, is_ancestor), ElementsAre(2));
}

TEST(RedundantAncestors, StayWhenTheyScoreMuchHigher)
{
    std::vector<RankedTerm> const terms{{0, 0.80}, {1, 0.70}, {2, 0.60}};
    EXPECT_THAT(pick_without_redundant_ancestors(terms, 10, 0.10, is_ancestor), ElementsAre(0, 1, 2));
}

TEST(RedundantAncestors, AreComparedWithWhatIsReturnedOnly)
{
    std::vector<RankedTerm> const terms{{0, 0.80}, {5, 0.79}};
    EXPECT_THAT(pick_without_redundant_ancestors(terms, 1, 0.10, is_ancestor), ElementsAre(0));
    EXPECT_THAT(pick_without_redundant_ancestors(terms, 2, 0.10, is_ancestor), ElementsAre(1));
}

TEST(RedundantAncestors, StayWhenTheyAreWhatTheTitleSays)
{
    std::vector<RankedTerm> const terms{{0, 0.80, true}, {5, 0.79, false}};
    EXPECT_THAT(pick_without_redundant_ancestors(terms, 2, 0.10, is_ancestor), ElementsAre(0, 1));
}

TEST(InformationBoost, IsCapped)
{
    EXPECT_EQ(boost_by_information(0.80, 0.2, 0.15, 0.98), 0.824);
    EXPECT_EQ(boost_by_information(0.70, 0.8, 0.15, 0.98), 0.784);
    EXPECT_EQ(boost_by_information(0.60, 0.9, 0.15, 0.98), 0.681);
    EXPECT_EQ(boost_by_information(0.80, 0.5, 0.15, 0.98), 0.86);
    EXPECT_EQ(boost_by_information(0.97, 1.0, 0.15, 0.98), 0.98);
}

TEST(GoDirection, CountsWhenBothAreKnown)
{
    EXPECT_EQ(direction_factor(direction_matches(Direction::positive, Direction::positive), {}), 1.10);
    EXPECT_EQ(direction_factor(direction_matches(Direction::positive, Direction::negative), {}), 0.85);
    EXPECT_EQ(direction_factor(direction_matches(Direction::positive, Direction::unspecified), {}), 1.0);
    EXPECT_EQ(direction_factor(direction_matches(Direction::unspecified, Direction::negative), {}), 1.0);
}

TEST(TitleMatch, WeighsEqualityPhrasesAndRegulation)
{
    EXPECT_EQ(title_factor(NameMatch::equal, "oxidative stress", {}), 1.25);
    EXPECT_EQ(title_factor(NameMatch::phrase, "response to oxidative stress", {}), 1.10);
    EXPECT_DOUBLE_EQ(title_factor(NameMatch::phrase, "regulation of growth", {}), 1.10 * 0.90);
    EXPECT_EQ(title_factor(NameMatch::none, "growth", {}), 1.0);
}

TEST(SizeFilter, KeepsTheBroadProcessesThatKeyEventsAreAbout)
{
    EXPECT_TRUE(is_kept_despite_size(TargetId{Resource::go, 6954}));
    EXPECT_FALSE(is_kept_despite_size(TargetId{Resource::go, 8150}));
}

}  // namespace
}  // namespace kewp::suggest
