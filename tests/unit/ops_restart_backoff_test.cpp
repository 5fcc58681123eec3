#include "ops/restart_backoff.hpp"

#include <gtest/gtest.h>

namespace kewp::ops {
namespace {

TEST(RestartBackoff, ReplacesAChildThatWorkedAtOnceHoweverOften)
{
    RestartBackoff backoff;
    for (int i = 0; i < 100; ++i) {
        backoff.died(1'000, RestartBackoff::kSettledMs);
        EXPECT_LE(backoff.not_before_ms(), 1'000);
    }
}

TEST(RestartBackoff, DoublesTheDelayOfThoseThatAreNeverReadyUpToThirtySeconds)
{
    RestartBackoff backoff;
    backoff.died(1'000, -1);
    EXPECT_EQ(backoff.not_before_ms(), 1'000);
    backoff.died(1'000, -1);
    EXPECT_EQ(backoff.not_before_ms(), 1'050);
    backoff.died(1'000, -1);
    EXPECT_EQ(backoff.not_before_ms(), 1'100);
    for (int i = 0; i < 100; ++i) {
        backoff.died(1'000, -1);
    }
    EXPECT_EQ(backoff.not_before_ms(), 31'000);
}

TEST(RestartBackoff, NeverDelaysTheSuccessorOfOneThatWasReadyByMoreThanHalfASecond)
{
    RestartBackoff backoff;
    for (int i = 0; i < 100; ++i) {
        backoff.died(1'000, 10);
    }
    EXPECT_EQ(backoff.not_before_ms(), 1'500);
}

TEST(RestartBackoff, ForgetsWhenAChildThatStartedSinceIsSettled)
{
    RestartBackoff backoff;
    for (int i = 0; i < 5; ++i) {
        backoff.died(1'000, -1);
    }
    backoff.settled(999);
    EXPECT_EQ(backoff.quick_deaths(), 5U) << "an older one says nothing";
    backoff.settled(1'500);
    EXPECT_EQ(backoff.quick_deaths(), 0U);
}

}  // namespace
}  // namespace kewp::ops
