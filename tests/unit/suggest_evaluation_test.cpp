#include "suggest/evaluation.hpp"
#include "suggest_fixture.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kewp::suggest {
namespace {

using config::RankingMode;
using corpus::TargetKind;
using fixture::CorpusBuilder;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

PairRank rank_of(std::uint32_t ke, std::size_t target, std::size_t rank)
{
    return {{KeId{ke}, target}, rank};
}

// By hand: (1 + 1/2 + 0 + 1/10) / 4 = 0.4.
TEST(Evaluation, MeasuresReciprocalRanksAndRecall)
{
    auto const measures = measure({rank_of(1, 0, 1), rank_of(1, 1, 2), rank_of(2, 0, 0), rank_of(3, 5, 10)}, 200, 1);
    EXPECT_DOUBLE_EQ(measures.mrr, 0.4);
    EXPECT_THAT(measures.recall, ElementsAre(0.25, 0.5, 0.75, 0.75));
    EXPECT_EQ(measures.key_events, 3U);
    EXPECT_LE(measures.mrr_low, 0.4);
    EXPECT_GE(measures.mrr_high, 0.4);
    auto const again = measure(measures.ranks, 200, 1);
    EXPECT_EQ(again.mrr_low, measures.mrr_low);
}

// By hand: the lists share one of three, one of three and none of four targets: (1/3 + 1/3 + 0) / 3.
TEST(Evaluation, MeasuresHowAlikeListsAre)
{
    auto const hubs = measure_hubs({{0, 1}, {0, 2}, {1, 3}}, 4);
    EXPECT_NEAR(hubs.mean_jaccard, 2.0 / 9, 1e-12);
    ASSERT_THAT(hubs.hubs, SizeIs(4));
    EXPECT_EQ(hubs.hubs[0].target, 0U);
    EXPECT_NEAR(hubs.hubs[0].share, 2.0 / 3, 1e-12);
}

CorpusBuilder small_corpus()
{
    CorpusBuilder builder;
    builder.key_event(1, "Increased, apoptosis", {"TNF", "IL6", "CASP3"});
    builder.key_event(2, "Decreased, cholesterol synthesis", {"HMGCR"});
    builder.genes(builder.pathway(254, "Apoptosis pathway"), {"TNF", "CASP3", "IL6"}, 10);
    builder.genes(builder.pathway(197, "Cholesterol synthesis"), {"HMGCR"}, 12);
    for (std::uint32_t i = 1; i <= 4; ++i) {
        builder.genes(builder.pathway(i, "Other"), {}, 400);
    }
    return builder;
}

class GoldStandards : public testing::Test {
protected:
    std::shared_ptr<corpus::Corpus const> corpus_ = small_corpus().build();
    config::ScoringConfig config_ = config::ScoringConfig::for_mode(RankingMode::fused);
    KindIndex index_{*corpus_, TargetKind::wikipathways, {}, config_};
};

TEST_F(GoldStandards, TakeTargetsWhoseGenesAreEnriched)
{
    auto const standard = gold_by_genes(index_, *corpus_);
    EXPECT_THAT(standard.pairs, ElementsAre(GoldPair{KeId{1}, 0}));
    EXPECT_THAT(standard.left_out, ElementsAre(Signal::gene));
}

TEST_F(GoldStandards, TakeTargetsThatTheTitleNames)
{
    auto const standard = gold_by_titles(index_, *corpus_);
    EXPECT_THAT(standard.pairs, ElementsAre(GoldPair{KeId{1}, 0}, GoldPair{KeId{2}, 1}));
    EXPECT_THAT(standard.left_out, ElementsAre(Signal::lexical, Signal::ontology));
}

TEST_F(GoldStandards, AreReadFromTablesOfAnyLayout)
{
    auto const file = std::filesystem::path{testing::TempDir()} / "pairs.csv";
    std::ofstream{file} << "ke_id,wp_id,confidence\n\"KE 1\",\"WP197\",high\r\nEvent:2\tWP254\nKE 99,WP254\n2,WP254\n";
    auto const standard = gold_from_file(file, index_, *corpus_);
    ASSERT_TRUE(standard) << standard.error().message;
    EXPECT_THAT(standard->pairs, ElementsAre(GoldPair{KeId{1}, 1}, GoldPair{KeId{2}, 0}));
    EXPECT_THAT(standard->left_out, testing::IsEmpty());
}

TEST_F(GoldStandards, RefuseATableWithoutPairs)
{
    auto const file = std::filesystem::path{testing::TempDir()} / "none.csv";
    std::ofstream{file} << "a,b\n1,2\n";
    auto const standard = gold_from_file(file, index_, *corpus_);
    ASSERT_FALSE(standard);
    EXPECT_THAT(standard.error().message, HasSubstr("no row has the id of a Key Event"));
    EXPECT_EQ(gold_from_file("/nowhere.csv", index_, *corpus_).error().code, ErrorCode::not_found);
}

TEST(Evaluation, RanksWithoutTheSignalThatMadeTheStandard)
{
    // Without vectors all modes are left with words and genes; the first standard leaves genes out, so that the
    // pathway is found by its name, the second leaves words out, so that it is found by its genes.
    auto const corpus = small_corpus().build();
    EvaluationRequest const request{
        .pairs = {}, .modes = {RankingMode::hybrid, RankingMode::fused}, .kinds = {TargetKind::wikipathways}};
    auto const found = evaluate(*corpus, {}, config::ScoringConfig::for_mode(RankingMode::fused), request);
    ASSERT_TRUE(found) << found.error().message;
    ASSERT_THAT(*found, SizeIs(1));
    ASSERT_THAT(found->front().standards, SizeIs(2));
    for (auto const& mode : found->front().modes) {
        EXPECT_EQ(mode.standards[0].mrr, 1.0) << config::name_of(mode.mode);
        EXPECT_EQ(mode.standards[1].mrr, 1.0) << config::name_of(mode.mode);
    }
    EXPECT_THAT(to_text(*found, *corpus, request), HasSubstr("no vectors"));
    EXPECT_THAT(to_json(*found, *corpus, request), HasSubstr("\"left_out\":[\"gene\"]"));
    EXPECT_THAT(to_svg(*found), HasSubstr("</svg>"));
}

TEST(Evaluation, HoldsOutKeyEventsWithAnOddNumber)
{
    auto const corpus = small_corpus().build();
    EvaluationRequest const request{
        .pairs = {}, .modes = {RankingMode::fused}, .kinds = {TargetKind::wikipathways}, .half = Half::held_out};
    auto const found = evaluate(*corpus, {}, config::ScoringConfig::for_mode(RankingMode::fused), request);
    for (auto const& standard : found->front().standards) {
        for (auto const& pair : standard.pairs) {
            EXPECT_EQ(pair.ke.number() % 2, 1U);
        }
    }
}

}  // namespace
}  // namespace kewp::suggest
