// How fast a query is compared with a GO-sized matrix (30,000 × 768 floats, 92 MB): the kernels, a naive loop
// and the machine's limit, which is the time one thread needs to read those bytes once.
//
// Build and run: cmake --preset release && cmake --build --preset release --target top_k_bench, then
// build/release/bench/top_k_bench. By hand it needs kewp_suggest and benchmark::benchmark (not
// benchmark_main: `main` below prints the ratios after the table).

#include "embed/dot_product.hpp"
#include "suggest/top_k.hpp"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <map>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace {

using kewp::embed::Kernel;
using kewp::embed::MatrixView;

constexpr std::size_t kRows = 30000;
constexpr std::size_t kCols = 768;
constexpr std::size_t kBest = 20;

struct Input {
    std::vector<float> values = std::vector<float>(kRows * kCols);
    std::vector<float> query = std::vector<float>(kCols);

    Input()
    {
        std::minstd_rand random(1);
        std::uniform_real_distribution<float> uniform(-0.0625F, 0.0625F);
        std::generate(values.begin(), values.end(), [&] { return uniform(random); });
        std::generate(query.begin(), query.end(), [&] { return uniform(random); });
    }
    [[nodiscard]] MatrixView matrix() const { return {values.data(), kRows, kCols}; }
};

Input const& input()
{
    static Input const kInput;
    return kInput;
}

void report_bytes(benchmark::State& state)
{
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                            static_cast<std::int64_t>(kRows * kCols * sizeof(float)));
}

/// The limit: every cache line is read once and next to nothing is done with it.
#if defined(__x86_64__)
__attribute__((target("avx2"))) std::int64_t read_all(std::vector<float> const& values)
{
    auto const* const at = reinterpret_cast<__m256i const*>(values.data());
    std::size_t const count = values.size() * sizeof(float) / sizeof(__m256i);
    __m256i a = _mm256_setzero_si256();
    __m256i b = a;
    for (std::size_t i = 0; i + 2 <= count; i += 2) {
        a = _mm256_xor_si256(a, _mm256_loadu_si256(at + i));
        b = _mm256_xor_si256(b, _mm256_loadu_si256(at + i + 1));
    }
    return _mm256_extract_epi64(_mm256_xor_si256(a, b), 0);
}
#else
std::int64_t read_all(std::vector<float> const& values)
{
    auto const* const at = reinterpret_cast<std::int64_t const*>(values.data());
    return std::accumulate(at, at + values.size() / 2, std::int64_t{0}, std::bit_xor<>());
}
#endif

void memory_limit(benchmark::State& state)
{
#if defined(__x86_64__)
    if (!kewp::embed::runs_here(Kernel::avx2)) {
        state.SkipWithError("this processor lacks the instructions");
        return;
    }
#endif
    for (auto _ : state) {
        benchmark::DoNotOptimize(read_all(input().values));
    }
    report_bytes(state);
}

/// What one writes first: one running sum for each row, then all scores sorted.
void naive_loop(benchmark::State& state)
{
    auto const matrix = input().matrix();
    for (auto _ : state) {
        std::vector<std::pair<float, std::size_t>> scores(kRows);
        for (std::size_t i = 0; i < kRows; ++i) {
            float sum = 0;
            for (std::size_t c = 0; c < kCols; ++c) {
                sum += matrix.data[i * kCols + c] * input().query[c];
            }
            scores[i] = {-sum, i};
        }
        std::sort(scores.begin(), scores.end());
        benchmark::DoNotOptimize(scores.data());
    }
    report_bytes(state);
}

void top_k(benchmark::State& state)
{
    for (auto _ : state) {
        benchmark::DoNotOptimize(kewp::suggest::top_k(input().matrix(), input().query, kBest));
    }
    report_bytes(state);
}

void dot_rows(benchmark::State& state, Kernel kernel)
{
    if (!kewp::embed::runs_here(kernel)) {
        state.SkipWithError("this processor lacks the instructions");
        return;
    }
    std::vector<float> scores(kRows);
    for (auto _ : state) {
        kewp::embed::dot_rows(input().matrix(), input().query, scores, kernel);
        benchmark::DoNotOptimize(scores.data());
    }
    report_bytes(state);
}

BENCHMARK(memory_limit)->Unit(benchmark::kMillisecond);
BENCHMARK(naive_loop)->Unit(benchmark::kMillisecond);
BENCHMARK(top_k)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(dot_rows, portable, Kernel::portable)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(dot_rows, avx2, Kernel::avx2)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(dot_rows, avx512, Kernel::avx512)->Unit(benchmark::kMillisecond);

/// The usual table, and the best time of each benchmark for the ratios.
class Ratios : public benchmark::ConsoleReporter {
public:
    Ratios() : ConsoleReporter(OO_Tabular) {}

    void ReportRuns(std::vector<Run> const& runs) override
    {
        ConsoleReporter::ReportRuns(runs);
        for (auto const& run : runs) {
            if (!run.error_occurred && run.run_type == Run::RT_Iteration) {
                auto const [at, first] = times_.try_emplace(run.benchmark_name(), run.GetAdjustedRealTime());
                at->second = std::min(at->second, run.GetAdjustedRealTime());
            }
        }
    }
    void print() const
    {
        auto const own = times_.find("top_k");
        for (auto const* other : {"naive_loop", "memory_limit"}) {
            auto const at = times_.find(other);
            if (own != times_.end() && at != times_.end()) {
                std::printf("%s / top_k: %.2f\n", other, at->second / own->second);
            }
        }
    }

private:
    std::map<std::string, double> times_;
};

}  // namespace

int main(int argc, char** argv)
{
    benchmark::Initialize(&argc, argv);
    Ratios reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    reporter.print();
    return 0;
}
