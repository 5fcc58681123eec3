#include "base/file.hpp"
#include "base/text.hpp"
#include "http/access_log.hpp"

#include <boost/json.hpp>
#include <filesystem>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kewp::http {
namespace {

AccessEntry entry_for(std::string_view path)
{
    AccessEntry entry;
    entry.time = std::chrono::sys_days{std::chrono::year{2026} / 11 / 24} + std::chrono::milliseconds{1500};
    entry.request_id = "r-1";
    entry.method = "GET";
    entry.route = "ke";
    entry.path = path;
    entry.status = 200;
    entry.bytes = 12;
    entry.duration = std::chrono::microseconds{1234};
    entry.user = "alice";
    entry.client = "127.0.0.1";
    return entry;
}

std::string temp_file(std::string const& name)
{
    auto path = testing::TempDir() + "/kewp_access_" + std::to_string(::getpid()) + "_" + name;
    std::filesystem::remove(path);
    return path;
}

TEST(AccessLine, IsOneJsonObject)
{
    std::string line;
    format_access_line(entry_for("/ke/55"), line);
    EXPECT_EQ(line,
              R"({"time":"2026-11-24T00:00:01.500Z","request_id":"r-1","method":"GET","route":"ke","path":"/ke/55",)"
              R"("status":200,"bytes":12,"duration_ms":1.234,"user":"alice","client":"127.0.0.1"})");
}

TEST(AccessLine, KeepsWhateverAClientSendsInsideItsString)
{
    for (std::string const& path :
         {std::string("/a\",\"user\":\"admin"), std::string("/a\r\n{\"time\":1}"), std::string("/\xff\xfe\x01\x7f"),
          std::string("/\xc3\xa4"), std::string("/nul\0x", 6), std::string(5000, 'x')}) {
        std::string line;
        format_access_line(entry_for(path), line);
        EXPECT_EQ(line.find_first_of(std::string("\r\n\0", 3)), std::string::npos);
        EXPECT_TRUE(text::is_utf8(line));
        EXPECT_LT(line.size(), 1000U);
        auto const read = boost::json::parse(line).as_object();
        EXPECT_EQ(read.size(), 10U);
        EXPECT_EQ(read.at("user").as_string(), "alice");
    }
}

TEST(AccessLog, WritesOnFlushAndFollowsARotatedFile)
{
    auto const path = temp_file("rotated");
    auto log = AccessLog::open(path);
    ASSERT_TRUE(log) << log.error().message;
    EXPECT_GT(log->write(entry_for("/one")), 0U);
    EXPECT_EQ(read_file(path).value(), "");
    ASSERT_TRUE(log->flush());
    EXPECT_NE(read_file(path)->find("/one"), std::string::npos);
    std::filesystem::rename(path, path + ".1");
    log->write(entry_for("/two"));
    ASSERT_TRUE(log->reopen());
    log->write(entry_for("/three"));
    ASSERT_TRUE(log->flush());
    EXPECT_NE(read_file(path + ".1")->find("/two"), std::string::npos);
    EXPECT_EQ(read_file(path)->find("/two"), std::string::npos);
    EXPECT_NE(read_file(path)->find("/three"), std::string::npos);
    std::filesystem::remove(path);
    std::filesystem::remove(path + ".1");
}

TEST(AccessLog, DoesNotMixLinesOfSeveralProcesses)
{
    auto const path = temp_file("shared");
    constexpr int kProcesses = 4;
    constexpr int kLines = 2000;
    for (int p = 0; p < kProcesses; ++p) {
        if (::fork() == 0) {
            auto log = AccessLog::open(path);
            for (int i = 0; i < kLines; ++i) {
                log->write(entry_for("/" + std::string(static_cast<std::size_t>(i % 400), 'x')));
                if (i % 97 == 0) {
                    static_cast<void>(log->flush());
                }
            }
            static_cast<void>(log->flush());
            ::_exit(0);
        }
    }
    while (::wait(nullptr) > 0) {
    }
    auto const content = read_file(path).value();
    int lines = 0;
    for (auto const line : text::split(content, '\n')) {
        if (!line.empty()) {
            EXPECT_EQ(boost::json::parse(line).at("status").as_int64(), 200);
            ++lines;
        }
    }
    EXPECT_EQ(lines, kProcesses * kLines);
    std::filesystem::remove(path);
}

TEST(AccessLog, DropsLinesRatherThanGrowingWithoutEnd)
{
    auto const path = temp_file("stalled");
    auto log = AccessLog::open(path);
    ASSERT_TRUE(log);
    bool dropped = false;
    for (int i = 0; i < 100'000 && !dropped; ++i) {
        dropped = log->write(entry_for("/")) == 0;
    }
    EXPECT_TRUE(dropped);
    ASSERT_TRUE(log->flush());
    EXPECT_GT(log->write(entry_for("/")), 0U);
    std::filesystem::remove(path);
}

TEST(AccessLog, NamesAFileThatCannotBeOpened)
{
    auto const log = AccessLog::open("/nonexistent/folder/access.log");
    ASSERT_FALSE(log);
    EXPECT_NE(log.error().message.find("/nonexistent/folder/access.log"), std::string::npos);
}

}  // namespace
}  // namespace kewp::http
