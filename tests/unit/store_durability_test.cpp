#include "base/file.hpp"
#include "store/backup.hpp"
#include "store/sql.hpp"
#include "store_fixture.hpp"

#include <csignal>
#include <gmock/gmock.h>
#include <sys/wait.h>
#include <thread>

namespace kewp::store {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::mapping;
using testing::store;
using testing::value;

class DurabilityTest : public testing::StoreTest {};

/// A child that stores mappings until it is killed and writes one byte to `out` for each acknowledgement.
pid_t start_writing(Database const& database, int out)
{
    pid_t const child = ::fork();
    if (child == 0) {
        Writer writer(database);
        for (std::uint32_t ke = 1;; ++ke) {
            if (!store(writer, mapping(ke, 1)) || ::write(out, "x", 1) != 1) {
                ::_exit(1);
            }
        }
    }
    return child;
}

std::uint64_t wait_for_acknowledgements(int in, std::uint64_t count)
{
    std::uint64_t seen = 0;
    char bytes[256];
    while (seen < count) {
        auto const got = ::read(in, bytes, sizeof bytes);
        if (got <= 0) {
            throw std::runtime_error("the writing process ended");
        }
        seen += static_cast<std::uint64_t>(got);
    }
    return seen;
}

TEST_F(DurabilityTest, LosesNothingAcknowledgedWhenThePowerFails)
{
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    auto const child = start_writing(database(), ends[1]);
    std::uint64_t acknowledged = 0;
    for (int round = 1; round <= 8; ++round) {
        acknowledged += wait_for_acknowledgements(ends[0], 7);
        // The disk as it is at this moment: the process stands still while its files are copied.
        ASSERT_EQ(::kill(child, SIGSTOP), 0);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, WUNTRACED), child);
        ASSERT_TRUE(WIFSTOPPED(status));
        auto const copy = folder() / ("lost-power-" + std::to_string(round) + ".db");
        fs::copy_file(path(), copy);
        if (fs::exists(path().string() + "-wal")) {
            fs::copy_file(path().string() + "-wal", copy.string() + "-wal");
        }
        ASSERT_EQ(::kill(child, SIGCONT), 0);
        value(open_database(copy));
        value(verify_database(copy));
        EXPECT_GE(testing::mappings_in(Database(copy)), acknowledged);
    }
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST_F(DurabilityTest, BacksUpWhileOthersWrite)
{
    Writer writer(database());
    for (std::uint32_t ke = 1; ke <= 50; ++ke) {
        value(store(writer, mapping(ke, 1)));
    }
    std::atomic<bool> stop{false};
    std::thread busy([&] {
        for (std::uint32_t ke = 1000; !stop; ++ke) {
            value(store(writer, mapping(ke, 2)));
        }
    });
    auto const target = folder() / "backup.db";
    auto const report = backup_to(path(), target, {.pages_per_step = 1, .pause = std::chrono::milliseconds(2)});
    stop = true;
    busy.join();
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_GT(report->bytes, 0U);
    auto const rows = value(verify_database(target));
    EXPECT_EQ(rows, report->rows);
    auto const mappings = std::ranges::find(rows, "mapping", &std::pair<std::string, std::uint64_t>::first);
    ASSERT_NE(mappings, rows.end());
    EXPECT_GE(mappings->second, 50U);
    EXPECT_FALSE(fs::exists(target.string() + "-wal"));
    EXPECT_FALSE(fs::exists(target.string() + ".partial"));
}

TEST_F(DurabilityTest, RefusesToBackUpNothing)
{
    auto const target = folder() / "backup.db";
    auto const absent = backup_to(folder() / "absent.db", target);
    ASSERT_FALSE(absent);
    EXPECT_EQ(absent.error().code, ErrorCode::not_found);

    value(write_file_atomically(folder() / "empty.db", ""));
    auto const empty = backup_to(folder() / "empty.db", target);
    ASSERT_FALSE(empty);
    EXPECT_THAT(empty.error().message, HasSubstr("without any table"));

    {
        auto connection = value(Database(folder() / "other.db").connect(Access::fresh));
        connection.session() << "CREATE TABLE recipes (id INTEGER)";
    }
    EXPECT_FALSE(backup_to(folder() / "other.db", target));
    EXPECT_FALSE(fs::exists(target));
    EXPECT_FALSE(fs::exists(target.string() + ".partial"));
}

TEST_F(DurabilityTest, NeverReplacesAFileByABackup)
{
    value(write_file_atomically(folder() / "backup.db", "precious"));
    auto const refused = backup_to(path(), folder() / "backup.db");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::conflict);
    EXPECT_EQ(value(read_file(folder() / "backup.db")), "precious");
}

TEST_F(DurabilityTest, SeesADamagedDatabase)
{
    {
        Writer writer(database());
        for (std::uint32_t ke = 1; ke <= 200; ++ke) {
            value(store(writer, mapping(ke, 1)));
        }
    }
    auto bytes = value(read_file(path()));
    for (std::size_t at = 8 * 4096; at + 4096 < bytes.size(); at += 3 * 4096) {
        bytes.replace(at, 512, std::string(512, '\xAA'));
    }
    value(write_file_atomically(folder() / "damaged.db", bytes));
    auto const verdict = verify_database(folder() / "damaged.db");
    ASSERT_FALSE(verdict);
    EXPECT_EQ(verdict.error().code, ErrorCode::corrupt);
}

}  // namespace
}  // namespace kewp::store
