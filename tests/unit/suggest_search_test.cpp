#include "suggest/suggester.hpp"
#include "suggest_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>

namespace kewp::suggest {
namespace {

using corpus::TargetKind;
using fixture::CorpusBuilder;
using testing::ElementsAre;
using testing::IsEmpty;

class Search : public testing::Test {
protected:
    Search() : suggester_{corpus(), {}, config::ScoringConfig{}} {}

    static std::shared_ptr<corpus::Corpus const> corpus()
    {
        CorpusBuilder builder;
        builder.key_event(55, "Increase, Cell injury/death");
        builder.key_event(188, "Inflammation").description = "Recruitment of <b>leukocytes</b>.";
        builder.key_event(1, "Decreased testosterone");
        builder.pathway(254, "Apoptosis").description = "Programmed cell death";
        builder.pathway(1, "Estrogen signaling pathway");
        auto& process = builder.process(6915, "apoptotic process");
        process.description = "A programmed cell death process";
        process.synonyms = {{"cell suicide", "EXACT"}};
        builder.process(6954, "inflammatory response");
        builder.target(TargetKind::go_mf, 4879, "nuclear receptor activity");
        builder.target(TargetKind::reactome, 109581, "Apoptosis");
        builder.target(TargetKind::reactome, 5357801, "Programmed Cell Death");
        return builder.build();
    }

    std::vector<SearchHit> find(Resource resource, std::string_view query, double threshold = 0.1)
    {
        return suggester_.search(resource, query, {.threshold = threshold, .limit = 10})->hits;
    }

    static SearchHit const& hit_of(std::vector<SearchHit> const& hits, std::string const& id)
    {
        for (auto const& hit : hits) {
            if (hit.target->id.str() == id) {
                return hit;
            }
        }
        throw std::runtime_error("no hit " + id);
    }

    static std::vector<std::string> ids(std::vector<SearchHit> const& hits)
    {
        std::vector<std::string> all;
        for (auto const& hit : hits) {
            all.push_back(hit.target->id.str());
        }
        return all;
    }

    Suggester suggester_;
};

void expect_values(SearchHit const& hit, double name, double description, double relevance)
{
    EXPECT_EQ(hit.name_similarity, name) << hit.target->id.str();
    EXPECT_EQ(hit.description_similarity, description) << hit.target->id.str();
    EXPECT_EQ(hit.relevance, relevance) << hit.target->id.str();
}

// EX-08 of spec/reference/suggestions.md.
TEST_F(Search, FindsPathwaysWithTheValuesOfTheReference)
{
    for (auto const* const query : {"apoptosis", "increased apoptosis"}) {
        auto const hits = find(Resource::wikipathways, query);
        ASSERT_THAT(ids(hits), ElementsAre("WP254", "WP1"));
        expect_values(hits[0], 1.0, 0.133, 1.0);
        expect_values(hits[1], 0.171, 0.0, 0.171);
    }
    auto const estrogen = find(Resource::wikipathways, "Activation of estrogen signaling");
    ASSERT_THAT(ids(estrogen), ElementsAre("WP1", "WP254"));
    expect_values(estrogen[0], 0.766, 0.0, 0.766);
    expect_values(estrogen[1], 0.333, 0.286, 0.333);
    auto const death = find(Resource::wikipathways, "cell death");
    expect_values(hit_of(death, "WP254"), 0.211, 0.645, 0.645);
    EXPECT_EQ(hit_of(death, "WP1").relevance, 0.333);
}

TEST_F(Search, FindsGoTermsByIdInAnySpelling)
{
    for (auto const* const query : {"GO:0006915", "go_6915", "GO0006915", "GO-0006915", "GO:6915", " go:6915 "}) {
        auto const hits = find(Resource::go, query);
        ASSERT_THAT(ids(hits), ElementsAre("GO:0006915")) << query;
        expect_values(hits[0], 1.0, 1.0, 1.0);
    }
    EXPECT_THAT(find(Resource::go, "GO:000691"), IsEmpty());
    EXPECT_THAT(find(Resource::go, "0006915", 0.4), IsEmpty());
    EXPECT_THAT(ids(find(Resource::go, "GO:0004879")), ElementsAre("GO:0004879"));
}

TEST_F(Search, FindsGoTermsByNameAndSynonym)
{
    expect_values(hit_of(find(Resource::go, "apoptosis"), "GO:0006915"), 0.615, 0.35, 0.615);
    expect_values(hit_of(find(Resource::go, "apoptotic process"), "GO:0006915"), 1.0, 0.5, 1.0);
    EXPECT_EQ(hit_of(find(Resource::go, "apoptotic"), "GO:0006915").name_similarity, 0.92);
    EXPECT_EQ(hit_of(find(Resource::go, "ptotic"), "GO:0006915").name_similarity, 0.85);
    EXPECT_EQ(hit_of(find(Resource::go, "Cell suicide"), "GO:0006915").relevance, 0.97);
}

TEST_F(Search, FindsReactomePathwaysByNameAndId)
{
    expect_values(hit_of(find(Resource::reactome, "cell death"), "R-HSA-5357801"), 0.85, 0.0, 0.85);
    EXPECT_EQ(hit_of(find(Resource::reactome, "apopt"), "R-HSA-109581").relevance, 0.85);
    for (auto const* const query : {"RHSA109581", "r_hsa_109581", "R-HSA-109581"}) {
        EXPECT_THAT(ids(find(Resource::reactome, query)), ElementsAre("R-HSA-109581")) << query;
    }
    EXPECT_THAT(find(Resource::reactome, "R-HSA-1"), IsEmpty());
}

TEST_F(Search, FindsPathwaysByIdAndByBareNumber)
{
    for (auto const* const query : {"WP254", "wp:254", "WP_254", "254"}) {
        EXPECT_THAT(ids(find(Resource::wikipathways, query, 0.4)), ElementsAre("WP254")) << query;
    }
    EXPECT_THAT(find(Resource::wikipathways, "WP999"), IsEmpty());
}

TEST_F(Search, ForgivesTypingErrors)
{
    EXPECT_THAT(ids(find(Resource::wikipathways, "oestrogen signaling", 0.4)), ElementsAre("WP1"));
    EXPECT_THAT(ids(find(Resource::wikipathways, "apotosis", 0.4)), ElementsAre("WP254"));
    EXPECT_THAT(ids(find(Resource::go, "inflamatory", 0.4)), ElementsAre("GO:0006954"));
}

TEST_F(Search, FindsBeginningsOfWords)
{
    EXPECT_THAT(ids(find(Resource::wikipathways, "estro", 0.4)), ElementsAre("WP1"));
}

TEST_F(Search, TakesTheDefaultForAThresholdThatIsNone)
{
    auto const threshold = [&](double value) {
        return suggester_.search(Resource::go, "apoptosis", {.threshold = value})->threshold;
    };
    EXPECT_EQ(threshold(std::numeric_limits<double>::quiet_NaN()), 0.4);
    EXPECT_EQ(threshold(0.05), 0.4);
    EXPECT_EQ(threshold(1.5), 0.4);
    EXPECT_EQ(threshold(0.7), 0.7);
}

TEST_F(Search, FindsNothingForAQueryWithoutLetters)
{
    EXPECT_THAT(find(Resource::wikipathways, "—"), IsEmpty());
    EXPECT_THAT(find(Resource::go, ""), IsEmpty());
}

TEST_F(Search, FindsKeyEvents)
{
    auto const numbers = [&](std::string_view query) {
        std::vector<std::uint32_t> all;
        for (auto const& hit : suggester_.search_key_events(query, 10)) {
            all.push_back(hit.key_event->id.number());
        }
        return all;
    };
    EXPECT_THAT(numbers("KE 55"), ElementsAre(55U));
    EXPECT_THAT(numbers("188"), ElementsAre(188U));
    EXPECT_THAT(numbers("KE 999"), IsEmpty());
    EXPECT_THAT(numbers("cell death"), ElementsAre(55U));
    EXPECT_THAT(numbers("inflamation"), ElementsAre(188U));
    EXPECT_THAT(numbers("leukocyte"), ElementsAre(188U));
    EXPECT_THAT(numbers("testo"), ElementsAre(1U));
    EXPECT_THAT(numbers("  "), IsEmpty());
}

/// Forty pathways, each with a direction of its own.
Suggester by_meaning()
{
    CorpusBuilder builder;
    std::vector<std::pair<std::string, std::vector<float>>> rows;
    for (std::uint32_t i = 1; i <= 40; ++i) {
        builder.pathway(i, i == 7 ? "Apoptosis" : i == 8 ? "Suicide prevention" : "Pathway " + std::to_string(i));
        std::vector<float> row(40, 0.1F);
        row[i - 1] = 1;
        rows.emplace_back("WP" + std::to_string(i), row);
    }
    Embeddings embeddings;
    embeddings.targets[0].name = fixture::vectors(rows);
    return Suggester{builder.build(), std::move(embeddings), config::ScoringConfig{}};
}

TEST(SearchByMeaning, FindsAPathwayWithoutACommonWordAndSaysSo)
{
    auto const suggester = by_meaning();
    std::vector<float> vector(40, 0.0F);
    vector[6] = 1;
    EXPECT_THAT(suggester.search(Resource::wikipathways, "cellular suicide", {})->hits,
                testing::Each(testing::Field(&SearchHit::by_meaning, false)));
    auto const hits = suggester.search(Resource::wikipathways, "cellular suicide", {.vector = vector})->hits;
    auto const apoptosis = std::ranges::find_if(hits, [](auto& hit) { return hit.target->title == "Apoptosis"; });
    ASSERT_NE(apoptosis, hits.end());
    EXPECT_TRUE(apoptosis->by_meaning);
    EXPECT_LE(apoptosis->relevance, 0.6);
    EXPECT_GT(apoptosis->similarity.value_or(0), 0.8);
    EXPECT_THAT(apoptosis->matched_words, IsEmpty());
    EXPECT_EQ(std::ranges::count_if(hits, [](auto& hit) { return hit.by_meaning; }), 1)
        << "the others do not stand out";
}

TEST(SearchByMeaning, HoldsTheThresholdAndPutsANameFirst)
{
    auto const suggester = by_meaning();
    std::vector<float> vector(40, 0.0F);
    vector[6] = 1;
    auto const strict =
        suggester.search(Resource::wikipathways, "cellular suicide", {.threshold = 0.7, .vector = vector})->hits;
    EXPECT_THAT(strict, IsEmpty());
    auto const named = suggester.search(Resource::wikipathways, "Pathway 9", {.vector = vector})->hits;
    ASSERT_FALSE(named.empty());
    EXPECT_EQ(named.front().target->title, "Pathway 9");
    EXPECT_FALSE(named.front().by_meaning);
    EXPECT_TRUE(named.front().similarity);
}

TEST(SearchByMeaning, DoesNotMindAVectorOfAnotherModel)
{
    std::vector<float> const vector(3, 0.5F);
    auto const suggester = by_meaning();
    EXPECT_THAT(suggester.search(Resource::wikipathways, "cellular suicide", {.vector = vector})->hits,
                testing::Each(testing::Field(&SearchHit::by_meaning, false)));
}

}  // namespace
}  // namespace kewp::suggest
