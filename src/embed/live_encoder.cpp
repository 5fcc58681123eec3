#include "embed/live_encoder.hpp"

#include "embed/vector_cache.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <fmt/format.h>
#include <mutex>
#include <optional>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace kewp::embed {
namespace {

constexpr int kLowPriority = 10;  // niceness: answers that are ready go first

/// A text on its way. Caller and thread share it, so that a caller may give up.
struct Job {
    crypto::Digest text{};
    Tokens tokens;
    std::optional<std::vector<float>> vector;  ///< once it is made
};

}  // namespace

struct LiveEncoder::State {
    State(Model const& used, LiveEncoderOptions const& given) : model(used), options(given), cache(given.cache) {}

    Model const& model;
    LiveEncoderOptions options;
    std::mutex mutex;
    std::condition_variable work;  ///< something is waiting, or the end has come
    std::condition_variable made;  ///< vectors are there
    std::deque<std::shared_ptr<Job>> waiting;
    VectorCache cache;
    std::size_t callers = 0;
    bool stopping = false;
    Counts counts;
    std::thread thread;

    void run();
    std::vector<std::shared_ptr<Job>> take();
};

/// What is waiting, as much as is multiplied together. Called with the lock held; something is waiting.
std::vector<std::shared_ptr<Job>> LiveEncoder::State::take()
{
    std::vector<std::shared_ptr<Job>> batch;
    std::size_t tokens = 0;
    while (!waiting.empty()) {
        tokens += waiting.front()->tokens.ids.size();
        if (!batch.empty() && tokens > Encoder::kTokensAtOnce) {
            break;
        }
        batch.push_back(std::move(waiting.front()));
        waiting.pop_front();
    }
    return batch;
}

void LiveEncoder::State::run()
{
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kLowPriority);
    Encoder encoder{model};
    std::unique_lock lock{mutex};
    for (;;) {
        work.wait(lock, [this] { return stopping || !waiting.empty(); });
        if (stopping) {
            return;
        }
        auto const batch = take();
        lock.unlock();
        std::vector<Tokens const*> texts;
        texts.reserve(batch.size());
        for (auto const& job : batch) {
            texts.push_back(&job->tokens);
        }
        std::vector<float> rows(texts.size() * model.columns());
        encoder.encode(texts, rows);
        lock.lock();
        auto row = rows.begin();
        for (auto const& job : batch) {
            auto const end = row + static_cast<std::ptrdiff_t>(model.columns());
            job->vector.emplace(row, end);
            cache.put(job->text, *job->vector);
            row = end;
        }
        counts.encoded += batch.size();
        made.notify_all();
    }
}

LiveEncoder::LiveEncoder(Model const& model, LiveEncoderOptions const& options)
    : state_(std::make_unique<State>(model, options))
{
    state_->thread = std::thread{[state = state_.get()] { state->run(); }};
}

LiveEncoder::~LiveEncoder()
{
    {
        std::lock_guard const lock{state_->mutex};
        state_->stopping = true;
    }
    state_->work.notify_all();
    state_->made.notify_all();
    state_->thread.join();
}

Model const& LiveEncoder::model() const
{
    return state_->model;
}

LiveEncoder::Counts LiveEncoder::counts() const
{
    std::lock_guard const lock{state_->mutex};
    return state_->counts;
}

Result<std::vector<std::vector<float>>> LiveEncoder::encode(std::vector<std::string> const& texts,
                                                            std::chrono::milliseconds patience)
{
    auto& state = *state_;
    auto const deadline = std::chrono::steady_clock::now() + patience;
    std::vector<std::shared_ptr<Job>> jobs;
    for (auto const& text : texts) {
        if (text.size() > kMostBytes) {
            return fail(ErrorCode::too_large,
                        fmt::format("a text has {} bytes; at most {} can be encoded", text.size(), kMostBytes));
        }
        jobs.push_back(std::make_shared<Job>());
        jobs.back()->text = crypto::sha256(text);
    }
    std::unique_lock lock{state.mutex};
    std::vector<std::size_t> missing;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        jobs[i]->vector = state.cache.find(jobs[i]->text);
        if (jobs[i]->vector) {
            ++state.counts.from_cache;
        } else {
            missing.push_back(i);
        }
    }
    if (!missing.empty()) {
        auto const busy = [&] {
            state.counts.refused += missing.size();
            return fail(ErrorCode::busy, "the language model has much to do; try again in a few seconds");
        };
        if (state.callers >= state.options.callers || state.waiting.size() + missing.size() > state.options.queue) {
            return busy();
        }
        ++state.callers;
        lock.unlock();  // tokenising takes its time and needs nothing of ours
        for (auto const i : missing) {
            jobs[i]->tokens = state.model.tokenizer.encode(texts[i]);
        }
        lock.lock();
        for (auto const i : missing) {
            state.waiting.push_back(jobs[i]);
        }
        state.work.notify_one();
        bool const in_time = state.made.wait_until(lock, deadline, [&] {
            return state.stopping || std::ranges::all_of(missing, [&](auto i) { return jobs[i]->vector.has_value(); });
        });
        --state.callers;
        if (state.stopping) {
            return fail(ErrorCode::unavailable, "the worker is stopping; try again");
        }
        if (!in_time) {
            return busy();
        }
    }
    std::vector<std::vector<float>> vectors;
    vectors.reserve(jobs.size());
    for (auto const& job : jobs) {
        vectors.push_back(std::move(*job->vector));
    }
    return vectors;
}

}  // namespace kewp::embed
