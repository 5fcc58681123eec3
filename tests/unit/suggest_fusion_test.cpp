#include "suggest/evidence.hpp"
#include "suggest/gene_score.hpp"
#include "suggest/hub_correction.hpp"
#include "suggest/rank_fusion.hpp"
#include "suggest/sequence_ratio.hpp"
#include "suggest/subsequence.hpp"
#include "suggest_fixture.hpp"

#include <cmath>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <sys/wait.h>
#include <unistd.h>

namespace kewp::suggest {
namespace {

using config::RankingMode;
using config::ScoringConfig;
using corpus::TargetKind;
using fixture::CorpusBuilder;
using fixture::ids_of;
using fixture::vectors;
using testing::ElementsAre;
using testing::FloatEq;
using testing::IsEmpty;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
using Values = std::array<std::vector<float>, std::size(kSignals)>;

SignalValues weights(double gene, double lexical, double embedding)
{
    SignalValues values;
    values[Signal::gene] = gene;
    values[Signal::lexical] = lexical;
    values[Signal::embedding] = embedding;
    return values;
}

TEST(RankFusion, GivesEqualValuesTheMeanOfTheirPlaces)
{
    EXPECT_THAT(places_of(std::vector<float>{0.8F, 0.9F, 0.8F, kNan, 0.1F}), ElementsAre(2.5F, 1, 2.5F, 0, 4));
    EXPECT_THAT(places_of(std::vector<float>{}), IsEmpty());
}

TEST(RankFusion, GivesAShareThatFallsWithThePlace)
{
    EXPECT_DOUBLE_EQ(share_of_place(1, 5), 1.0);
    EXPECT_DOUBLE_EQ(share_of_place(7, 5), 0.5);
    EXPECT_DOUBLE_EQ(share_of_place(0, 5), 0.0);
}

// By hand: weights 2/3 and 1/3; shares of places 1 and 2.5 with constant 5: 1 and 6/7.5 = 0.8.
TEST(RankFusion, AddsSharesByWeight)
{
    Values values;
    values[2] = {0.9F, 0.8F, 0.8F, kNan};  // similarity: places 1, 2.5, 2.5
    values[1] = {kNan, 0.7F, kNan, kNan};  // words: place 1
    SignalValues used;
    auto const fused = fuse(values, weights(1.0, 0.5, 1.0), 5, used);
    ASSERT_EQ(fused.size(), 3U);  // the last one has no place
    EXPECT_NEAR(fused[0].score, 2.0 / 3, 1e-6);
    EXPECT_NEAR(fused[1].score, 2.0 / 3 * 0.8 + 1.0 / 3, 1e-6);
    EXPECT_NEAR(fused[2].score, 2.0 / 3 * 0.8, 1e-6);
    EXPECT_EQ(used[Signal::gene], 0.0);  // there are none
    EXPECT_NEAR(used[Signal::embedding] + used[Signal::lexical], 1.0, 1e-12);
}

TEST(RankFusion, NeverRanksOnAConstant)
{
    Values values;
    values[2] = {0.5F, 0.5F, 0.5F};
    values[1] = {kNan, 0.2F, 0.3F};
    SignalValues used;
    auto const fused = fuse(values, weights(0, 1, 1), 5, used);
    EXPECT_EQ(used[Signal::embedding], 0.0);
    EXPECT_EQ(used[Signal::lexical], 1.0);
    ASSERT_EQ(fused.size(), 2U);
    EXPECT_EQ(fused[1].score, 1.0);
}

TEST(RankFusion, KnowsSmallDifferencesFromNone)
{
    EXPECT_FALSE(is_constant(std::vector<float>{1e-9F, 2e-9F, 3e-9F}));
    EXPECT_TRUE(is_constant(std::vector<float>{0.9F, 0.9F, kNan, 0.9F + 1e-7F}));
    EXPECT_FALSE(is_constant(std::vector<float>{0.9F, 0.9F}));  // two targets may well be alike
    EXPECT_TRUE(is_constant(std::vector<float>{0, 0, 0}));
}

/// Two targets, `ones` Key Events near the first and `others` near the second.
std::vector<float> key_events(std::size_t ones, std::size_t others)
{
    std::vector<float> rows;
    for (std::size_t i = 0; i < ones + others; ++i) {
        rows.push_back(i < ones ? 1.0F : 0.0F);
        rows.push_back(i < ones ? 0.0F : 1.0F);
    }
    return rows;
}

constexpr float kTargets[] = {1, 0, 0, 1};

TargetRows two_rows()
{
    return {.matrix = {kTargets, 2, 2}, .row = {0, 1}, .suggested = {{0, 2}}};
}

// By hand: both means are (½, ½); what is left of (1, 0) and (0, 1) are opposite directions, so that cosines are 1 and
// −1. The five nearest Key Events of either target have cosine 1, so each loses ½.
TEST(HubCorrection, TakesOffMeansAndHalfTheNearness)
{
    config::HubCorrection const options{.components = 0, .neighbours = 5, .by_crowding = false};
    HubCorrection const correction{two_rows(), key_events(5, 5), options};
    auto const found = correction.similarities(two_rows(), std::vector<float>{1, 0});
    ASSERT_EQ(found.size(), 2U);
    EXPECT_NEAR(found[0], 0.5, 1e-5);
    EXPECT_NEAR(found[1], -1.5, 1e-5);
}

TEST(HubCorrection, TakesMoreOffATargetThatIsNearEverything)
{
    config::HubCorrection const options{.remove_mean = false, .components = 0, .neighbours = 8, .by_crowding = false};
    HubCorrection const correction{two_rows(), key_events(8, 2), options};
    // Between the two in angle, but the first is near eight of ten Key Events: 1 − ½·1 against ⅔… of the second.
    auto const query = normalised(std::vector<float>{1, 1});
    auto const found = correction.similarities(two_rows(), query);
    EXPECT_NEAR(found[0], std::sqrt(0.5) - 0.5, 1e-5);
    EXPECT_NEAR(found[1], std::sqrt(0.5) - 0.5 * 2 / 8, 1e-5);
}

TEST(HubCorrection, SaysNothingOfAQueryThatIsTheMean)
{
    HubCorrection const correction{two_rows(), key_events(5, 5), {.components = 0, .by_crowding = false}};
    EXPECT_THAT(correction.similarities(two_rows(), std::vector<float>{0.5F, 0.5F}), IsEmpty());
    HubCorrection const too_few{two_rows(), key_events(2, 2), {}};
    EXPECT_TRUE(too_few.empty());
}

TEST(HubCorrection, LeavesVectorsAloneThatAreNotCrowded)
{
    // The mean of (1, 0) and (0, 1) has length √½: its square, ½, is the mean cosine of two rows.
    EXPECT_FALSE((HubCorrection{two_rows(), key_events(5, 5), {}}.empty()));
    std::vector<float> const opposite{1, 0, -1, 0};
    TargetRows const rows{.matrix = {opposite.data(), 2, 2}, .row = {0, 1}, .suggested = {{0, 2}}};
    EXPECT_TRUE((HubCorrection{rows, key_events(5, 5), {}}.empty()));
}

TEST(HubCorrection, RemovesTheDirectionInWhichAllVectorsDiffer)
{
    // Without its first component (the first axis) a row of the plane is left with its second coordinate alone.
    std::vector<float> const values{2, 0.1F, -2, 0.1F, 2, -0.1F, -2, -0.1F};
    TargetRows const rows{.matrix = {values.data(), 4, 2}, .row = {0, 1, 2, 3}, .suggested = {{0, 4}}};
    HubCorrection const correction{
        rows, key_events(5, 5), {.components = 1, .neighbour_weight = 0, .by_crowding = false}};
    auto const found = correction.similarities(rows, std::vector<float>{0, 1});
    EXPECT_THAT(found, ElementsAre(testing::FloatNear(1, 1e-4F), testing::FloatNear(1, 1e-4F),
                                   testing::FloatNear(-1, 1e-4F), testing::FloatNear(-1, 1e-4F)));
}

TEST(HubCorrection, IsPendingUntilAnyProcessHasMadeIt)
{
    HubCorrection const correction{two_rows(), 10, {.components = 0, .neighbours = 5, .by_crowding = false}};
    EXPECT_TRUE(correction.pending());
    EXPECT_TRUE(correction.empty());
    auto const child = ::fork();
    if (child == 0) {
        correction.make(two_rows(), key_events(5, 5));
        ::_exit(0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_FALSE(correction.pending());
    ASSERT_FALSE(correction.empty());
    EXPECT_NEAR(correction.similarities(two_rows(), std::vector<float>{1, 0})[0], 0.5, 1e-5);
}

/// The same as by the definition: rows and query centred, freed of the components and compared by cosine.
TEST(HubCorrection, NeedsNoSecondLookAtTheMatrix)
{
    constexpr std::size_t kCols = 16;
    std::mt19937 random{3};
    std::normal_distribution<float> normal;
    auto const unit_rows = [&](std::size_t count) {
        std::vector<float> values;
        for (std::size_t i = 0; i < count; ++i) {
            std::vector<float> row(kCols);
            std::ranges::generate(row, [&] { return normal(random) + 2.0F; });
            auto const unit = normalised(row);
            values.insert(values.end(), unit.begin(), unit.end());
        }
        return values;
    };
    auto const targets = unit_rows(50);
    auto const queries = unit_rows(20);
    TargetRows rows{.matrix = {targets.data(), 50, kCols}, .row = {}, .suggested = {{0, 50}}};
    HubCorrection const correction{rows, queries, {.components = 0, .neighbour_weight = 0}};
    ASSERT_FALSE(correction.empty());
    auto const mean_of = [&](std::vector<float> const& all) {
        std::vector<double> mean(kCols);
        for (std::size_t i = 0; i < all.size(); ++i) {
            mean[i % kCols] += all[i] / (static_cast<double>(all.size()) / kCols);
        }
        return mean;
    };
    auto const target_mean = mean_of(targets);
    auto const query_mean = mean_of(queries);
    auto const found = correction.similarities(rows, std::span{queries}.first(kCols));
    for (std::size_t row = 0; row < 50; ++row) {
        double product = 0;
        double of_row = 0;
        double of_query = 0;
        for (std::size_t i = 0; i < kCols; ++i) {
            auto const a = targets[row * kCols + i] - target_mean[i];
            auto const b = queries[i] - query_mean[i];
            product += a * b;
            of_row += a * a;
            of_query += b * b;
        }
        EXPECT_NEAR(found[row], product / std::sqrt(of_row * of_query), 1e-5);
    }
}

/// Pathways with random vectors and genes; the same for the same seed, in the order asked for.
std::pair<std::shared_ptr<corpus::Corpus const>, Embeddings> random_corpus(unsigned seed, bool reversed)
{
    CorpusBuilder builder;
    std::mt19937 random{seed};
    std::normal_distribution<float> normal;
    auto const row = [&] {
        std::vector<float> values(8);
        std::ranges::generate(values, [&] { return normal(random) + 0.5F; });
        return values;
    };
    constexpr char const* kGenes[] = {"TNF", "IL6", "CASP3", "TP53"};
    constexpr char const* kWords[] = {"cell", "death", "lipid", "stress", "receptor"};
    std::vector<std::pair<std::string, std::vector<float>>> ke_rows;
    std::vector<std::pair<std::string, std::vector<float>>> rows;
    for (std::uint32_t i = 1; i <= 30; ++i) {
        builder.key_event(i, fmt::format("Increased, {} {}", kWords[i % 5], kWords[i % 3]), {kGenes[i % 4], "TNF"});
        ke_rows.emplace_back(fmt::format("KE {}", i), row());
    }
    for (std::uint32_t i = 1; i <= 40; ++i) {
        auto& pathway = builder.pathway(i, fmt::format("{} {}", kWords[i % 5], kWords[i % 4]));
        builder.genes(pathway, {kGenes[i % 4], kGenes[i % 3]}, 10 + i);
        rows.emplace_back(fmt::format("WP{}", i), row());
    }
    if (reversed) {
        builder.reverse_targets();
        std::ranges::reverse(rows);
    }
    Embeddings embeddings;
    embeddings.ke_title = vectors(ke_rows);
    embeddings.targets[0].name = vectors(rows);
    return {builder.build(), std::move(embeddings)};
}

TEST(RankingProperties, DoNotDependOnTheOrderOfTheInput)
{
    for (auto const mode : {RankingMode::fused, RankingMode::semantic, RankingMode::hybrid}) {
        for (unsigned seed = 1; seed <= 5; ++seed) {
            auto [corpus, embeddings] = random_corpus(seed, false);
            auto [reversed_corpus, reversed_embeddings] = random_corpus(seed, true);
            Suggester const one{corpus, std::move(embeddings), ScoringConfig::for_mode(mode)};
            Suggester const other{reversed_corpus, std::move(reversed_embeddings), ScoringConfig::for_mode(mode)};
            for (auto const& ke : corpus->key_events()) {
                auto const a = *one.suggest(Resource::wikipathways, ke.id, {.limit = 50});
                auto const b = *other.suggest(Resource::wikipathways, ke.id, {.limit = 50});
                EXPECT_EQ(ids_of(a.suggestions), ids_of(b.suggestions)) << name_of(mode) << seed << ke.id.str();
            }
        }
    }
}

TEST(RankingProperties, KeepScoresWithinBoundsAndInOrder)
{
    auto [corpus, embeddings] = random_corpus(7, false);
    Suggester const suggester{corpus, std::move(embeddings), ScoringConfig::for_mode(RankingMode::fused)};
    for (auto const& ke : corpus->key_events()) {
        auto const list = *suggester.suggest(Resource::wikipathways, ke.id, {.limit = 50});
        ASSERT_FALSE(list.suggestions.empty());
        auto before = 0.98;
        for (auto const& suggestion : list.suggestions) {
            EXPECT_GT(suggestion.score, 0.0);
            EXPECT_LE(suggestion.score, before);
            before = suggestion.score;
        }
    }
}

TEST(RankingProperties, AddingACommonGeneNeverLowersTheGeneSignal)
{
    std::mt19937 random{1};
    std::uniform_int_distribution<std::size_t> pick{0, 60};
    for (int i = 0; i < 20000; ++i) {
        Overlap less{.hits = 0, .key_event = 1 + pick(random), .target = 1 + pick(random) * 10};
        less.hits = std::min({pick(random), less.key_event - 1, less.target});
        Overlap const more{.hits = less.hits + 1, .key_event = less.key_event, .target = less.target + 1};
        EXPECT_GE(pathway_gene_score(more, {}) + 1e-12, pathway_gene_score(less, {}) * (less.hits > 0 ? 1.0 : 0.0));
        EXPECT_GE(set_gene_score(more, 10) + 1e-12, set_gene_score(less, 10));
    }
}

TEST(Subsequence, CountsWhatTwoTextsHaveInCommonInOrder)
{
    EXPECT_EQ(Subsequence{"abcd"}.common("bcde"), 3U);
    EXPECT_EQ(Subsequence{""}.common("abc"), 0U);
    EXPECT_EQ(Subsequence{"apoptosis"}.common("apoptotic process"), 8U);
    std::string const long_text(64, 'x');
    EXPECT_EQ(Subsequence{long_text}.common(long_text), 64U);
}

TEST(Subsequence, IsNeverShorterThanWhatTheSequenceRatioMatches)
{
    std::mt19937 random{3};
    std::uniform_int_distribution<int> letter{'a', 'e'};
    std::uniform_int_distribution<std::size_t> length{0, 30};
    for (int i = 0; i < 2000; ++i) {
        std::string a(length(random), ' ');
        std::string b(length(random), ' ');
        std::ranges::generate(a, [&] { return static_cast<char>(letter(random)); });
        std::ranges::generate(b, [&] { return static_cast<char>(letter(random)); });
        auto const total = static_cast<double>(a.size() + b.size());
        auto const bound = total > 0 ? 2.0 * static_cast<double>(Subsequence{a}.common(b)) / total : 1.0;
        EXPECT_LE(sequence_ratio(a, b, true), bound + 1e-9) << a << ' ' << b;
    }
}

}  // namespace
}  // namespace kewp::suggest
