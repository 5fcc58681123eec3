#pragma once

#include "base/result.hpp"
#include "embed/encoder.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::embed {

struct LiveEncoderOptions {
    std::size_t queue = 64;    ///< texts that may wait
    std::size_t cache = 1000;  ///< vectors that are kept
    std::size_t callers = 2;   ///< threads that may wait at once: the others of a worker stay free for other requests
};

/// Encodes texts as people type them: one thread of its own, at low priority, takes what is waiting together; what was
/// asked for lately is answered at once. Made in a worker, after fork. Safe to call from several threads.
class LiveEncoder {
public:
    /// A text longer than this is refused: no person types it, and no model reads it to its end.
    static constexpr std::size_t kMostBytes = 100'000;
    static constexpr std::chrono::milliseconds kPatience{5000};

    /// `model` must outlive it.
    LiveEncoder(Model const& model, LiveEncoderOptions const& options);
    /// Ends the thread; who waits gets `unavailable`.
    ~LiveEncoder();
    LiveEncoder(LiveEncoder const&) = delete;
    LiveEncoder& operator=(LiveEncoder const&) = delete;

    /// A unit vector for each text, in order. Errors: busy (queue or callers are full, or `patience` is over: what was
    /// begun goes on, so asking again may find it), too_large, unavailable (the worker is stopping).
    [[nodiscard]] Result<std::vector<std::vector<float>>> encode(std::vector<std::string> const& texts,
                                                                 std::chrono::milliseconds patience = kPatience);

    [[nodiscard]] Model const& model() const;

    struct Counts {
        std::uint64_t encoded = 0;
        std::uint64_t from_cache = 0;
        std::uint64_t refused = 0;
    };
    [[nodiscard]] Counts counts() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kewp::embed
