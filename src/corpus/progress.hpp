#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

namespace kewp::corpus {

/// Shows how far a long job is: a bar that redraws itself on a terminal, plain lines elsewhere.
///
/// One task at a time: `begin`, any number of `advance_to`, `finish`. Not thread-safe.
class Progress {
public:
    enum class Mode { silent, lines, bar };
    /// What is counted: bytes are shown as MB, items as they are.
    enum class Unit { bytes, items };

    /// `out` must outlive this object.
    Progress(std::ostream& out, Mode mode) : out_(&out), mode_(mode) {}
    /// On standard error: a bar where it is a terminal, lines where it is not, nothing when `quiet`.
    [[nodiscard]] static Progress for_stderr(bool quiet);

    /// Starts a task; `total` 0 means that the amount is unknown.
    void begin(std::string label, std::uint64_t total, Unit unit = Unit::bytes);
    /// `done` counts from the start of the task.
    void advance_to(std::uint64_t done);
    /// Ends the task with one line, "label: outcome".
    void finish(std::string_view outcome);
    /// Writes a line of its own between tasks or during one.
    void note(std::string_view line);

    [[nodiscard]] Mode mode() const { return mode_; }

private:
    using Clock = std::chrono::steady_clock;
    [[nodiscard]] std::string state(Clock::time_point now) const;
    void draw(Clock::time_point now);
    void clear_bar();

    std::ostream* out_;
    Mode mode_;
    std::string label_;
    std::uint64_t total_ = 0;
    std::uint64_t done_ = 0;
    Unit unit_ = Unit::bytes;
    Clock::time_point started_;
    Clock::time_point last_shown_;
    bool bar_on_screen_ = false;
};

}  // namespace kewp::corpus
