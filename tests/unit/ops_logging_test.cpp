#include "base/file.hpp"
#include "base/text.hpp"
#include "config/settings.hpp"
#include "ops/logging.hpp"

#include <boost/json.hpp>
#include <filesystem>
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace kewp::ops {
namespace {

class LoggingTest : public ::testing::Test {
protected:
    void SetUp() override
    {
        before_ = spdlog::default_logger();
        folder_ = ::testing::TempDir() + "kewp-log-" + std::to_string(::getpid());
        std::filesystem::create_directories(folder_);
        settings_.file = folder_ / "kewp.log";
    }
    void TearDown() override
    {
        spdlog::set_default_logger(before_);
        std::filesystem::remove_all(folder_);
    }
    std::string logged() const { return read_file(settings_.file).value(); }

    std::shared_ptr<spdlog::logger> before_;
    std::filesystem::path folder_;
    config::LogSettings settings_;
};

TEST_F(LoggingTest, WritesOneJsonObjectPerLine)
{
    settings_.json = true;
    auto const logging = Logging::set_up(settings_);
    ASSERT_TRUE(logging) << logging.error().message;
    spdlog::warn("a \"quoted\" name\nand a second line \x01 {}", "KE 55");
    auto const line = logged();
    ASSERT_TRUE(line.ends_with('\n'));
    EXPECT_EQ(line.find('\n'), line.size() - 1);
    auto const object = boost::json::parse(line).as_object();
    EXPECT_EQ(object.at("level"), "warning");
    EXPECT_EQ(object.at("message"), "a \"quoted\" name\nand a second line \x01 KE 55");
    EXPECT_EQ(object.at("pid").to_number<int>(), ::getpid());
    std::string const time{object.at("time").as_string()};
    EXPECT_EQ(time.size(), 24U) << time;
    EXPECT_TRUE(time.ends_with('Z'));
}

TEST_F(LoggingTest, WritesTextAndHonoursTheLevel)
{
    settings_.json = false;
    settings_.level = "error";
    auto const logging = Logging::set_up(settings_);
    ASSERT_TRUE(logging);
    spdlog::info("not this");
    spdlog::error("but this");
    auto const line = logged();
    EXPECT_EQ(line.find("not this"), std::string::npos);
    EXPECT_TRUE(line.ends_with(" error: but this\n")) << line;
}

TEST_F(LoggingTest, GoesOnInANewFileAfterRotation)
{
    auto const logging = Logging::set_up(settings_);
    ASSERT_TRUE(logging);
    spdlog::info("old");
    std::filesystem::rename(settings_.file, folder_ / "kewp.log.1");
    spdlog::info("still old");
    EXPECT_FALSE(std::filesystem::exists(settings_.file));
    logging->reopen();
    spdlog::info("new");
    EXPECT_NE(logged().find("\"new\""), std::string::npos);
    EXPECT_EQ(logged().find("old"), std::string::npos);
}

TEST_F(LoggingTest, KeepsTheOldFileWhenTheNewOneCannotBeOpened)
{
    auto const logging = Logging::set_up(settings_);
    ASSERT_TRUE(logging);
    auto const aside = folder_ / "aside";
    std::filesystem::rename(settings_.file, aside);
    std::filesystem::create_directory(settings_.file);
    logging->reopen();
    spdlog::info("after");
    auto const text = read_file(aside).value();
    EXPECT_NE(text.find("cannot open the log file"), std::string::npos);
    EXPECT_NE(text.find("after"), std::string::npos);
}

TEST_F(LoggingTest, KeepsLinesOfSeveralProcessesApart)
{
    auto const logging = Logging::set_up(settings_);
    ASSERT_TRUE(logging);
    constexpr int kProcesses = 4;
    constexpr int kLines = 200;
    for (int p = 0; p < kProcesses; ++p) {
        if (::fork() == 0) {
            for (int i = 0; i < kLines; ++i) {
                spdlog::info("{}", std::string(200, static_cast<char>('a' + p)));
            }
            ::_exit(0);
        }
    }
    while (::wait(nullptr) > 0) {
    }
    auto const text = logged();
    auto lines = text::split(text, '\n');
    lines.pop_back();
    ASSERT_EQ(lines.size(), static_cast<std::size_t>(kProcesses * kLines));
    for (auto const line : lines) {
        EXPECT_NO_THROW(static_cast<void>(boost::json::parse(boost::json::string_view(line.data(), line.size()))));
    }
}

TEST_F(LoggingTest, RefusesAnUnknownLevelAndAFileThatCannotBeOpened)
{
    settings_.level = "loud";
    auto const level = Logging::set_up(settings_);
    ASSERT_FALSE(level);
    EXPECT_EQ(level.error().message, "'loud' is not a log level; expected one of trace, debug, info, warn, error, off");
    settings_.level = "info";
    settings_.file = folder_ / "absent" / "kewp.log";
    auto const file = Logging::set_up(settings_);
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().message,
              "cannot open the log file " + settings_.file.string() + ": No such file or directory");
}

}  // namespace
}  // namespace kewp::ops
