#include "ops/preparer.hpp"

#include "embed/live_encoder.hpp"
#include "ops/service.hpp"
#include "ops/worker_context.hpp"
#include "web/prepared_suggestions.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <thread>
#include <vector>

namespace kewp::ops {
namespace {

constexpr int kNice = 15;                           // requests come first
constexpr unsigned kMostThreads = 8;                // each takes some megabytes while it works
constexpr int kLookMs = 50;                         // how often a thread's end and signals are looked for
constexpr std::chrono::milliseconds kPatience{60'000};  // of a text for the model

/// Makes the suggestions of all Key Events, each thread the next one that is left.
class Preparation {
public:
    explicit Preparation(LoadedService const& service) : service_(service)
    {
        auto const& live = service.live;
        if (live.model && live.comparable) {
            encoder_ = std::make_unique<embed::LiveEncoder>(
                *live.model, embed::LiveEncoderOptions{.queue = 3 * kMostThreads, .cache = 1, .callers = kMostThreads});
        }
    }

    /// Runs in each thread.
    void work()
    {
        auto const key_events = service_.corpus->key_events();
        // Those that need the model are slow, and come last.
        for (std::size_t at = next_++; at < 2 * key_events.size() && !stop_; at = next_++) {
            auto const ke = key_events[at % key_events.size()].id;
            auto const texts = service_.suggester->texts_to_encode(ke);
            auto const second_round = at >= key_events.size();
            if (texts.empty() != second_round) {
                prepare(ke, texts);
            }
        }
        ++ended_;
    }

    void stop() { stop_ = true; }
    [[nodiscard]] bool stopped() const { return stop_; }
    [[nodiscard]] unsigned ended() const { return ended_; }

private:
    void prepare(KeId ke, std::vector<std::string> const& texts)
    {
        suggest::FreshVectors fresh;
        if (!texts.empty() && encoder_) {
            auto vectors = encoder_->encode(texts, kPatience);
            if (!vectors) {
                return;  // left to the workers
            }
            fresh = {std::move((*vectors)[0]), std::move((*vectors)[1]), std::move((*vectors)[2])};
        }
        web::prepare_suggestions(*service_.prepared, *service_.suggester, ke, fresh);
    }

    LoadedService const& service_;
    std::unique_ptr<embed::LiveEncoder> encoder_;
    std::atomic<std::size_t> next_{0};
    std::atomic<unsigned> ended_{0};
    std::atomic<bool> stop_{false};
};

/// Until all threads have ended.
void mind(WorkerContext& context, Preparation& preparation, unsigned threads, std::function<void()> const& reopen_logs)
{
    while (preparation.ended() < threads) {
        pollfd signal{context.signal_fd(), POLLIN, 0};
        ::poll(&signal, 1, kLookMs);
        auto const signals = context.take_signals();
        if (signals.reopen_logs) {
            reopen_logs();
        }
        if (signals.drain) {
            preparation.stop();
        }
    }
}

}  // namespace

int run_preparer(WorkerContext& context, LoadedService const& service, std::function<void()> const& reopen_logs)
{
    ::setpriority(PRIO_PROCESS, 0, kNice);
    context.ready();
    auto const began_ms = monotonic_ms();
    Preparation preparation{service};
    auto const count = std::clamp(std::thread::hardware_concurrency(), 1U, kMostThreads);
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < count; ++i) {
        threads.emplace_back([&] { preparation.work(); });
    }
    mind(context, preparation, count, reopen_logs);
    for (auto& thread : threads) {
        thread.join();
    }
    if (!preparation.stopped()) {
        auto& answers = *service.prepared;
        answers.finish();
        spdlog::info("suggestions are ready after {} ms: {} of {} lists, {:.1f} MiB", monotonic_ms() - began_ms,
                     answers.ready(), answers.places(), static_cast<double>(answers.bytes()) / (1U << 20U));
    }
    return EXIT_SUCCESS;
}

}  // namespace kewp::ops
