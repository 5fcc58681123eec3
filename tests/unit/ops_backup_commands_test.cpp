#include "base/file.hpp"
#include "ops/serving_lock.hpp"
#include "ops_backup_fixture.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <sys/wait.h>

namespace kewp::ops {
namespace {

using namespace testing;
using ::testing::AllOf;
using ::testing::HasSubstr;

class BackupCommandsTest : public BackupTest {
protected:
    [[nodiscard]] fs::path only_backup() const
    {
        auto const all = value(backups().backups());
        EXPECT_EQ(all.size(), 1U);
        return all.front().path;
    }
    [[nodiscard]] static std::string refused(Result<std::string> const& answer)
    {
        EXPECT_FALSE(answer) << *answer;
        return answer ? "" : answer.error().message;
    }
    /// What lies in the folder, apart from what SQLite keeps beside an open database, and the lock.
    [[nodiscard]] std::vector<std::string> beside() const
    {
        std::vector<std::string> names;
        for (auto const& entry : fs::directory_iterator(folder_.path())) {
            auto const name = entry.path().filename().string();
            bool const passing = name == "ke_wp_mapping.db-wal" || name.ends_with("-shm") || name.ends_with(".lock");
            if (!entry.is_directory() && !passing) {
                names.push_back(name);
            }
        }
        std::ranges::sort(names);
        return names;
    }
};

TEST_F(BackupCommandsTest, ABackupIsMadeListedAndVerified)
{
    write(1);
    EXPECT_THAT(value(list_backups(settings_)), HasSubstr("no backups yet"));
    EXPECT_THAT(value(backup_now(settings_)), AllOf(HasSubstr("verified"), HasSubstr("mapping")));
    EXPECT_EQ(mappings_in(only_backup()), 1U);
    EXPECT_THAT(value(list_backups(settings_)), AllOf(HasSubstr("yes"), HasSubstr("none")));
    EXPECT_THAT(value(verify_backups(settings_, "")), HasSubstr("ok "));
    EXPECT_THAT(value(verify_backups(settings_, only_backup().filename())), HasSubstr("ok "));
}

TEST_F(BackupCommandsTest, ABackupThatWasChangedIsToldAndNotRestored)
{
    write(1);
    value(backup_now(settings_));
    std::fstream{only_backup(), std::ios::in | std::ios::out}.seekp(5'000).put('x');
    EXPECT_THAT(refused(verify_backups(settings_, "")), AllOf(HasSubstr("DAMAGED"), HasSubstr("SHA-256")));
    writer_.reset();
    EXPECT_THAT(refused(restore(settings_, {.file = only_backup()})), HasSubstr("SHA-256"));
    EXPECT_EQ(mappings_in(settings_.database), 1U);
    EXPECT_EQ(beside(), std::vector<std::string>{"ke_wp_mapping.db"});
}

TEST_F(BackupCommandsTest, RestoreRefusesAFileThatIsNoDatabaseOfOurs)
{
    writer_.reset();
    auto const file = folder_.path() / "notes.db";
    value(write_file_atomically(file, "no database"));
    EXPECT_THAT(refused(restore(settings_, {.file = file})), HasSubstr("notes.db"));
    EXPECT_THAT(refused(restore(settings_, {.file = file, .dry_run = true})), HasSubstr("notes.db"));
}

TEST_F(BackupCommandsTest, RestoreKeepsTheReplacedDatabaseWithWhatWasInItsLog)
{
    write(1);
    value(backup_now(settings_));
    write(2);
    writer_.reset();
    auto const text = value(restore(settings_, {.file = only_backup().filename()}));
    EXPECT_EQ(mappings_in(settings_.database), 1U);
    auto const names = beside();
    ASSERT_GE(names.size(), 2U);
    EXPECT_THAT(names.back(), HasSubstr("ke_wp_mapping.replaced-"));
    EXPECT_THAT(text, HasSubstr(names.back()));
    EXPECT_EQ(mappings_in(folder_.path() / names.back()), 2U);
}

TEST_F(BackupCommandsTest, ADryRunChangesNothing)
{
    write(1);
    value(backup_now(settings_));
    write(2);
    EXPECT_THAT(value(restore(settings_, {.file = only_backup(), .dry_run = true})), HasSubstr("nothing is changed"));
    writer_.reset();
    EXPECT_EQ(mappings_in(settings_.database), 2U);
    EXPECT_EQ(beside(), std::vector<std::string>{"ke_wp_mapping.db"});
}

TEST_F(BackupCommandsTest, ADamagedDatabaseIsKeptAsItIsWithItsLog)
{
    write(1);
    value(backup_now(settings_));
    writer_.reset();
    value(write_file_atomically(settings_.database, "garbage"));
    value(write_file_atomically(settings_.database.string() + "-wal", "what was its log"));
    value(restore(settings_, {.file = only_backup()}));
    EXPECT_EQ(mappings_in(settings_.database), 1U);
    auto const names = beside();
    EXPECT_THAT(names, ::testing::Contains(::testing::EndsWith(".db-wal"))) << "the log of the damaged one";
    EXPECT_EQ(value(read_file(folder_.path() / names.back())), "what was its log");
}

TEST_F(BackupCommandsTest, RestoreRefusesWhileAServiceRuns)
{
    value(backup_now(settings_));
    auto const service = value(lock_for_serving(settings_.database));
    auto const refused_second = lock_for_serving(settings_.database, 0ms);
    ASSERT_FALSE(refused_second);
    EXPECT_THAT(refused_second.error().message,
                AllOf(HasSubstr("another kewp"), HasSubstr(std::to_string(::getpid()))));
}

TEST_F(BackupCommandsTest, TheLockLastsUntilTheLastChildIsGone)
{
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    auto lock = value(lock_for_serving(settings_.database));
    auto const child = ::fork();
    if (child == 0) {
        ::close(pipe[1]);
        char byte = 0;
        [[maybe_unused]] auto const end = ::read(pipe[0], &byte, 1);
        ::_exit(0);
    }
    lock.reset();
    EXPECT_FALSE(lock_for_serving(settings_.database, 0ms));
    ::close(pipe[1]);
    ::waitpid(child, nullptr, 0);
    EXPECT_TRUE(lock_for_serving(settings_.database, 0ms));
    ::close(pipe[0]);
}

TEST_F(BackupCommandsTest, ABackupOfADatabaseThatIsNotThereIsAFailure)
{
    writer_.reset();
    settings_.database = folder_.path() / "other.db";
    EXPECT_THAT(refused(backup_now(settings_)), HasSubstr("DATABASE_PATH"));
}

}  // namespace
}  // namespace kewp::ops
