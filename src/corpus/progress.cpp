#include "corpus/progress.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <iostream>
#include <unistd.h>
#include <utility>

namespace kewp::corpus {
namespace {

using namespace std::chrono_literals;

constexpr auto kRedrawEvery = 100ms;  // quick enough to look alive, slow enough not to cost anything
constexpr auto kLineEvery = 10s;      // logs should show life without being flooded
constexpr std::uint64_t kBarWidth = 30;

std::string amount(std::uint64_t value, Progress::Unit unit)
{
    return unit == Progress::Unit::bytes ? fmt::format("{:.1f} MB", static_cast<double>(value) / 1e6)
                                         : fmt::format("{}", value);
}

std::string duration(double seconds)
{
    auto const whole = static_cast<std::uint64_t>(std::llround(seconds));
    return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

}  // namespace

Progress Progress::for_stderr(bool quiet)
{
    if (quiet) {
        return {std::cerr, Mode::silent};
    }
    return {std::cerr, ::isatty(STDERR_FILENO) == 1 ? Mode::bar : Mode::lines};
}

void Progress::begin(std::string label, std::uint64_t total, Unit unit)
{
    clear_bar();
    label_ = std::move(label);
    total_ = total;
    done_ = 0;
    unit_ = unit;
    started_ = Clock::now();
    last_shown_ = started_;
}

void Progress::advance_to(std::uint64_t done)
{
    done_ = done;
    auto const now = Clock::now();
    if (mode_ == Mode::bar && now - last_shown_ >= kRedrawEvery) {
        draw(now);
    } else if (mode_ == Mode::lines && now - last_shown_ >= kLineEvery) {
        last_shown_ = now;
        *out_ << label_ << ": " << state(now) << std::endl;
    }
}

void Progress::finish(std::string_view outcome)
{
    note(fmt::format("{}: {}", label_, outcome));
    label_.clear();
}

void Progress::note(std::string_view line)
{
    if (mode_ == Mode::silent) {
        return;
    }
    clear_bar();
    *out_ << line << std::endl;
}

std::string Progress::state(Clock::time_point now) const
{
    auto const seconds = std::chrono::duration<double>(now - started_).count();
    auto const rate = seconds > 0 ? static_cast<double>(done_) / seconds : 0.0;
    auto text =
        total_ > 0 ? fmt::format("{} of {}", amount(done_, unit_), amount(total_, unit_)) : amount(done_, unit_);
    text += fmt::format(", {}/s", amount(static_cast<std::uint64_t>(rate), unit_));
    if (total_ > done_ && rate > 0) {
        text += fmt::format(", {} left", duration(static_cast<double>(total_ - done_) / rate));
    }
    return text;
}

void Progress::draw(Clock::time_point now)
{
    last_shown_ = now;
    auto const filled = total_ == 0 ? 0 : std::min(kBarWidth, done_ * kBarWidth / total_);
    *out_ << "\r\x1b[K" << label_ << " [" << std::string(filled, '#') << std::string(kBarWidth - filled, '.') << "] "
          << state(now) << std::flush;
    bar_on_screen_ = true;
}

void Progress::clear_bar()
{
    if (std::exchange(bar_on_screen_, false)) {
        *out_ << "\r\x1b[K" << std::flush;
    }
}

}  // namespace kewp::corpus
