#include "embed/live_encoder.hpp"
#include "golden_model.hpp"

#include <atomic>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <thread>

namespace kewp::embed {
namespace {

using namespace std::chrono_literals;

Model const& tiny()
{
    static Model const model = load_model(test::golden_folder("tiny_uncased"), Precision::fp32).value();
    return model;
}

TEST(LiveEncoder, GivesTheVectorsOfTheEncoderInOrder)
{
    LiveEncoder live{tiny(), {}};
    auto const vectors = live.encode({"liver", "cell", "liver"});
    ASSERT_TRUE(vectors) << vectors.error().message;
    Encoder encoder{tiny()};
    EXPECT_EQ((*vectors)[0], encoder.encode("liver"));
    EXPECT_EQ((*vectors)[1], encoder.encode("cell"));
    EXPECT_EQ((*vectors)[2], (*vectors)[0]);
    EXPECT_TRUE(live.encode({}).value().empty());
}

TEST(LiveEncoder, RemembersWhatWasAskedForLately)
{
    LiveEncoder live{tiny(), {.queue = 64, .cache = 2, .callers = 2}};
    ASSERT_TRUE(live.encode({"a"}));
    ASSERT_TRUE(live.encode({"b"}));
    ASSERT_TRUE(live.encode({"a"}));
    ASSERT_TRUE(live.encode({"c"}));  // b is the oldest
    ASSERT_TRUE(live.encode({"a", "b"}));
    EXPECT_EQ(live.counts().from_cache, 2U);
    EXPECT_EQ(live.counts().encoded, 4U);
}

TEST(LiveEncoder, RefusesAtOnceWhatWouldWaitTooLong)
{
    LiveEncoder live{tiny(), {.queue = 3, .cache = 0, .callers = 2}};
    auto const full = live.encode({"a", "b", "c", "d"});
    ASSERT_FALSE(full);
    EXPECT_EQ(full.error().code, ErrorCode::busy);
    EXPECT_EQ(live.counts().refused, 4U);
    auto const large = live.encode({std::string(LiveEncoder::kMostBytes + 1, 'x')});
    ASSERT_FALSE(large);
    EXPECT_EQ(large.error().code, ErrorCode::too_large);
    EXPECT_TRUE(live.encode({"a", "b", "c"}));
}

TEST(LiveEncoder, LetsNoMoreCallersWaitThanItMay)
{
    LiveEncoder live{tiny(), {.queue = 64, .cache = 0, .callers = 0}};
    auto const refused = live.encode({"a"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::busy);
}

TEST(LiveEncoder, AnswersManyCallersAtOnce)
{
    LiveEncoder live{tiny(), {.queue = 1000, .cache = 100, .callers = 8}};
    Encoder encoder{tiny()};
    std::vector<std::vector<float>> expected;
    for (int i = 0; i < 40; ++i) {
        expected.push_back(encoder.encode("liver " + std::to_string(i)));
    }
    std::atomic<int> wrong{0};
    {
        std::vector<std::jthread> callers;
        for (int c = 0; c < 8; ++c) {
            callers.emplace_back([&, c] {
                for (int i = 0; i < 40; ++i) {
                    auto const n = (i * 7 + c) % 40;
                    auto const vector = live.encode({"liver " + std::to_string(n)}, 60s);
                    wrong += vector && (*vector)[0] == expected[static_cast<std::size_t>(n)] ? 0 : 1;
                }
            });
        }
    }
    EXPECT_EQ(wrong, 0);
    EXPECT_EQ(live.counts().refused, 0U);
}

TEST(LiveEncoder, GivesUpWhenPatienceIsOver)
{
    LiveEncoder live{tiny(), {}};
    std::string const book(50'000, ',');
    auto const late = live.encode({book}, 0ms);
    EXPECT_TRUE(late || late.error().code == ErrorCode::busy) << "a quick machine may just make it";
    EXPECT_TRUE(live.encode({book}, 60s)) << "what was begun is finished, or done again";
}

}  // namespace
}  // namespace kewp::embed
