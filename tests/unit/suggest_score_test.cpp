#include "suggest/gene_score.hpp"
#include "suggest/merge.hpp"
#include "suggest/ontology_tags.hpp"
#include "suggest/rounding.hpp"
#include "suggest/score_transform.hpp"
#include "suggest/text_prep.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>
#include <random>

namespace kewp::suggest {
namespace {

using config::RankingMode;
using config::ScoringConfig;

TEST(Rounding, FollowsTheExactBinaryValue)
{
    EXPECT_EQ(rounded(2.675, 2), 2.67);  // the double is below 2.675
    EXPECT_EQ(rounded(0.5, 0), 0.0);     // ties to even
    EXPECT_EQ(rounded(0.49666666666, 3), 0.497);
}

// EX-02.
TEST(ScoreTransform, RaisesToTheFourthPowerAndClips)
{
    constexpr std::pair<double, double> kTable[] = {
        {1.00, 0.95},     {0.98, 0.95},     {0.95, 0.903688},  {0.92, 0.849347}, {0.90, 0.814506}, {0.87, 0.764269},
        {0.85, 0.732094}, {0.80, 0.656100}, {0.75, 0.586182},  {0.70, 0.522006}, {0.60, 0.409600}, {0.50, 0.316406},
        {0.30, 0.178506}, {0.00, 0.062500}, {-0.50, 0.003906}, {-1.00, 0.0}};
    for (auto const& [cosine, score] : kTable) {
        EXPECT_NEAR(transform_cosine(cosine, {}), score, 6e-7) << cosine;
    }
}

TEST(ScoreTransform, KnowsTheOtherMethods)
{
    EXPECT_NEAR(transform_cosine(0.8, {.method = config::ScoreTransform::Method::linear}), 0.675, 1e-12);
    EXPECT_NEAR(transform_cosine(0.8, {.method = config::ScoreTransform::Method::none}), 0.9, 1e-12);
    EXPECT_NEAR(transform_cosine(0.8, {.power_exponent = 2.0}), 0.81, 1e-12);
}

// EX-10.
TEST(ScoreTransform, WeighsTwoChannels)
{
    auto const combined = [](double name, double text, double weight) {
        return *combine_channels({transform_cosine(name, {}), transform_cosine(text, {})}, weight);
    };
    EXPECT_NEAR(combined(0.90, 0.80, 0.85), 0.790745, 6e-7);
    EXPECT_NEAR(combined(0.95, 0.85, 0.85), 0.877949, 6e-7);
    EXPECT_NEAR(combined(0.95, 0.85, 0.60), 0.835050, 6e-7);
}

TEST(ScoreTransform, GivesTheWeightOfAMissingChannelToTheOther)
{
    EXPECT_EQ(combine_channels({0.7, std::nullopt}, 0.85), 0.7);
    EXPECT_EQ(combine_channels({std::nullopt, 0.4}, 0.85), 0.4);
    EXPECT_EQ(combine_channels({std::nullopt, std::nullopt}, 0.85), std::nullopt);
}

// EX-05; of the entry without a common gene we say 0, as the shorter page decides.
TEST(GeneScore, OfWikiPathwaysIsThatOfTheReference)
{
    struct Case {
        Overlap overlap;
        double score;
    };
    constexpr Case kCases[] = {{{1, 1, 100}, 0.472},    {{5, 5, 50}, 0.95}, {{4, 8, 50}, 0.67}, {{7, 11, 87}, 0.726385},
                               {{3, 3, 30}, 0.95},      {{1, 2, 20}, 0.44}, {{2, 2, 4}, 0.76},  {{1, 3, 500}, 0.291333},
                               {{2, 3, 100}, 0.496667}, {{0, 3, 10}, 0.0},  {{0, 0, 10}, 0.0},  {{1, 1, 0}, 0.0}};
    for (auto const& [overlap, score] : kCases) {
        EXPECT_NEAR(pathway_gene_score(overlap, {}), score, 6e-7)
            << overlap.hits << ',' << overlap.key_event << ',' << overlap.target;
    }
}

// EX-06.
TEST(GeneScore, OfGoAndReactomeIsThatOfTheReference)
{
    EXPECT_NEAR(set_gene_score({3, 4, 20}, 10), 0.5678571, 5e-8);
    EXPECT_NEAR(set_gene_score({2, 4, 2}, 10), 0.1, 1e-12);
    EXPECT_NEAR(set_gene_score({1, 4, 500}, 10), 0.1755964, 5e-8);
    EXPECT_EQ(set_gene_score({0, 4, 20}, 10), 0.0);
    EXPECT_NEAR(set_gene_score({4, 4, 8}, 10), 0.68, 1e-12);
}

TEST(GeneScore, NeverFallsWhenAGeneOfTheTargetJoinsTheKeyEvent)
{
    for (std::size_t target = 1; target < 60; ++target) {
        for (std::size_t genes = 1; genes < 12; ++genes) {
            for (std::size_t hits = 0; hits < std::min(genes, target); ++hits) {
                Overlap const before{hits, genes, target};
                Overlap const after{hits + 1, genes + 1, target};
                EXPECT_GE(pathway_gene_score(after, {}), pathway_gene_score(before, {}));
                EXPECT_GE(set_gene_score(after, 10), set_gene_score(before, 10));
            }
        }
    }
}

TEST(HypergeometricTest, AgreesWithValuesCountedByHand)
{
    HypergeometricTest const test{10};
    EXPECT_EQ(test.p_value({0, 3, 4}), 1.0);
    EXPECT_NEAR(test.p_value({1, 3, 4}), 1.0 - 20.0 / 120.0, 1e-12);  // C(6,3) of C(10,3) have none
    EXPECT_NEAR(test.p_value({3, 3, 4}), 4.0 / 120.0, 1e-12);
    EXPECT_NEAR(HypergeometricTest{20000}.p_value({2, 2, 100}), (100.0 * 99.0) / (20000.0 * 19999.0), 1e-12);
    EXPECT_NEAR(test.p_value({3, 9, 9}), 1.0, 1e-12);
}

// EX-07.
TEST(OntologyTags, CountExactMatches)
{
    TagIndex index;
    std::vector<std::string> const tags{"oxidative stress response pathway", "disease pathway"};
    index.add(tags);
    auto const score = index.score(keywords("Increase, Oxidative Stress"), {}, true).front();
    EXPECT_EQ(score.score, 0.6);
    EXPECT_EQ(score.exact, 2U);
    EXPECT_THAT(score.tags, testing::ElementsAre(tags[0], tags[0]));
    EXPECT_EQ(index.score(keywords("Activation, AhR"), {}, true).front().score, 0.0);
    EXPECT_EQ(index.score(keywords("Decreased, T4"), {}, true).front().score, 0.0);
}

TEST(OntologyTags, TakeASpellingForAFuzzyMatchThatDoesNotSufficeAlone)
{
    TagIndex index;
    index.add(std::vector<std::string>{"signaling"});
    index.add(std::vector<std::string>{"signaling", "liver"});
    std::vector<std::string> const words{"signalling", "liver"};
    config::OntologyTags options;
    options.generic_keywords.clear();
    auto const scores = index.score(words, options, true);
    EXPECT_EQ(scores[0].fuzzy, 1U);
    EXPECT_EQ(scores[0].score, 0.0);
    EXPECT_EQ(scores[1].score, 0.45);
}

TEST(OntologyTags, IgnoreGenericWordsEmptyTagsAndTheOffSwitch)
{
    TagIndex index;
    index.add(std::vector<std::string>{"signaling pathway", "—"});
    EXPECT_EQ(index.score(std::vector<std::string>{"pathway"}, {}, true)[0].score, 0.0);
    EXPECT_EQ(index.score(std::vector<std::string>{"zebra"}, {}, true)[0].score, 0.0);
    EXPECT_EQ(index.score(std::vector<std::string>{"signaling pathway"}, {.enabled = false}, true)[0].score, 0.0);
}

Candidate candidate(std::uint32_t number, double gene, double text, double embedding, double ontology)
{
    Candidate made{TargetId{Resource::wikipathways, number}, {}};
    made.signals[Signal::gene] = gene;
    made.signals[Signal::lexical] = text;
    made.signals[Signal::embedding] = embedding;
    made.signals[Signal::ontology] = ontology;
    return made;
}

std::vector<std::pair<std::uint32_t, double>> merged(std::vector<Candidate> const& candidates, MergeRule const& rule)
{
    std::vector<std::pair<std::uint32_t, double>> pairs;
    for (auto const& one : merge(candidates, rule)) {
        pairs.emplace_back(one.id.number(), one.score);
    }
    return pairs;
}

MergeRule rule_of(RankingMode mode)
{
    auto const config = ScoringConfig::for_mode(mode);
    return MergeRule::from(config.wikipathways.weights, config.wikipathways.min_threshold, config.max_score);
}

using Pairs = std::vector<std::pair<std::uint32_t, double>>;

// EX-11, with and without the text signal of that time.
TEST(Merge, RanksWikiPathwaysAsTheReferenceDidAtEachTime)
{
    std::vector<Candidate> const now{candidate(1, 0, 0, .90, 0), candidate(2, .95, 0, .80, 0),
                                     candidate(3, 0, 0, .70, .6), candidate(5, 0, 0, .95, .9),
                                     candidate(4, .95, 0, 0, 0)};
    EXPECT_EQ(merged(now, rule_of(RankingMode::hybrid)),
              (Pairs{{2, 0.7825}, {5, 0.66}, {3, 0.49}, {1, 0.45}, {4, 0.3325}}));
    EXPECT_EQ(merged(now, rule_of(RankingMode::semantic)), (Pairs{{5, 0.95}, {1, 0.9}, {2, 0.8}, {3, 0.7}}));

    std::vector<Candidate> const january{candidate(1, 0, .5, .90, 0), candidate(2, .95, .4, .80, 0),
                                         candidate(3, 0, 0, .70, 0), candidate(5, 0, 0, .95, 0),
                                         candidate(4, .95, 0, 0, 0)};
    EXPECT_EQ(merged(january, MergeRule::from({.35, .25, .40, 0, .05}, .30, .98)),
              (Pairs{{2, 0.8025}, {1, 0.535}, {5, 0.38}, {4, 0.3325}}));

    std::vector<Candidate> const february{candidate(1, 0, .5, .90, 0), candidate(2, .95, .4, .80, 0),
                                          candidate(3, 0, 0, .70, .6), candidate(5, 0, 0, .95, .9),
                                          candidate(4, .95, 0, 0, 0)};
    EXPECT_EQ(merged(february, MergeRule::from({.30, .20, .35, .15, .05}, .30, .98)),
              (Pairs{{2, 0.695}, {5, 0.5175}, {1, 0.465}, {3, 0.385}}));
}

// EX-12.
TEST(Merge, RanksGoTermsInBothModes)
{
    std::vector<Candidate> const terms{candidate(1, 0, 0, .72341, 0), candidate(2, .5679, 0, .64, 0)};
    auto const hybrid = ScoringConfig::for_mode(RankingMode::hybrid).go_bp;
    EXPECT_EQ(merged(terms, MergeRule::from(hybrid.weights, hybrid.min_threshold, .98)),
              (Pairs{{2, 0.6576}, {1, 0.3979}}));
    auto const semantic = ScoringConfig::for_mode(RankingMode::semantic).go_bp;
    EXPECT_EQ(merged(terms, MergeRule::from(semantic.weights, semantic.min_threshold, .98)),
              (Pairs{{1, 0.7234}, {2, 0.64}}));
}

TEST(Merge, IsIndependentOfTheOrderOfItsInput)
{
    std::mt19937 random{7};
    std::uniform_real_distribution<double> value{0.0, 1.0};
    std::vector<Candidate> candidates;
    for (std::uint32_t i = 0; i < 200; ++i) {
        auto const same = i % 3 == 0;  // ties
        candidates.push_back(candidate(i, same ? .5 : value(random), 0, same ? .5 : value(random), 0));
    }
    auto const before = merged(candidates, rule_of(RankingMode::hybrid));
    std::ranges::shuffle(candidates, random);
    EXPECT_EQ(merged(candidates, rule_of(RankingMode::hybrid)), before);
    for (auto const& [id, score] : before) {
        EXPECT_GE(score, 0.15);
        EXPECT_LE(score, 0.98);
    }
}

TEST(Merge, LetsNothingPassThatNoCountingSignalSpeaksFor)
{
    auto rule = rule_of(RankingMode::semantic);
    rule.min_threshold = 0.0;
    EXPECT_TRUE(merged({candidate(1, .9, 0, 0, .9)}, rule).empty());
    EXPECT_TRUE(merged({candidate(1, 0, 0, std::numeric_limits<double>::quiet_NaN(), 0)}, rule).empty());
}

TEST(Merge, SharesTheWeightOfMissingSignalsAmongTheOthers)
{
    SignalValues available;
    available[Signal::lexical] = 1;
    available[Signal::ontology] = 1;
    auto const rule = without_embedding(rule_of(RankingMode::hybrid), available);
    EXPECT_NEAR(rule.weights[Signal::lexical], 0.50 / 0.65, 1e-12);
    EXPECT_NEAR(rule.weights[Signal::ontology], 0.15 / 0.65, 1e-12);
    EXPECT_EQ(rule.weights[Signal::gene], 0.0);
    EXPECT_EQ(rule.weights[Signal::embedding], 0.0);
}

}  // namespace
}  // namespace kewp::suggest
