#include "suggest/sequence_ratio.hpp"

#include <gtest/gtest.h>
#include <string>

namespace kewp::suggest {
namespace {

struct RatioCase {
    char const* a;
    char const* b;
    double ratio;
};

// EX-09 of spec/reference/suggestions.md.
constexpr RatioCase kRatios[] = {
    {"abcd", "bcde", 0.75},
    {"", "", 1.0},
    {"abc", "", 0.0},
    {"tumor", "tumour", 0.909091},
    {"apoptosis", "apoptotic process", 0.615385},
    {"oxidative stress", "oxidative stress response", 0.780488},
    {"cell death", "death cell", 0.5},
    {"gestalt pattern matching", "gestalt practice", 0.6},
    {"private", "privates", 0.933333},
    {"signalling", "signaling", 0.947368},
    {"apoptosis", "apoptotic", 0.777778},
};

TEST(SequenceRatio, IsThatOfTheReference)
{
    for (auto const& [a, b, ratio] : kRatios) {
        EXPECT_NEAR(sequence_ratio(a, b), ratio, 5e-7) << a << " / " << b;
    }
}

std::string repeated(std::string const& piece, std::size_t length)
{
    std::string text;
    while (text.size() < length) {
        text += piece;
    }
    text.resize(length);
    return text;
}

TEST(SequenceRatio, LetsNoFrequentLetterBeginABlockInALongText)
{
    auto const letters = repeated("abcdefghij", 200);
    EXPECT_NEAR(sequence_ratio("abcdefghij", letters), 0.095238, 5e-7);
    std::string const foxes = "the quick brown fox jumps over the lazy dog ";
    EXPECT_NEAR(sequence_ratio("quick brown fox", repeated(foxes, 199)), 0.140187, 5e-7);
    EXPECT_EQ(sequence_ratio("quick brown fox", repeated(foxes, 200)), 0.0);
    EXPECT_GT(sequence_ratio("quick brown fox", repeated(foxes, 200), false), 0.13);
}

TEST(SequenceRatio, CountsCodePoints)
{
    EXPECT_NEAR(sequence_ratio("αβγδ", "βγδε"), 0.75, 1e-12);
    EXPECT_EQ(sequence_ratio("tnf α", "tnf α"), 1.0);
}

TEST(SequenceRatio, IsNeverAboveItsBound)
{
    for (auto const& [a, b, ratio] : kRatios) {
        EXPECT_LE(ratio, sequence_ratio_bound(std::string{a}.size(), std::string{b}.size()) + 1e-6);
    }
}

}  // namespace
}  // namespace kewp::suggest
