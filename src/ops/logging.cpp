#include "ops/logging.hpp"

#include "base/file.hpp"
#include "config/settings.hpp"

#include <array>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <mutex>
#include <spdlog/details/os.h>
#include <spdlog/formatter.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace kewp::ops {
namespace {

constexpr std::string_view kTextPattern = "%Y-%m-%dT%H:%M:%S.%eZ %P %l: %v";
constexpr std::array<std::string_view, 6> kLevels{"trace", "debug", "info", "warn", "error", "off"};

class JsonFormatter : public spdlog::formatter {
public:
    void format(spdlog::details::log_msg const& message, spdlog::memory_buf_t& out) override
    {
        time_.format(message, out);  // {"time":"…",
        auto const level = spdlog::level::to_string_view(message.level);
        std::string_view const text{message.payload.data(), message.payload.size()};
        fmt::format_to(std::back_inserter(out), R"("level":"{}","pid":{},"message":{}}})",
                       std::string_view{level.data(), level.size()}, ::getpid(),
                       boost::json::serialize(boost::json::value(boost::json::string_view(text.data(), text.size()))));
        out.push_back('\n');
    }

    [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override
    {
        return std::make_unique<JsonFormatter>();
    }

private:
    spdlog::pattern_formatter time_{R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ",)", spdlog::pattern_time_type::utc, ""};
};

Result<UniqueFd> open_log(std::filesystem::path const& file)
{
    constexpr mode_t kMode = 0640;
    UniqueFd fd{::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, kMode)};
    if (!fd) {
        return fail(ErrorCode::io, fmt::format("cannot open the log file {}: {}", file.string(), errno_text()));
    }
    return fd;
}

}  // namespace

class Logging::Sink : public spdlog::sinks::base_sink<std::mutex> {
public:
    Sink(std::filesystem::path file, UniqueFd fd) : file_(std::move(file)), fd_(std::move(fd)) {}

    void reopen()
    {
        if (file_.empty()) {
            return;
        }
        auto fresh = open_log(file_);
        if (!fresh) {
            spdlog::error("{}; the old one goes on", fresh.error().message);
            return;
        }
        std::lock_guard const lock{mutex_};
        fd_ = std::move(*fresh);
    }

protected:
    void sink_it_(spdlog::details::log_msg const& message) override
    {
        spdlog::memory_buf_t line;
        formatter_->format(message, line);
        // A log that cannot be written must not stop the service.
        [[maybe_unused]] auto const written = ::write(fd_ ? fd_.get() : STDOUT_FILENO, line.data(), line.size());
    }
    void flush_() override {}

private:
    std::filesystem::path file_;
    UniqueFd fd_;
};

Logging::Logging(std::shared_ptr<Sink> sink) : sink_(std::move(sink)) {}

Result<Logging> Logging::set_up(config::LogSettings const& settings)
{
    if (std::find(kLevels.begin(), kLevels.end(), settings.level) == kLevels.end()) {
        return fail(ErrorCode::invalid_argument, fmt::format("'{}' is not a log level; expected one of {}",
                                                             settings.level, fmt::join(kLevels, ", ")));
    }
    UniqueFd fd;
    if (!settings.file.empty()) {
        auto opened = open_log(settings.file);
        if (!opened) {
            return fail(opened.error());
        }
        fd = std::move(*opened);
    }
    auto sink = std::make_shared<Sink>(settings.file, std::move(fd));
    if (settings.json) {
        sink->set_formatter(std::make_unique<JsonFormatter>());
    } else {
        sink->set_formatter(
            std::make_unique<spdlog::pattern_formatter>(std::string{kTextPattern}, spdlog::pattern_time_type::utc));
    }
    auto logger = std::make_shared<spdlog::logger>("kewp", sink);
    logger->set_level(spdlog::level::from_str(settings.level));
    spdlog::set_default_logger(std::move(logger));
    return Logging{std::move(sink)};
}

void Logging::reopen() const
{
    sink_->reopen();
}

}  // namespace kewp::ops
