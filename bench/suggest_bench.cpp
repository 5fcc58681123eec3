// How long the suggestion engine takes: to build it, and to suggest and search, without vectors and with vectors of
// the size that BioBERT gives (random ones: the time does not depend on their values). `times_within_limit` is the
// ratio of what an answer may take (a suggestion 1 ms, a search 5 ms) to what it takes.
//
// Build and run: cmake --preset release && cmake --build --preset release --target suggest_bench, then
// KEWP_BENCH_DATA=path/to/data build/release/bench/suggest_bench. Without that variable it reads the demo set.

#include "corpus/loader.hpp"
#include "suggest/suggester.hpp"

#include <benchmark/benchmark.h>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace {

using kewp::Resource;
using kewp::config::RankingMode;
using kewp::config::ScoringConfig;
using kewp::suggest::Embeddings;
using kewp::suggest::Suggester;

constexpr std::size_t kCols = 768;

std::shared_ptr<kewp::corpus::Corpus const> const& corpus()
{
    static auto const kCorpus = [] {
        auto const* const folder = std::getenv("KEWP_BENCH_DATA");
        auto loaded = kewp::corpus::load_corpus(folder == nullptr ? "data/demo" : folder);
        if (!loaded) {
            std::fprintf(stderr, "%s\n", loaded.error().message.c_str());
            std::exit(1);
        }
        return *loaded;
    }();
    return kCorpus;
}

std::optional<kewp::embed::EmbeddingSet> random_vectors(std::vector<std::string> ids)
{
    if (ids.empty()) {
        return std::nullopt;
    }
    std::minstd_rand random(1);
    std::uniform_real_distribution<float> uniform(-0.5F, 1.0F);
    std::vector<float> values(ids.size() * kCols);
    std::generate(values.begin(), values.end(), [&] { return uniform(random); });
    return *kewp::embed::EmbeddingSet::from_values("random.npz", std::move(ids), std::move(values), kCols);
}

Embeddings random_embeddings()
{
    Embeddings embeddings;
    std::vector<std::string> ids;
    for (auto const& ke : corpus()->key_events()) {
        ids.push_back(ke.id.str());
    }
    embeddings.ke_title = random_vectors(ids);
    embeddings.ke_text = random_vectors(ids);
    for (auto const kind : kewp::corpus::kTargetKinds) {
        ids.clear();
        for (auto const& target : corpus()->targets(kind).all()) {
            ids.push_back(target.id.str());
        }
        auto& sets = embeddings.targets[static_cast<std::size_t>(kind)];
        sets.name = random_vectors(ids);
        sets.text = random_vectors(ids);
    }
    return embeddings;
}

Suggester const& suggester(bool with_vectors)
{
    static Suggester const kWords{corpus(), {}, ScoringConfig::for_mode(RankingMode::hybrid)};
    if (!with_vectors) {
        return kWords;
    }
    static Suggester const kVectors{corpus(), random_embeddings(), ScoringConfig::for_mode(RankingMode::fused)};
    return kVectors;
}

constexpr double kSuggestionLimit = 1e-3;  // seconds
constexpr double kSearchLimit = 5e-3;

void compare_with(benchmark::State& state, double limit)
{
    state.counters["times_within_limit"] = benchmark::Counter(limit, benchmark::Counter::kIsIterationInvariantRate);
}

/// With vectors of a crowded model, of which hubs have to be found first.
void build_fused(benchmark::State& state)
{
    for (auto _ : state) {
        Suggester const built{corpus(), random_embeddings(), ScoringConfig::for_mode(RankingMode::fused)};
        benchmark::DoNotOptimize(&built);
    }
}
BENCHMARK(build_fused)->Unit(benchmark::kMillisecond)->Iterations(1);

void build(benchmark::State& state)
{
    for (auto _ : state) {
        Suggester const built{corpus(), {}, ScoringConfig{}};
        benchmark::DoNotOptimize(&built);
    }
}
BENCHMARK(build)->Unit(benchmark::kMillisecond);

/// One Key Event after the other.
void suggest(benchmark::State& state, Resource resource, bool with_vectors)
{
    auto const& engine = suggester(with_vectors);
    auto const events = corpus()->key_events();
    std::size_t next = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(engine.suggest(resource, events[next++ % events.size()].id, {.limit = 20}));
    }
    compare_with(state, kSuggestionLimit);
}
BENCHMARK_CAPTURE(suggest, wikipathways_words, Resource::wikipathways, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(suggest, go_words, Resource::go, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(suggest, reactome_words, Resource::reactome, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(suggest, wikipathways_vectors, Resource::wikipathways, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(suggest, go_vectors, Resource::go, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(suggest, reactome_vectors, Resource::reactome, true)->Unit(benchmark::kMillisecond);

void search(benchmark::State& state, Resource resource, std::string const& query)
{
    for (auto _ : state) {
        benchmark::DoNotOptimize(suggester(false).search(resource, query, {}));
    }
    compare_with(state, kSearchLimit);
}
BENCHMARK_CAPTURE(search, go_word, Resource::go, "apoptosis")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(search, go_words, Resource::go, "response to oxidative stress")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(search, go_typing_error, Resource::go, "mitochondial disfunction")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(search, go_prefix, Resource::go, "apopto")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(search, go_id, Resource::go, "GO:0006915")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(search, reactome_words, Resource::reactome, "oxidative stress response")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(search, wikipathways, Resource::wikipathways, "cell death")->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
