#include "suggest/lexical_index.hpp"
#include "suggest/lexical_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kewp::suggest {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> words_of(std::string_view text)
{
    std::vector<std::string> words;
    for_each_lexical_word(text, [&](std::string_view word, bool) { words.emplace_back(word); });
    return words;
}

TEST(LexicalWords, AreRunsOfLettersAndDigits)
{
    EXPECT_THAT(words_of("Tumor necrosis (TNF), stage_2"), ElementsAre("tumor", "necrosis", "tnf", "stage", "2"));
    EXPECT_THAT(words_of("TNF-α PPARγ µM"), ElementsAre("tnf", "alpha", "ppar", "gamma", "mu", "m"));
    EXPECT_THAT(words_of("IL-6 and CYP-2E1"), ElementsAre("il", "6", "il6", "and", "cyp", "2e1", "cyp2e1"));
    EXPECT_THAT(words_of("Ångström naïve"), ElementsAre("ångström", "naïve"));
    EXPECT_THAT(words_of("—"), IsEmpty());
}

TEST(LexicalWords, FallTogetherWhenTheyMeanTheSame)
{
    constexpr std::pair<char const*, char const*> kSame[] = {
        {"apoptosis", "apoptotic"},    {"tumour", "tumors"},
        {"oestrogen", "estrogens"},    {"signalling", "signaling"},
        {"fibrosis", "fibrotic"},      {"hydrolysis", "hydrolytic"},
        {"methylation", "methylated"}, {"inflammation", "inflammatory"},
        {"ionisation", "ionization"},  {"pathways", "pathway"},
        {"biopsies", "biopsy"}};
    for (auto const& [a, b] : kSame) {
        EXPECT_EQ(lexical_stem(a), lexical_stem(b)) << a;
    }
    EXPECT_NE(lexical_stem("virus"), lexical_stem("viru"));
    EXPECT_EQ(lexical_stem("cyp2s"), "cyp2s");
    EXPECT_EQ(lexical_stem("process"), "process");
}

TEST(EditDistance, StopsAtItsLimit)
{
    EXPECT_EQ(edit_distance("apoptosis", "apoptosis", 2), 0U);
    EXPECT_EQ(edit_distance("apoptosis", "apotosis", 2), 1U);
    EXPECT_EQ(edit_distance("apoptosis", "apotesis", 2), 2U);
    EXPECT_EQ(edit_distance("apoptosis", "necrosis", 2), 3U);
    EXPECT_EQ(edit_distance("", "ab", 1), 2U);
}

LexicalIndex small_index()
{
    LexicalIndex::Builder builder;
    builder.add("Apoptosis", {}, "Programmed cell death.");
    builder.add("Estrogen signaling pathway", {}, "");
    builder.add("Oxidative stress response", {}, "Reactive oxygen species damage the cell.");
    std::vector<std::string_view> const synonyms{"programmed cell death by apoptosis", "type I programmed cell death"};
    builder.add("apoptotic process", synonyms, "A process");
    return std::move(builder).build();
}

std::vector<std::uint32_t> best_first(LexicalIndex const& index, std::string_view query, LexicalOptions options = {})
{
    auto hits = index.find(index.prepare(query, options));
    std::ranges::stable_sort(hits, std::greater{}, &LexicalHit::score);
    std::vector<std::uint32_t> documents;
    for (auto const& hit : hits) {
        EXPECT_GT(hit.score, 0.0F);
        EXPECT_LT(hit.score, 1.0F);
        EXPECT_LE(hit.name_coverage, hit.coverage);
        EXPECT_LE(hit.coverage, 1.0F);
        documents.push_back(hit.document);
    }
    return documents;
}

TEST(LexicalIndex, PutsWordsInTitlesBeforeSynonymsBeforeDescriptions)
{
    auto const index = small_index();
    EXPECT_THAT(best_first(index, "apoptosis"), ElementsAre(0, 3));
    EXPECT_THAT(best_first(index, "death"), ElementsAre(3, 0));
    EXPECT_THAT(best_first(index, "cell"), ElementsAre(3, 0, 2));
}

TEST(LexicalIndex, FindsBeginningsOfWordsWhenAsked)
{
    auto const index = small_index();
    EXPECT_THAT(best_first(index, "estro"), IsEmpty());
    EXPECT_THAT(best_first(index, "estro", {.prefixes = true}), ElementsAre(1));
}

TEST(LexicalIndex, ForgivesTypingErrorsWhenAsked)
{
    auto const index = small_index();
    EXPECT_THAT(best_first(index, "oxydative"), IsEmpty());
    EXPECT_THAT(best_first(index, "oxydative", {.typos = true}), ElementsAre(2));
    EXPECT_THAT(best_first(index, "strss", {.typos = true}), ElementsAre(2));
}

TEST(LexicalIndex, TellsWhichWordsMatched)
{
    auto const index = small_index();
    auto const query = index.prepare("Stress of the zebra cell", {});
    EXPECT_THAT(index.matched_words(query, 2), ElementsAre("stress", "cell"));
    EXPECT_THAT(index.matched_words(query, 1), IsEmpty());
}

TEST(LexicalIndex, MatchesAHyphenatedNameWithTheJoinedOne)
{
    LexicalIndex::Builder builder;
    builder.add("IL6 signaling", {}, "");
    builder.add("IL-6 signaling", {}, "");
    auto const index = std::move(builder).build();
    for (auto const* const query : {"IL-6", "IL6"}) {
        auto const hits = index.find(index.prepare(query, {}));
        ASSERT_EQ(hits.size(), 2U) << query;
        EXPECT_NEAR(hits[0].coverage, 1.0F, 1e-6F) << query;
        EXPECT_NEAR(hits[1].coverage, 1.0F, 1e-6F) << query;
    }
}

TEST(LexicalIndex, HasNoHitsWithoutWordsOrDocuments)
{
    auto const index = small_index();
    EXPECT_THAT(best_first(index, ""), IsEmpty());
    EXPECT_THAT(best_first(index, "--"), IsEmpty());
    EXPECT_THAT(best_first(LexicalIndex{}, "cell"), IsEmpty());
    EXPECT_TRUE(index.prepare("—", {}).empty());
}

}  // namespace
}  // namespace kewp::suggest
