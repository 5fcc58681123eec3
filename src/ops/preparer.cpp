#include "ops/preparer.hpp"

#include "embed/live_encoder.hpp"
#include "ops/service.hpp"
#include "ops/worker_context.hpp"
#include "web/prepared_suggestions.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace kewp::ops {
namespace {

constexpr int kNice = 10;                               // requests come first
constexpr unsigned kMostThreads = 8;                    // each takes some megabytes while it works
constexpr int kLookMs = 50;                             // how often a thread's end and signals are looked for
constexpr std::chrono::milliseconds kPatience{60'000};  // of a text for the model

/// What there is to do, in parts that any thread can do in any order: `part(0)` … `part(count − 1)`.
struct Work {
    std::size_t count = 0;
    std::function<void(std::size_t)> part;
};

/// Does it on all processors; minds signals meanwhile. Told to stop, it ends the process: what is half done is in no
/// one's way, and nothing here needs to be closed.
void do_all(Work const& work, WorkerContext& context, std::function<void()> const& reopen_logs)
{
    std::atomic<std::size_t> next{0};
    std::atomic<std::size_t> ended{0};
    auto const count = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kMostThreads);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < count; ++i) {
        threads.emplace_back([&] {
            for (auto at = next++; at < work.count; at = next++) {
                work.part(at);
            }
            ++ended;
        });
    }
    while (ended < count) {
        pollfd signal{context.signal_fd(), POLLIN, 0};
        ::poll(&signal, 1, kLookMs);
        auto const signals = context.take_signals();
        if (signals.reopen_logs) {
            reopen_logs();
        }
        if (signals.drain) {
            spdlog::default_logger()->flush();
            ::_exit(EXIT_SUCCESS);
        }
    }
    for (auto& thread : threads) {
        thread.join();
    }
}

/// Makes the suggestions of all Key Events.
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

    [[nodiscard]] Work work()
    {
        // Two rounds: Key Events that need the model are slow, and come last.
        return {2 * service_.corpus->key_events().size(), [this](std::size_t at) {
                    auto const key_events = service_.corpus->key_events();
                    auto const ke = key_events[at % key_events.size()].id;
                    auto const texts = service_.suggester->texts_to_encode(ke);
                    if (texts.empty() == (at < key_events.size())) {
                        prepare(ke, texts);
                    }
                }};
    }

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
};

}  // namespace

int run_preparer(WorkerContext& context, LoadedService const& service, std::function<void()> const& reopen_logs)
{
    ::setpriority(PRIO_PROCESS, 0, kNice);
    context.ready();
    auto const began_ms = monotonic_ms();
    auto const& suggester = *service.suggester;
    if (suggester.hub_corrections_pending() > 0) {
        do_all({suggest::Suggester::hub_corrections(), [&](std::size_t at) { suggester.make_hub_correction(at); }},
               context, reopen_logs);
        spdlog::info("similarities are corrected for hubs after {} ms", monotonic_ms() - began_ms);
    }
    if (service.prepared) {
        Preparation preparation{service};
        do_all(preparation.work(), context, reopen_logs);
        auto& answers = *service.prepared;
        answers.finish();
        spdlog::info("suggestions are ready after {} ms: {} of {} lists, {:.1f} MiB", monotonic_ms() - began_ms,
                     answers.ready(), answers.places(), static_cast<double>(answers.bytes()) / (1U << 20U));
    }
    return EXIT_SUCCESS;
}

}  // namespace kewp::ops
