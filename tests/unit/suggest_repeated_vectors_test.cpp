#include "suggest/repeated_vectors.hpp"
#include "suggest_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kewp::suggest {
namespace {

using fixture::CorpusBuilder;
using fixture::vectors;
using testing::ElementsAre;
using testing::IsEmpty;

std::shared_ptr<corpus::Corpus const> titled(std::vector<std::string> const& titles)
{
    CorpusBuilder builder;
    for (std::uint32_t i = 0; i < titles.size(); ++i) {
        builder.key_event(i + 1, titles[i]);
    }
    return builder.build();
}

TEST(RepeatedVectors, AreThoseOfKeyEventsWithoutATitle)
{
    auto const corpus = titled({"", "Apoptosis", " ", "", "Necrosis"});
    auto const set =
        vectors({{"KE 1", {1, 0}}, {"KE 2", {0, 1}}, {"KE 3", {1, 0}}, {"KE 4", {1, 0}}, {"KE 5", {3, 4}}});
    EXPECT_THAT(repeated_rows(*set, *corpus, TextProfile::clean, false), ElementsAre(0, 2, 3));
}

TEST(RepeatedVectors, AreThoseOfThreeUnlikeTexts)
{
    auto const corpus = titled({"Apoptosis", "Necrosis", "Fibrosis", "Steatosis"});
    auto const set = vectors({{"KE 1", {1, 0}}, {"KE 2", {1, 0}}, {"KE 3", {1, 0}}, {"KE 4", {0, 1}}});
    EXPECT_THAT(repeated_rows(*set, *corpus, TextProfile::clean, false), ElementsAre(0, 1, 2));
    auto const two = vectors({{"KE 1", {1, 0}}, {"KE 2", {1, 0}}, {"KE 3", {0, 1}}});
    EXPECT_THAT(repeated_rows(*two, *corpus, TextProfile::clean, false), IsEmpty()) << "two may be a coincidence";
}

TEST(RepeatedVectors, AreNotThoseOfOneTextUnderManyIds)
{
    auto const corpus = titled({"Cell death", "Cell death", "Cell death", "Cell death"});
    auto const set = vectors({{"KE 1", {1, 0}}, {"KE 2", {1, 0}}, {"KE 3", {1, 0}}, {"KE 4", {1, 0}}});
    EXPECT_THAT(repeated_rows(*set, *corpus, TextProfile::clean, false), IsEmpty());
}

TEST(RepeatedVectors, AreNotZerosWhichAreMissingAnyway)
{
    auto const corpus = titled({"", "", ""});
    auto const set = vectors({{"KE 1", {0, 0}}, {"KE 2", {0, 0}}, {"KE 3", {0, 0}}});
    EXPECT_THAT(repeated_rows(*set, *corpus, TextProfile::clean, false), IsEmpty());
}

TEST(RepeatedVectors, CountAsMissingInTheirSet)
{
    auto const set = vectors({{"KE 1", {1, 0}}, {"KE 2", {0, 0}}, {"KE 3", {0, 1}}});
    std::vector<std::size_t> const rows{0};
    auto const fewer = set->without(rows);
    EXPECT_TRUE(fewer.vector_of("KE 1").empty());
    EXPECT_TRUE(fewer.vector_of("KE 2").empty());
    EXPECT_FALSE(fewer.vector_of("KE 3").empty());
    EXPECT_THAT(fewer.zero_rows(), ElementsAre(0, 1));
    EXPECT_FALSE(set->vector_of("KE 1").empty()) << "the set itself stays";
}

}  // namespace
}  // namespace kewp::suggest
