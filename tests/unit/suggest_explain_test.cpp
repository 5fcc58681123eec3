#include "suggest/suggester.hpp"
#include "suggest_fixture.hpp"

#include <cmath>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kewp::suggest {
namespace {

using config::RankingMode;
using config::ScoringConfig;
using fixture::CorpusBuilder;
using fixture::ids_of;
using fixture::vectors;
using testing::ElementsAre;
using testing::IsEmpty;

/// One Key Event at angle 0 and pathways WP1, WP2 … each a tenth further round the circle, so that their places by
/// similarity are their numbers. WP20 has the direction of the Key Event and too few genes, WP21 that of WP3 and too
/// many.
struct Example {
    std::shared_ptr<corpus::Corpus const> corpus;
    Embeddings embeddings;
    ScoringConfig config;
};

Example example(RankingMode mode, double threshold)
{
    CorpusBuilder builder;
    std::vector<std::pair<std::string, std::vector<float>>> rows;
    auto const add = [&](std::uint32_t number, double angle, std::size_t genes) {
        builder.genes(builder.pathway(number, fmt::format("Pathway number {}", number)), {}, genes);
        rows.emplace_back(fmt::format("WP{}", number),
                          std::vector<float>{static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle))});
    };
    builder.key_event(1, "Increase, X");
    for (std::uint32_t number = 1; number <= 9; ++number) {
        add(number, 0.1 * number, 20);
    }
    add(20, 0.0, 5);
    add(21, 0.3, 600);
    Example made{builder.build(), {}, ScoringConfig::for_mode(mode)};
    made.embeddings.ke_title = vectors({{"KE 1", {1, 0}}});
    made.embeddings.targets[0].name = vectors(rows);
    auto& scoring = made.config.wikipathways;
    scoring.weights.gene = scoring.weights.lexical = scoring.weights.ontology = 0.0;
    scoring.min_threshold = threshold;
    return made;
}

std::vector<std::string> lines_of(std::vector<FilteredOut> const& filtered)
{
    std::vector<std::string> lines;
    for (auto const& one : filtered) {
        lines.push_back(fmt::format("{} {} {:.4f}: {}", one.target->id.str(), one.filter, one.score, one.reason));
    }
    return lines;
}

// By hand, mode fused with similarity alone: the share of place p is 6/(5 + p), so places 1 to 7 have 1 (cut to 0.98),
// 0.8571, 0.75, 0.6667, 0.6, 0.5455 and 0.5, and places 8 and 9 have 6/13 = 0.4615 and 6/14 = 0.4286, below 0.5. WP20
// would be first (0.98) and WP21, as near as WP3, third (0.75).
TEST(Explain, SaysWhatEachFilterOfModeFusedKeptOut)
{
    auto const [corpus, embeddings, config] = example(RankingMode::fused, 0.5);
    Suggester const suggester{corpus, embeddings, config};
    auto const list = *suggester.suggest(Resource::wikipathways, KeId{1}, {.limit = 50, .explain = true});
    EXPECT_THAT(ids_of(list.suggestions), ElementsAre("WP1", "WP2", "WP3", "WP4", "WP5", "WP6", "WP7"));
    EXPECT_DOUBLE_EQ(list.suggestions[0].score, 0.98);
    EXPECT_DOUBLE_EQ(list.suggestions[1].score, 0.8571);
    EXPECT_DOUBLE_EQ(list.suggestions[6].score, 0.5);
    EXPECT_DOUBLE_EQ(list.suggestions[6].part(Signal::embedding).place, 7.0);
    EXPECT_THAT(lines_of(list.filtered_out),
                ElementsAre("WP20 gene_set_size 0.9800: it has 5 genes, fewer than 10",
                            "WP21 gene_set_size 0.7500: it has 600 genes, more than 500",
                            "WP8 threshold 0.4615: its score 0.4615 is below 0.5, the least of a suggestion",
                            "WP9 threshold 0.4286: its score 0.4286 is below 0.5, the least of a suggestion"));
}

TEST(Explain, DoesNotBlameTheThresholdForWhatTheLimitCuts)
{
    auto const [corpus, embeddings, config] = example(RankingMode::fused, 0.5);
    Suggester const suggester{corpus, embeddings, config};
    auto const list = *suggester.suggest(Resource::wikipathways, KeId{1}, {.limit = 2, .explain = true});
    EXPECT_THAT(ids_of(list.suggestions), ElementsAre("WP1", "WP2"));
    // WP21 would be third and is not named either: the list ends at 0.8571.
    EXPECT_THAT(lines_of(list.filtered_out), ElementsAre("WP20 gene_set_size 0.9800: it has 5 genes, fewer than 10"));
}

// By hand, mode semantic without a text channel: ((cos + 1)/2)^4 of cos 0.1 … 0.9 is 0.9900, 0.9606, 0.9130, 0.8493,
// 0.7726, 0.6862, 0.5943, 0.5007 and 0.4104, cut at 0.95; below 0.5 there is WP9 alone.
TEST(Explain, SaysWhatTheThresholdOfModeSemanticKeptOut)
{
    auto [corpus, embeddings, config] = example(RankingMode::semantic, 0.5);
    config.wikipathways.weights.embedding = 1.0;
    Suggester const suggester{corpus, embeddings, config};
    auto const list = *suggester.suggest(Resource::wikipathways, KeId{1}, {.limit = 50, .explain = true});
    EXPECT_EQ(list.suggestions.size(), 8U);
    auto const lines = lines_of(list.filtered_out);
    ASSERT_FALSE(lines.empty());
    auto const score = std::pow((1 + std::cos(0.9)) / 2, 4);
    EXPECT_EQ(lines.back(), fmt::format("WP9 threshold {0:.4f}: its score {0:.4f} is below 0.5, the least of a "
                                        "suggestion",
                                        score));
}

TEST(Explain, SaysNothingUnasked)
{
    auto const [corpus, embeddings, config] = example(RankingMode::fused, 0.5);
    Suggester const suggester{corpus, embeddings, config};
    EXPECT_THAT(suggester.suggest(Resource::wikipathways, KeId{1}, {.limit = 50})->filtered_out, IsEmpty());
}

}  // namespace
}  // namespace kewp::suggest
