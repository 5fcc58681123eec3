#include "base/crypto.hpp"
#include "base/file.hpp"
#include "ops/backup_health.hpp"
#include "ops_backup_fixture.hpp"
#include "store/restore.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

namespace kewp::ops {
namespace {

using namespace testing;
using ::testing::HasSubstr;

class SchedulerTest : public BackupTest {
protected:
    SchedulerTest() { settings_.backup.capture_interval = 0s; }

    [[nodiscard]] BackupHealth health() { return backup_health(settings_.backup, page(), now_).value(); }
};

TEST_F(SchedulerTest, MakesTheFirstBackupAtOnceAndTheNextBySchedule)
{
    write(1);
    Scheduler scheduler{settings_, page()};
    tick(scheduler);
    ASSERT_EQ(count_backups(), 1U);
    tick(scheduler, 13h);  // 01:00
    EXPECT_EQ(count_backups(), 1U);
    write(2);
    tick(scheduler, 1h);
    ASSERT_EQ(count_backups(), 2U);
    auto const newest = value(backups().backups()).back();
    EXPECT_EQ(mappings_in(newest.path), 2U);
    EXPECT_EQ(newest.path.filename(), "ke_wp_mapping-20261125T020001Z.db");
    EXPECT_TRUE(value(store::verify_checksum(newest.path)));
    EXPECT_EQ(page().backup.runs_ok, 2U);
    EXPECT_EQ(page().backup.last_success, now_.time_since_epoch().count());
}

TEST_F(SchedulerTest, MakesUpOnceForWhatWasMissedWhileTheMachineWasOff)
{
    {
        Scheduler scheduler{settings_, page()};
        tick(scheduler);
    }
    now_ += 72h;
    Scheduler scheduler{settings_, page()};
    tick(scheduler);
    EXPECT_EQ(count_backups(), 2U);
    tick(scheduler);
    EXPECT_EQ(count_backups(), 2U);
}

TEST_F(SchedulerTest, MakesNoneAtAStartWhenNoneWasMissed)
{
    {
        Scheduler scheduler{settings_, page()};
        tick(scheduler);
    }
    Scheduler scheduler{settings_, page()};
    tick(scheduler, 1h);
    EXPECT_EQ(count_backups(), 1U);
}

TEST_F(SchedulerTest, SurvivesAClockThatJumps)
{
    Scheduler scheduler{settings_, page()};
    tick(scheduler);
    tick(scheduler, 24h * 400);  // forward, over 400 schedules: one backup
    EXPECT_EQ(count_backups(), 2U);
    now_ -= 24h * 400 - 1h;  // and back
    tick(scheduler);
    EXPECT_EQ(count_backups(), 2U);
    EXPECT_LE(page().backup.last_success, now_.time_since_epoch().count());
    tick(scheduler, 24h);
    EXPECT_EQ(count_backups(), 3U);
    EXPECT_TRUE(health().healthy) << health().message;
}

TEST_F(SchedulerTest, KeepsBothBackupsOfASecondThatComesTwice)
{
    settings_.backup.schedule = CronSchedule::parse("* * * * *").value();
    Scheduler scheduler{settings_, page()};
    tick(scheduler);
    now_ -= 1min;
    tick(scheduler, 1min - 1s);
    tick(scheduler, 1min);
    now_ -= 1min + 1s;
    tick(scheduler);
    EXPECT_EQ(page().backup.runs_failed, 0U) << page().backup.last_run.read().message;
}

TEST_F(SchedulerTest, RemovesOldBackupsOnlyAfterASuccess)
{
    settings_.backup.keep_daily = 2;
    settings_.backup.keep_weekly = 0;
    Scheduler scheduler{settings_, page()};
    for (int day = 0; day < 5; ++day) {
        tick(scheduler, 24h);
    }
    EXPECT_EQ(count_backups(), 2U);
    EXPECT_EQ(std::distance(fs::directory_iterator(settings_.backup.folder), {}), 4) << "with their checksums";

    // Damaged: the copy fails, and what is there stays.
    writer_.reset();
    fs::resize_file(settings_.database, fs::file_size(settings_.database) / 2);
    tick(scheduler, 24h);
    EXPECT_EQ(page().backup.runs_failed, 1U);
    EXPECT_EQ(count_backups(), 2U);
    EXPECT_EQ(std::distance(fs::directory_iterator(settings_.backup.folder), {}), 4) << "no half file";
}

TEST_F(SchedulerTest, LeavesFilesOfOthersAlone)
{
    settings_.backup.keep_daily = 1;
    settings_.backup.keep_weekly = 0;
    fs::create_directory(settings_.backup.folder);
    for (auto const* name : {"ke_wp_mapping-before-upgrade.db", "other-20200101T000000Z.db", "notes.txt"}) {
        value(write_file_atomically(settings_.backup.folder / name, "keep me"));
    }
    Scheduler scheduler{settings_, page()};
    tick(scheduler);
    tick(scheduler, 48h);
    EXPECT_EQ(count_backups(), 1U);
    EXPECT_TRUE(fs::exists(settings_.backup.folder / "ke_wp_mapping-before-upgrade.db"));
    EXPECT_TRUE(fs::exists(settings_.backup.folder / "other-20200101T000000Z.db"));
    EXPECT_TRUE(fs::exists(settings_.backup.folder / "notes.txt"));
}

TEST_F(SchedulerTest, TurnsHealthDegradedWhenTheLastSuccessIsOlderThanTwoPeriods)
{
    Scheduler scheduler{settings_, page()};
    tick(scheduler);
    EXPECT_TRUE(health().healthy);
    writer_.reset();
    auto const moved = settings_.database.string() + ".moved";
    fs::rename(settings_.database, moved);
    tick(scheduler, 24h);
    EXPECT_TRUE(health().healthy) << "one failure is told, not more";
    EXPECT_THAT(health().message, HasSubstr("there is no database to back up"));
    tick(scheduler, 24h);
    EXPECT_FALSE(health().healthy);
    EXPECT_THAT(health().message, HasSubstr("older than two periods of the schedule '0 2 * * *'"));
    EXPECT_GE(page().backup.runs_failed, 2U);
    fs::rename(moved, settings_.database);
    tick(scheduler, 24h);
    EXPECT_TRUE(health().healthy) << health().message;
}

TEST_F(SchedulerTest, TriesAgainAfterTenMinutes)
{
    writer_.reset();
    auto const moved = settings_.database.string() + ".moved";
    fs::rename(settings_.database, moved);
    Scheduler scheduler{settings_, page()};
    tick(scheduler);
    EXPECT_EQ(page().backup.runs_failed, 1U);
    EXPECT_FALSE(health().healthy) << "the first one ever";
    fs::rename(moved, settings_.database);
    tick(scheduler, 9min);
    EXPECT_EQ(count_backups(), 0U);
    tick(scheduler, 1min);
    EXPECT_EQ(count_backups(), 1U);
}

TEST_F(SchedulerTest, DoesNotTakeAnEmptyDatabaseForABackup)
{
    writer_.reset();
    fs::resize_file(settings_.database, 0);
    Scheduler scheduler{settings_, page()};
    tick(scheduler);
    EXPECT_EQ(page().backup.runs_failed, 1U);
    EXPECT_THAT(page().backup.last_run.read().message, HasSubstr("without any table"));
    EXPECT_EQ(count_backups(), 0U);
}

TEST_F(SchedulerTest, SaysHowToMendAFolderThatItMayNotWrite)
{
    if (::geteuid() == 0) {
        GTEST_SKIP() << "root may write everywhere; the container test covers this as another user";
    }
    fs::create_directory(settings_.backup.folder);
    ::chmod(settings_.backup.folder.c_str(), 0500);
    Scheduler scheduler{settings_, page()};
    tick(scheduler);
    EXPECT_THAT(page().backup.last_run.read().message, HasSubstr("sudo chown -R"));
    ::chmod(settings_.backup.folder.c_str(), 0700);
}

TEST_F(SchedulerTest, SaysWhenTheFolderCannotBeMade)
{
    value(write_file_atomically(folder_.path() / "file", ""));
    settings_.backup.folder = folder_.path() / "file" / "backups";
    Scheduler scheduler{settings_, page()};
    tick(scheduler);
    EXPECT_THAT(page().backup.last_run.read().message, HasSubstr((folder_.path() / "file").string()));
}

TEST_F(SchedulerTest, SaysHowMuchSpaceIsMissingBeforeItBegins)
{
    auto const ready = backups().prepare(std::uint64_t{1} << 60U);
    ASSERT_FALSE(ready);
    EXPECT_THAT(ready.error().message, HasSubstr("the disk is full: a backup needs 1099511627792 MiB"));
    EXPECT_TRUE(backups().prepare(0));
}

TEST_F(SchedulerTest, EndsABackupWhenToldToStop)
{
    value(writer_->run([](store::Transaction& transaction) -> Result<void> {
        for (std::uint32_t i = 1; i < 3'000; ++i) {  // more than one slice of the copy
            if (auto stored = store::insert_mapping(transaction, store::testing::mapping(i, 1)); !stored) {
                return fail(stored.error());
            }
        }
        return {};
    }));
    Scheduler scheduler{settings_, page(), [] { return true; }};
    tick(scheduler);
    EXPECT_EQ(count_backups(), 0U);
    EXPECT_EQ(page().backup.runs_failed, 0U);
    EXPECT_TRUE(fs::is_empty(settings_.backup.folder));
}

TEST_F(SchedulerTest, DoesNothingWithoutASchedule)
{
    settings_.backup.schedule.reset();
    settings_.backup.capture_interval = 1s;
    Scheduler scheduler{settings_, page()};
    tick(scheduler);
    tick(scheduler, 48h);
    EXPECT_FALSE(fs::exists(settings_.backup.folder));
    EXPECT_FALSE(backup_health(settings_.backup, page(), now_));
}

}  // namespace
}  // namespace kewp::ops
