#include "base/file.hpp"
#include "ops/backup_health.hpp"
#include "ops_backup_fixture.hpp"
#include "store/write_ahead_log.hpp"

#include <atomic>
#include <fstream>
#include <gmock/gmock.h>
#include <thread>

namespace kewp::ops {
namespace {

using namespace testing;
using ::testing::HasSubstr;

class CaptureTest : public BackupTest {
protected:
    /// Number of mappings after a restore into another place, to the given time.
    [[nodiscard]] std::uint64_t mappings_at(std::string const& until, std::string const& file = "")
    {
        auto elsewhere = settings_;
        elsewhere.database = folder_.path() / "elsewhere" / "ke_wp_mapping.db";
        fs::remove_all(elsewhere.database.parent_path());
        fs::create_directory(elsewhere.database.parent_path());
        auto const text = restore(elsewhere, {.file = file, .until = until});
        EXPECT_TRUE(text) << (text ? "" : text.error().message);
        return text ? mappings_in(elsewhere.database) : 0;
    }
    [[nodiscard]] std::string refusal(RestoreRequest const& request)
    {
        auto const text = restore(settings_, request);
        EXPECT_FALSE(text) << *text;
        return text ? "" : text.error().message;
    }
};

TEST_F(CaptureTest, CarriesABackupForwardToAnyMoment)
{
    write(1);
    Scheduler scheduler{settings_, page()};
    tick(scheduler);
    std::vector<std::string> times;
    for (std::uint32_t number = 2; number <= 6; ++number) {
        write(number);
        tick(scheduler);
        times.push_back(format_utc(now_));
        now_ += 1min;
    }
    for (std::size_t i = 0; i < times.size(); ++i) {
        EXPECT_EQ(mappings_at(times[i]), i + 2) << times[i];
    }
    EXPECT_EQ(mappings_at("latest"), 6U);
    EXPECT_EQ(mappings_at("2026-11-24T12:03"), 4U) << "a minute without seconds";
    EXPECT_EQ(mappings_at("", value(backups().backups()).front().path.filename()), 1U) << "exactly the backup";
}

TEST_F(CaptureTest, GoesOnOverTheNextBackupsAndOverLogsThatStartAnew)
{
    Scheduler scheduler{settings_, page()};
    tick(scheduler);
    std::uint32_t number = 0;
    for (int day = 0; day < 3; ++day) {
        for (int i = 0; i < 150; ++i) {
            write(++number);
        }
        tick(scheduler);
        write(++number);
        tick(scheduler, 24h);
    }
    EXPECT_LT(fs::file_size(settings_.database.string() + "-wal"), 1'000'000U) << "the log was put into the database";
    write(++number);
    tick(scheduler);
    auto const all = value(backups().backups());
    ASSERT_EQ(all.size(), 4U);
    for (auto const& backup : all) {
        EXPECT_EQ(mappings_at("latest", backup.path), number) << backup.path;
    }
}

TEST_F(CaptureTest, GoesOnAfterTheDeathOfItsProcess)
{
    auto first = std::make_unique<Scheduler>(settings_, page());
    tick(*first);
    write(1);
    tick(*first);
    [[maybe_unused]] auto* const killed = first.release();  // its connection stays open, as after a kill
    write(2);
    Scheduler second{settings_, page()};
    tick(second);
    EXPECT_EQ(count_backups(), 1U) << "no new backup was needed";
    write(3);
    tick(second);
    EXPECT_EQ(mappings_at("latest"), 3U);
    first.reset(killed);
}

TEST_F(CaptureTest, CutsABatchThatACrashLeftUnfinished)
{
    auto first = std::make_unique<Scheduler>(settings_, page());
    tick(*first);
    write(1);
    tick(*first);
    auto const file = value(backups().changes()).back().path;
    std::ofstream{file, std::ios::app} << R"({"batch":2,"time":"2026-11-24T12:00:09Z","log":[1,2)";
    Scheduler second{settings_, page()};
    tick(second);
    write(2);
    tick(second);
    EXPECT_EQ(mappings_at("latest"), 2U);
}

TEST_F(CaptureTest, KeepsOthersFromStartingTheLogAnew)
{
    Scheduler scheduler{settings_, page()};
    tick(scheduler);
    auto other = value(store::Database(settings_.database, 1ms).connect(store::Access::read_write));
    write(1);
    EXPECT_FALSE(value(store::checkpoint(other)));
    write(2);
    tick(scheduler);
    EXPECT_FALSE(value(store::checkpoint(other)));
    write(3);
    tick(scheduler);
    EXPECT_TRUE(page().backup.capture.read().ok);
    EXPECT_EQ(count_backups(), 1U);
    EXPECT_EQ(mappings_at("latest"), 3U);
}

TEST_F(CaptureTest, NoticesThatTheLogWasStartedAnewWhileItDidNotRunAndBeginsAgain)
{
    std::optional<Scheduler> scheduler;
    scheduler.emplace(settings_, page());
    tick(*scheduler);
    write(1);
    tick(*scheduler);
    auto const before_gap = format_utc(now_);
    scheduler.reset();
    write(2);
    {
        auto other = value(store::Database{settings_.database}.connect(store::Access::read_write));
        ASSERT_TRUE(value(store::checkpoint(other)));
    }
    write(3);
    scheduler.emplace(settings_, page());
    tick(*scheduler, 1min);
    EXPECT_EQ(count_backups(), 2U);
    EXPECT_TRUE(page().backup.capture.read().ok);
    write(4);
    tick(*scheduler);
    EXPECT_EQ(mappings_at("latest"), 4U);
    EXPECT_EQ(mappings_at(before_gap), 1U);
}

TEST_F(CaptureTest, SaysWhenItsFolderCannotBeWrittenAndGoesOnWhenItCan)
{
    Scheduler scheduler{settings_, page()};
    tick(scheduler);
    auto const away = folder_.path() / "away";
    fs::rename(settings_.backup.folder, away);
    value(write_file_atomically(settings_.backup.folder, "a file in the way"));
    write(1);
    tick(scheduler, 24h);
    EXPECT_EQ(page().backup.runs_failed, 1U);
    fs::remove(settings_.backup.folder);
    fs::rename(away, settings_.backup.folder);
    tick(scheduler, 10min);
    EXPECT_EQ(page().backup.runs_ok, 2U);
    EXPECT_EQ(mappings_at("latest"), 1U);
}

TEST_F(CaptureTest, LosesNothingWhileManyWrite)
{
    Scheduler scheduler{settings_, page()};
    tick(scheduler);
    std::atomic<bool> stop{false};
    std::atomic<std::uint32_t> number{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            store::Readers readers{store::Database{settings_.database}};
            while (!stop) {
                write(++number);
                value(readers.read([](store::Session& session) { return store::count_mappings(session, {}); }));
            }
        });
    }
    while (number < 1'000) {
        tick(scheduler);
        if (now_ >= at("2026-11-24T12:00:20Z") && count_backups() == 1) {
            now_ = at("2026-11-25T02:00:00Z");  // a backup in the middle of it
        }
    }
    stop = true;
    for (auto& thread : threads) {
        thread.join();
    }
    tick(scheduler);
    EXPECT_TRUE(page().backup.capture.read().ok) << page().backup.capture.read().message;
    for (auto const& backup : value(backups().backups())) {
        EXPECT_EQ(mappings_at("latest", backup.path), number) << backup.path;
    }
}

TEST_F(CaptureTest, KeepsTheBackupThatCapturedChangesNeed)
{
    settings_.backup.keep_daily = 1;
    settings_.backup.keep_weekly = 0;
    settings_.backup.keep_changes = std::chrono::days{2};
    Scheduler scheduler{settings_, page()};
    tick(scheduler);
    write(1);
    tick(scheduler);
    auto const first_day = format_utc(now_);
    tick(scheduler, 24h);
    EXPECT_EQ(mappings_at(first_day), 1U);
    for (int day = 0; day < 4; ++day) {
        write(static_cast<std::uint32_t>(day) + 2);
        tick(scheduler, 24h);
    }
    EXPECT_LE(value(backups().changes()).size(), 4U);
    EXPECT_LE(count_backups(), 2U);
    tick(scheduler);
    EXPECT_EQ(mappings_at("latest"), 5U);
}

TEST_F(CaptureTest, DoesNotWaitForItsTimeWhenTheLogIsLong)
{
    settings_.backup.capture_interval = 1h;
    Scheduler scheduler{settings_, page()};
    tick(scheduler);
    write(1);
    tick(scheduler);
    EXPECT_EQ(mappings_at("latest"), 0U) << "not yet";
    auto const log = settings_.database.string() + "-wal";
    for (std::uint32_t number = 2; fs::file_size(log) < 17'000'000; number += 500) {
        value(writer_->run([&](store::Transaction& transaction) -> Result<void> {
            for (std::uint32_t i = number; i < number + 500; ++i) {
                if (auto stored = store::insert_mapping(transaction, store::testing::mapping(i, 1)); !stored) {
                    return fail(stored.error());
                }
            }
            return {};
        }));
    }
    tick(scheduler);
    EXPECT_GT(mappings_at("latest"), 500U);
    EXPECT_LT(fs::file_size(log), 1'000'000U);
}

TEST_F(CaptureTest, IsMissedByHealthWhenItHangs)
{
    Scheduler scheduler{settings_, page()};
    tick(scheduler);
    EXPECT_TRUE(backup_health(settings_.backup, page(), now_ + 10min)->healthy);
    auto const late = backup_health(settings_.backup, page(), now_ + 20min);
    EXPECT_FALSE(late->healthy);
    EXPECT_THAT(late->message, HasSubstr("changes have not been captured since " + format_utc(now_)));
}

TEST_F(CaptureTest, RestoreRefusesWhatCannotBe)
{
    EXPECT_THAT(refusal({}), HasSubstr("there is no backup in this folder"));
    Scheduler scheduler{settings_, page()};
    tick(scheduler);
    EXPECT_THAT(refusal({.until = "2020-01-01"}), HasSubstr("no backup from before 2020-01-01T00:00:00Z"));
    EXPECT_THAT(refusal({.until = "yesterday"}), HasSubstr("--until"));
    EXPECT_THAT(refusal({.file = "nothing.db"}), HasSubstr("nothing.db"));
}

}  // namespace
}  // namespace kewp::ops
