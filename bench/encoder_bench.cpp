// How fast the encoder is. bench/encoder_vs_pytorch.py runs it beside PyTorch and prints ratios.
//
//   encoder_bench MODEL fp32|bf16 TEXTS TOKENS PROCESSES [SECONDS]
//
// Encodes TEXTS texts of TOKENS tokens again and again, in PROCESSES processes that share the model, for SECONDS (3).
// Prints tokens per second of all and the best time for one round in milliseconds.

#include "embed/encoder.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace kewp::embed;
using Clock = std::chrono::steady_clock;

struct Speed {
    double tokens_per_second = 0;
    double best_ms = 1e9;
};

Speed measure(Model const& model, std::size_t texts, std::size_t length, double seconds)
{
    std::vector<Tokens> tokens(texts);
    for (std::size_t i = 0; i < texts; ++i) {
        for (std::size_t t = 0; t < length; ++t) {
            tokens[i].ids.push_back(static_cast<TokenId>(5 + (i * 31 + t * 7) % 200));
        }
    }
    std::vector<Tokens const*> pointers;
    for (auto const& one : tokens) {
        pointers.push_back(&one);
    }
    std::vector<float> rows(texts * model.columns());
    Encoder encoder{model};
    encoder.encode(pointers, rows);  // makes the kernels
    Speed speed;
    std::size_t rounds = 0;
    auto const start = Clock::now();
    std::chrono::duration<double> passed{};
    while (passed.count() < seconds) {
        auto const before = Clock::now();
        encoder.encode(pointers, rows);
        ++rounds;
        std::chrono::duration<double, std::milli> const round = Clock::now() - before;
        speed.best_ms = std::min(speed.best_ms, round.count());
        passed = Clock::now() - start;
    }
    speed.tokens_per_second = static_cast<double>(rounds * texts * length) / passed.count();
    return speed;
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc < 6) {
        std::fprintf(stderr, "usage: encoder_bench MODEL fp32|bf16 TEXTS TOKENS PROCESSES [SECONDS]\n");
        return 2;
    }
    auto const precision = std::string_view(argv[2]) == "bf16" ? Precision::bf16 : Precision::fp32;
    auto const model = load_model(argv[1], precision);
    if (!model) {
        std::fprintf(stderr, "%s\n", model.error().message.c_str());
        return 1;
    }
    auto const texts = std::strtoul(argv[3], nullptr, 10);
    auto const length = std::strtoul(argv[4], nullptr, 10);
    auto const processes = std::strtoul(argv[5], nullptr, 10);
    double const seconds = argc > 6 ? std::strtod(argv[6], nullptr) : 3.0;
    int results[2];
    if (::pipe(results) != 0) {
        return 1;
    }
    for (unsigned long i = 0; i < processes; ++i) {
        if (::fork() == 0) {
            auto const speed = measure(*model, texts, length, seconds);
            ::_exit(::write(results[1], &speed, sizeof speed) == sizeof speed ? 0 : 1);
        }
    }
    Speed sum;
    for (unsigned long i = 0; i < processes; ++i) {
        Speed one;
        if (::read(results[0], &one, sizeof one) != sizeof one) {
            return 1;
        }
        sum.tokens_per_second += one.tokens_per_second;
        sum.best_ms = std::min(sum.best_ms, one.best_ms);
    }
    while (::wait(nullptr) > 0) {
    }
    std::printf("%.1f %.3f\n", sum.tokens_per_second, sum.best_ms);
    return 0;
}
