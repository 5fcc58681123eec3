#pragma once

#include "base/result.hpp"

#include <memory>

namespace kewp::config {
struct LogSettings;
}

namespace kewp::ops {

/// Where the lines of the service go that `spdlog::info` and its like write (requests have a log of their
/// own, `http::AccessLog`). Every line is one `write` to a descriptor in append mode, so that the lines of
/// several processes do not mix; JSON lines hold `time`, `level`, `pid` and `message`.
class Logging {
public:
    /// Call before fork. Errors: invalid_argument for an unknown level; io naming the file that cannot be
    /// opened.
    [[nodiscard]] static Result<Logging> set_up(config::LogSettings const& settings);

    /// Opens the file again under its name, after log rotation has renamed it. When that fails the old
    /// file goes on, and says so. Does nothing for standard output.
    void reopen() const;

private:
    class Sink;
    explicit Logging(std::shared_ptr<Sink> sink);
    std::shared_ptr<Sink> sink_;
};

}  // namespace kewp::ops
