#include "suggest/evidence.hpp"
#include "suggest/suggester.hpp"
#include "suggest_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kewp::suggest {
namespace {

using config::RankingMode;
using config::ScoringConfig;
using corpus::TargetKind;
using fixture::CorpusBuilder;
using fixture::ids_of;
using fixture::vectors;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr KeId kKe{1};

ScoringConfig config_of(RankingMode mode)
{
    return ScoringConfig::for_mode(mode);
}

TargetEmbeddings& of(Embeddings& embeddings, TargetKind kind)
{
    return embeddings.targets[static_cast<std::size_t>(kind)];
}

// EX-04: three pathways, vectors of three dimensions.
Embeddings example_vectors(float scale)
{
    Embeddings embeddings;
    embeddings.ke_title = vectors({{"KE 1", {3 * scale, 4 * scale, 0}}});
    embeddings.ke_text = vectors({{"KE 1", {1 * scale, 2 * scale, 2 * scale}}});
    auto& pathways = of(embeddings, TargetKind::wikipathways);
    pathways.name = vectors({{"WP10", {3, 4, 0}}, {"WP20", {4, 3, 0}}, {"WP30", {0, 0, 1}}});
    pathways.text = vectors({{"WP10", {1, 2, 2}}, {"WP20", {2, 1, 2}}, {"WP30", {2, 2, 1}}});
    return embeddings;
}

CorpusBuilder example_corpus()
{
    CorpusBuilder builder;
    builder.key_event(1, "Increase, CYP2E1", {"CYP2E1"});
    builder.genes(builder.pathway(10, "Ethanol metabolism"), {"CYP2E1"}, 20);
    builder.genes(builder.pathway(20, "Fatty acid oxidation"), {}, 20);
    builder.genes(builder.pathway(30, "Bone formation"), {}, 20);
    return builder;
}

TEST(Suggester, RanksByCosinesAsInTheWorkedExample)
{
    Suggester const suggester{example_corpus().build(), example_vectors(1), config_of(RankingMode::semantic)};
    auto const list = suggester.suggest(Resource::wikipathways, kKe, {});
    ASSERT_TRUE(list) << list.error().message;
    EXPECT_EQ(list->ranking_mode, "semantic");
    EXPECT_THAT(list->warnings, IsEmpty());
    ASSERT_THAT(ids_of(list->suggestions), ElementsAre("WP10", "WP20"));  // WP30 is below the minimum
    EXPECT_EQ(list->suggestions[0].score, 0.95);
    EXPECT_NEAR(*list->suggestions[1].channels.name, 0.922368, 1e-5);
    EXPECT_NEAR(*list->suggestions[1].channels.text, 0.795620, 1e-5);
    EXPECT_NEAR(list->suggestions[1].part(Signal::embedding).value, 0.903356, 1e-5);
    EXPECT_EQ(list->suggestions[1].score, 0.9034);
    EXPECT_EQ(list->suggestions[1].tier, "excellent");
    EXPECT_EQ(list->suggestions[1].primary_evidence, "semantic_similarity");
}

TEST(Suggester, RanksTheSameForAQueryFiveTimesAsLong)
{
    EXPECT_EQ(normalised(std::vector<float>{15, 20, 0}), normalised(std::vector<float>{3, 4, 0}));
    EXPECT_THAT(normalised(std::vector<float>{0, 0, 0}), IsEmpty());
    Suggester const suggester{example_corpus().build(), example_vectors(5), config_of(RankingMode::semantic)};
    auto const list = *suggester.suggest(Resource::wikipathways, kKe, {});
    ASSERT_EQ(list.suggestions.size(), 2U);
    EXPECT_EQ(list.suggestions[0].score, 0.95);
    EXPECT_EQ(list.suggestions[1].score, 0.9034);
}

TEST(Suggester, AddsUpSignalsInModeHybrid)
{
    Suggester const suggester{example_corpus().build(), example_vectors(1), config_of(RankingMode::hybrid)};
    auto const list = *suggester.suggest(Resource::wikipathways, kKe, {.lists_by_signal = true});
    ASSERT_THAT(ids_of(list.suggestions), ElementsAre("WP10", "WP20"));
    auto const& best = list.suggestions[0];
    // One of one gene, one of twenty in the pathway: (0.4 + 0.4·0.5 + 0.15)·0.8.
    EXPECT_EQ(best.part(Signal::gene).value, 0.6);
    EXPECT_EQ(best.score, 0.735);  // 0.35·0.6 + 0.5·0.95 + 0.05
    EXPECT_EQ(best.bonus, 0.05);
    EXPECT_THAT(best.genes.matching, ElementsAre("CYP2E1"));
    EXPECT_EQ(best.genes.overlap_ratio, 1.0);
    EXPECT_NEAR(*best.genes.p_value, 20.0 / 21.0, 1e-9);
    EXPECT_THAT(best.reason, HasSubstr("1 of the Key Event's 1 gene is among the 20 genes of the pathway (CYP2E1)"));
    EXPECT_EQ(list.suggestions[1].bonus, 0.0);
    EXPECT_THAT(ids_of(list.by_gene), ElementsAre("WP10"));
    EXPECT_THAT(ids_of(list.by_embedding), ElementsAre("WP10", "WP20"));
    EXPECT_THAT(list.by_ontology, IsEmpty());
}

TEST(Suggester, IsDegradedAndSaysSoWithoutVectors)
{
    auto builder = example_corpus();
    builder.pathway(40, "CYP2E1 reactions");
    builder.genes(builder.pathway(50, "CYP2E1 reactions in the liver"), {}, 20);
    Suggester const suggester{builder.build(), {}, config_of(RankingMode::semantic)};
    auto const list = *suggester.suggest(Resource::wikipathways, kKe, {});
    EXPECT_EQ(list.ranking_mode, "degraded");
    ASSERT_EQ(list.warnings.size(), 1U);
    EXPECT_EQ(list.warnings[0].source, "embeddings");
    EXPECT_THAT(list.warnings[0].message, HasSubstr("no vectors"));
    // WP40 is left out: its size is unknown although sizes are known.
    ASSERT_THAT(ids_of(list.suggestions), testing::UnorderedElementsAre("WP10", "WP50"));
    for (auto const& suggestion : list.suggestions) {
        EXPECT_FALSE(suggestion.part(Signal::embedding).available);
        EXPECT_EQ(suggestion.part(Signal::embedding).weight, 0.0);
        EXPECT_NEAR(suggestion.part(Signal::lexical).weight, 0.50 / 0.85, 1e-12);  // no pathway has tags
        EXPECT_FALSE(suggestion.reason.empty());
    }
    EXPECT_FALSE(suggester.embeddings_ready(TargetKind::wikipathways));
}

TEST(Suggester, IsDegradedForAKeyEventWithoutAVector)
{
    auto builder = example_corpus();
    builder.key_event(2, "Decrease, fatty acid oxidation");
    Suggester const suggester{builder.build(), example_vectors(1), config_of(RankingMode::hybrid)};
    EXPECT_TRUE(suggester.embeddings_ready(TargetKind::wikipathways));
    auto const list = *suggester.suggest(Resource::wikipathways, KeId{2}, {});
    EXPECT_EQ(list.ranking_mode, "degraded");
    EXPECT_THAT(list.warnings[0].message, HasSubstr("KE 2 has no vector"));
    ASSERT_THAT(ids_of(list.suggestions), ElementsAre("WP20"));
    EXPECT_EQ(list.suggestions[0].part(Signal::lexical).value, 1.0);  // its very name
    EXPECT_EQ(list.suggestions[0].primary_evidence, "text_match");
    EXPECT_EQ(list.suggestions[0].score, 0.98);
}

TEST(Suggester, GivesNothingForAKeyEventWithoutTitleGenesAndVector)
{
    auto builder = example_corpus();
    builder.key_event(3, "");
    Suggester const suggester{builder.build(), example_vectors(1), config_of(RankingMode::semantic)};
    auto const list = suggester.suggest(Resource::wikipathways, KeId{3}, {});
    ASSERT_TRUE(list);
    EXPECT_THAT(list->suggestions, IsEmpty());
    EXPECT_EQ(list->total, 0U);
}

TEST(Suggester, NeverRanksOnAConstantVector)
{
    // The Key Event has a title vector of zeros: only the channel of the description is left.
    auto embeddings = example_vectors(1);
    embeddings.ke_title = vectors({{"KE 1", {0, 0, 0}}});
    Suggester const suggester{example_corpus().build(), std::move(embeddings), config_of(RankingMode::semantic)};
    auto const list = *suggester.suggest(Resource::wikipathways, kKe, {});
    ASSERT_FALSE(list.suggestions.empty());
    for (auto const& suggestion : list.suggestions) {
        EXPECT_FALSE(suggestion.channels.name);
        EXPECT_NEAR(suggestion.part(Signal::embedding).value, *suggestion.channels.text, 1e-12);
    }
}

TEST(Suggester, UsesTheTitleVectorWhenTheDescriptionIsSwitchedOff)
{
    Suggester const suggester{example_corpus().build(), example_vectors(1), config_of(RankingMode::semantic)};
    auto const with = *suggester.suggest(Resource::wikipathways, kKe, {});
    auto const without = *suggester.suggest(Resource::wikipathways, kKe, {.without_description = true});
    EXPECT_NE(*with.suggestions[1].channels.text, *without.suggestions[1].channels.text);
    EXPECT_EQ(*with.suggestions[1].channels.name, *without.suggestions[1].channels.name);
}

TEST(Suggester, GivesTheSameListForAnyOrderOfTheTargets)
{
    auto ids = [](bool reversed) {
        CorpusBuilder builder;
        builder.key_event(1, "Increase, oxidative stress", {"A", "B"});
        for (std::uint32_t i = 0; i < 60; ++i) {
            builder.genes(builder.pathway(i + 1, i % 2 == 0 ? "Oxidative stress" : "Oxidative stress response"),
                          {i % 3 == 0 ? "A" : "C"}, 20);
        }
        if (reversed) {
            builder.reverse_targets();
        }
        Suggester const suggester{builder.build(), {}, config_of(RankingMode::hybrid)};
        return ids_of(suggester.suggest(Resource::wikipathways, kKe, {.limit = 50})->suggestions);
    };
    EXPECT_EQ(ids(false), ids(true));
}

TEST(Suggester, DoesNotLetAShortListStarveALongOne)
{
    CorpusBuilder builder;
    builder.key_event(1, "Increase, oxidative stress");
    for (std::uint32_t i = 1; i <= 60; ++i) {
        builder.genes(builder.pathway(i, "Oxidative stress " + std::to_string(i)), {}, 20);
    }
    Suggester const suggester{builder.build(), {}, config_of(RankingMode::semantic)};
    auto const few = *suggester.suggest(Resource::wikipathways, kKe, {.limit = 3});
    auto const many = *suggester.suggest(Resource::wikipathways, kKe, {.limit = 50});
    EXPECT_EQ(few.suggestions.size(), 3U);
    EXPECT_EQ(many.suggestions.size(), 50U);
    EXPECT_EQ(few.total, 60U);
    EXPECT_EQ(many.total, 60U);
}

TEST(Suggester, BoostsByOntologyTagsButNotAboveTheCap)
{
    auto builder = example_corpus();
    builder.key_event(2, "Ethanol metabolism and liver disease");
    auto& tagged = builder.pathway(60, "Tagged");
    tagged.tags = {"ethanol metabolic pathway", "liver", "metabolism"};
    builder.genes(tagged, {}, 20);
    auto embeddings = example_vectors(1);
    embeddings.ke_title = vectors({{"KE 1", {3, 4, 0}}, {"KE 2", {3, 4, 0}}});
    embeddings.ke_text = std::nullopt;
    of(embeddings, TargetKind::wikipathways).name = vectors({{"WP10", {3, 4, 0}}, {"WP60", {3, 4, 0}}});
    of(embeddings, TargetKind::wikipathways).text = std::nullopt;
    Suggester const suggester{builder.build(), std::move(embeddings), config_of(RankingMode::semantic)};
    auto const list = *suggester.suggest(Resource::wikipathways, KeId{2}, {.lists_by_signal = true});
    ASSERT_THAT(ids_of(list.suggestions), ElementsAre("WP60", "WP10"));
    EXPECT_EQ(list.suggestions[0].score, 0.98);
    EXPECT_EQ(list.suggestions[0].primary_evidence, "ontology_tags");
    EXPECT_THAT(list.suggestions[0].matched_tags, Not(IsEmpty()));
    EXPECT_EQ(list.suggestions[1].score, 0.95);
    EXPECT_THAT(ids_of(list.by_ontology), ElementsAre("WP60"));
}

TEST(Suggester, LetsAllSizesPassWhenNoneIsKnown)
{
    CorpusBuilder builder;
    builder.key_event(1, "Increase, apoptosis");
    builder.pathway(1, "Apoptosis");
    Suggester const suggester{builder.build(), {}, config_of(RankingMode::semantic)};
    auto const list = *suggester.suggest(Resource::wikipathways, kKe, {});
    EXPECT_THAT(ids_of(list.suggestions), ElementsAre("WP1"));
    EXPECT_FALSE(list.suggestions[0].genes.p_value);
    EXPECT_FALSE(list.suggestions[0].genes.specificity);
    ASSERT_EQ(list.warnings.size(), 2U);
    EXPECT_EQ(list.warnings[1].source, "wikipathways_genes");
}

TEST(Suggester, LeavesOutTargetsThatAreTooSmallOrTooLarge)
{
    CorpusBuilder builder;
    builder.key_event(1, "Increase, apoptosis");
    builder.genes(builder.pathway(1, "Apoptosis"), {}, 9);
    builder.genes(builder.pathway(2, "Apoptosis"), {}, 10);
    builder.genes(builder.pathway(3, "Apoptosis"), {}, 500);
    builder.genes(builder.pathway(4, "Apoptosis"), {}, 501);
    Suggester const suggester{builder.build(), {}, config_of(RankingMode::semantic)};
    EXPECT_THAT(ids_of(suggester.suggest(Resource::wikipathways, kKe, {})->suggestions), ElementsAre("WP2", "WP3"));
    EXPECT_EQ(suggester.search(Resource::wikipathways, "apoptosis", {})->hits.size(), 4U);
}

CorpusBuilder go_corpus()
{
    CorpusBuilder builder;
    builder.key_event(1, "Increased apoptosis", {"TNF", "CASP3"});
    auto& parent = builder.process(6915, "apoptotic process");
    builder.genes(parent, {"TNF", "CASP3"}, 40);
    auto& child = builder.process(43065, "positive regulation of apoptotic process");
    builder.genes(child, {"TNF"}, 20);
    child.ancestors = {TargetId{Resource::go, 6915}};
    auto& other = builder.process(43066, "negative regulation of apoptotic process");
    builder.genes(other, {"TNF"}, 20);
    other.ancestors = {TargetId{Resource::go, 6915}};
    builder.genes(builder.target(TargetKind::go_mf, 5123, "apoptotic ligand binding"), {"TNF"}, 20);
    return builder;
}

TEST(Suggester, LeavesOutGoTermsThatStateADirection)
{
    Suggester const suggester{go_corpus().build(), {}, config_of(RankingMode::semantic)};
    auto const list = *suggester.suggest(Resource::go, kKe, {});
    EXPECT_THAT(ids_of(list.suggestions), ElementsAre("GO:0006915", "GO:0005123"));
    EXPECT_THAT(ids_of(suggester.suggest(Resource::go, kKe, {.aspect = Aspect::mf})->suggestions),
                ElementsAre("GO:0005123"));
    EXPECT_THAT(ids_of(suggester.suggest(Resource::go, kKe, {.aspect = Aspect::bp})->suggestions),
                ElementsAre("GO:0006915"));
    EXPECT_EQ(suggester.search(Resource::go, "apoptotic process", {.aspect = Aspect::bp})->hits.size(), 3U);
}

TEST(Suggester, RaisesAndLowersGoTermsByDirectionWhenTheyAreKept)
{
    auto config = config_of(RankingMode::hybrid);
    config.go_bp.directionality.exclude_signed_terms = false;
    config.go_bp.hierarchy.enabled = false;
    Suggester const suggester{go_corpus().build(), {}, config};
    auto const list = *suggester.suggest(Resource::go, kKe, {.aspect = Aspect::bp});
    ASSERT_THAT(ids_of(list.suggestions), ElementsAre("GO:0006915", "GO:0043065", "GO:0043066"));
    EXPECT_EQ(list.suggestions[0].go->directions_match, std::nullopt);
    EXPECT_EQ(list.suggestions[1].go->directions_match, true);
    EXPECT_EQ(list.suggestions[2].go->directions_match, false);
    EXPECT_THAT(list.suggestions[2].reason, HasSubstr("opposite"));
    EXPECT_NEAR(list.suggestions[1].score / list.suggestions[2].score, 1.10 / 0.85, 1e-3);
}

TEST(Suggester, RanksByOneSignalWhenAsked)
{
    Suggester const suggester{example_corpus().build(), example_vectors(1), config_of(RankingMode::semantic)};
    auto const by_gene = *suggester.suggest(Resource::wikipathways, kKe, {.method = Method::gene});
    ASSERT_THAT(ids_of(by_gene.suggestions), ElementsAre("WP10"));
    EXPECT_EQ(by_gene.suggestions[0].score, 0.6);
    auto const by_meaning = *suggester.suggest(Resource::wikipathways, kKe, {.method = Method::embedding});
    EXPECT_THAT(ids_of(by_meaning.suggestions), ElementsAre("WP10", "WP20"));
}

TEST(Suggester, RefusesWhatItDoesNotKnow)
{
    Suggester const suggester{example_corpus().build(), {}, config_of(RankingMode::semantic)};
    auto const unknown = suggester.suggest(Resource::wikipathways, KeId{99}, {});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, ErrorCode::not_found);
    EXPECT_THAT(unknown.error().message, HasSubstr("KE 99"));
    auto const empty = suggester.suggest(Resource::reactome, kKe, {});
    ASSERT_FALSE(empty);
    EXPECT_EQ(empty.error().code, ErrorCode::unavailable);
    EXPECT_EQ(suggester.search(Resource::go, "x", {}).error().code, ErrorCode::unavailable);
}

TEST(Suggester, WarnsWhenGenesOfKeyEventsAreUnknown)
{
    auto builder = example_corpus();
    builder.forget_ke_genes();
    Suggester const suggester{builder.build(), example_vectors(1), config_of(RankingMode::semantic)};
    auto const list = *suggester.suggest(Resource::wikipathways, kKe, {});
    ASSERT_EQ(list.warnings.size(), 1U);
    EXPECT_EQ(list.warnings[0].source, "ke_genes");
}

TEST(Suggester, KeepsEveryScoreWithinBounds)
{
    for (auto const mode : {RankingMode::hybrid, RankingMode::semantic}) {
        for (bool const with_vectors : {true, false}) {
            Suggester const suggester{go_corpus().build(), with_vectors ? example_vectors(1) : Embeddings{},
                                      config_of(mode)};
            auto const list = *suggester.suggest(Resource::go, kKe, {.limit = 50});
            for (auto const& suggestion : list.suggestions) {
                EXPECT_GT(suggestion.score, 0.0);
                EXPECT_LE(suggestion.score, 0.98);
            }
        }
    }
}

}  // namespace
}  // namespace kewp::suggest
