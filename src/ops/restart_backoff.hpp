#pragma once

#include <cstdint>

namespace kewp::ops {

/// How long to wait before a dead child is replaced: not at all, unless children keep dying as soon as
/// they start; then 50 ms, 100 ms, … up to 30 s. After the death of one that had become ready never more
/// than half a second: a crash in some request must not keep a worker away. Times are monotonic milliseconds.
class RestartBackoff {
public:
    /// A child that was ready for so long is one that works.
    static constexpr std::int64_t kSettledMs = 1'000;
    static constexpr std::int64_t kFirstDelayMs = 50;
    static constexpr std::int64_t kMaxDelayMs = 30'000;
    static constexpr std::int64_t kMaxDelayOfReadyMs = 500;

    /// A child died; `ready_ms` is how long it had been ready, negative when it never was.
    void died(std::int64_t now_ms, std::int64_t ready_ms);
    /// A child that started at `started_ms` has been ready for `kSettledMs`.
    void settled(std::int64_t started_ms);

    /// The next child may start from this time on.
    [[nodiscard]] std::int64_t not_before_ms() const { return not_before_ms_; }
    [[nodiscard]] unsigned quick_deaths() const { return quick_deaths_; }

private:
    [[nodiscard]] std::int64_t delay_ms() const;
    unsigned quick_deaths_ = 0;
    std::int64_t last_death_ms_ = 0;
    std::int64_t not_before_ms_ = 0;
};

}  // namespace kewp::ops
