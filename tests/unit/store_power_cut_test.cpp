#include "fault_fixture.hpp"
#include "store/sqlite_rows.hpp"

#include <atomic>
#include <gmock/gmock.h>
#include <thread>

namespace kewp::store {
namespace {

namespace fs = std::filesystem;
using testing::Image;
using testing::Operation;
using testing::value;

/// What was acknowledged, and the disk at that moment.
struct Moment {
    std::vector<std::string> acknowledged = {};
    Image image = {};
};

/// Nothing when a database with everything acknowledged came back, else what is wrong.
std::string damage_after(Moment const& moment, fs::path const& folder)
{
    moment.image.write_to(folder);
    return testing::damage(folder / "test.db", moment.acknowledged);
}

class PowerCutTest : public testing::FaultTest {
protected:
    std::vector<Moment> cut_while_writing(std::uint64_t seed, std::size_t cuts, bool lying);
};

/// Four threads store rows and a fifth checkpoints the log, until the power failed `cuts` times.
std::vector<Moment> PowerCutTest::cut_while_writing(std::uint64_t seed, std::size_t cuts, bool lying)
{
    empty_disk();
    value(open_database(path()));
    vfs_->lie_about_flushes(lying);
    std::mutex mutex;
    std::vector<std::string> acknowledged;
    std::vector<Moment> moments;
    std::mt19937_64 random(seed);
    std::uint64_t countdown = random() % 60;
    std::atomic<bool> enough{false};
    vfs_->before_each([&](Operation) {
        std::unique_lock const lock(mutex);
        if (enough || countdown-- > 0) {
            return;
        }
        // First what was acknowledged, then the disk: what comes between is more than is asked for.
        moments.push_back({acknowledged, vfs_->disk().power_cut(random())});
        countdown = random() % (random() % 4 == 0 ? 120 : 20);
        enough = moments.size() >= cuts;
    });
    Writer writer(Database(path()), {.batch_limit = 3});
    std::vector<std::thread> threads;
    for (std::uint32_t thread = 1; thread <= 4; ++thread) {
        threads.emplace_back([&, thread] {
            for (std::uint32_t ke = 1; !enough; ++ke) {
                auto const stored = writer.run([&](Transaction& transaction) {
                    // The log is checkpointed by the writer itself every few commits.
                    transaction.session() << "PRAGMA wal_autocheckpoint = 40";
                    return testing::insert_with_audit(transaction, ke, thread);
                });
                std::lock_guard const lock(mutex);
                acknowledged.push_back(value(stored).uuid);
            }
        });
    }
    threads.emplace_back([&] {
        auto connection = value(Database(path()).connect(Access::read_write));
        for (int round = 0; !enough; ++round) {
            auto const* mode = round % 3 == 0 ? "TRUNCATE" : round % 3 == 1 ? "PASSIVE" : "RESTART";
            // `busy` is a normal answer of a checkpoint.
            static_cast<void>(attempt([&]() -> Result<void> {
                connection.session() << "PRAGMA wal_checkpoint(" << mode << ")";
                return {};
            }));
            std::this_thread::sleep_for(std::chrono::milliseconds(3));
        }
    });
    for (auto& thread : threads) {
        thread.join();
    }
    vfs_->before_each({});
    vfs_->lie_about_flushes(false);
    return moments;
}

/// Copying the files of a running server would show less: a copy takes time, so database and log would be of two
/// moments that no disk ever held, and it sees what is in the system's cache, flushed or not.
TEST_F(PowerCutTest, LosesNothingAcknowledgedInAThousandCuts)
{
    constexpr std::size_t kRounds = 25;
    constexpr std::size_t kCutsPerRound = 40;
    auto const seed = testing::first_seed();
    std::size_t cuts = 0;
    std::size_t rows = 0;
    for (std::size_t round = 0; round < kRounds; ++round) {
        for (auto const& moment : cut_while_writing(seed + round, kCutsPerRound, false)) {
            ASSERT_EQ(damage_after(moment, after_), "") << "seed " << seed << ", round " << round;
            ++cuts;
            rows += moment.acknowledged.size();
        }
    }
    fmt::print("{} power cuts, {} acknowledged rows looked for, none lost\n", cuts, rows);
    EXPECT_GE(cuts, 1000U);
    EXPECT_GT(rows, 10'000U);
}

/// Proof that the test above can fail: with a disk that says "flushed" too early it must find losses.
TEST_F(PowerCutTest, FindsTheLossesOfADiskThatLies)
{
    auto const seed = testing::first_seed();
    std::size_t cuts = 0;
    std::size_t losses = 0;
    for (std::size_t round = 0; round < 5; ++round) {
        for (auto const& moment : cut_while_writing(seed + round, 40, true)) {
            ++cuts;
            losses += damage_after(moment, after_).empty() ? 0 : 1;
        }
    }
    fmt::print("{} of {} cuts of a lying disk lost or damaged something\n", losses, cuts);
    EXPECT_GT(losses, cuts / 10);
}

TEST_F(PowerCutTest, LeavesADatabaseThatOpensWhileOneIsCreated)
{
    auto const images = images_during(testing::first_seed(), 4, [&] { value(open_database(path())); });
    for (auto const& image : images) {
        ASSERT_EQ(damage_after({{}, image}, after_), "");
    }
    fmt::print("{} cuts\n", images.size());
}

TEST_F(PowerCutTest, LeavesTheOldOrTheNewSchemaWhileOneIsMigrated)
{
    value(open_database(path()));
    std::vector<std::string> uuids;
    {
        Writer writer{Database(path())};
        for (std::uint32_t ke = 1; ke <= 20; ++ke) {
            uuids.push_back(value(writer.run([&](Transaction& transaction) {
                                return testing::insert_with_audit(transaction, ke, 1);
                            })).uuid);
        }
    }
    auto steps = migrations();
    steps.push_back({steps.back().version + 1,
                     {"ALTER TABLE mapping ADD COLUMN colour TEXT", "UPDATE mapping SET colour = 'blue'"}});
    auto const images = images_during(testing::first_seed(), 3, [&] { value(open_database(path(), steps)); });
    for (auto const& image : images) {
        image.write_to(after_);
        auto const copy = after_ / "test.db";
        auto const found = [&] {
            auto connection = value(Database(copy).connect(Access::read_write));
            return value(identify(connection)).version;
        }();
        ASSERT_THAT(found, ::testing::AnyOf(steps.back().version - 1, steps.back().version));
        auto const report = value(open_database(copy, steps));
        ASSERT_EQ(report.to_version, steps.back().version);
        value(verify_database(copy));
        auto connection = value(Database(copy).connect(Access::read_only));
        ASSERT_EQ(select_number(connection.session(), "SELECT count(*) FROM mapping WHERE colour = 'blue'"), 20);
        for (auto const& entry : fs::directory_iterator(after_)) {  // a backup that looks like one is one
            if (entry.path().extension() == ".db") {
                ASSERT_TRUE(verify_database(entry.path())) << entry.path();
            }
        }
    }
    fmt::print("{} cuts\n", images.size());
}

std::set<std::string> reference_uuids(fs::path const& path)
{
    auto connection = value(Database(path).connect(Access::foreign));
    std::set<std::string> uuids;
    for (auto const& row : value(read_table(connection, "mappings"))) {
        uuids.insert(row.text("uuid").value_or(""));
    }
    return uuids;
}

TEST_F(PowerCutTest, LeavesTheOldOrTheNewDatabaseWhileOneIsImported)
{
    testing::make_reference(path());
    auto const uuids = reference_uuids(path());
    vfs_->start_anew();
    auto const seed = testing::first_seed();
    auto const images = images_during(seed, 2, [&] { value(open_database(path())); });
    std::map<FileKind, std::size_t> seen;
    for (std::size_t i = 0; i < images.size(); ++i) {
        SCOPED_TRACE(fmt::format("seed {}, image {}", seed, i));
        images[i].write_to(after_);
        auto const copy = after_ / "test.db";
        auto const kind = [&] {
            auto connection = value(Database(copy).connect(Access::read_write));
            return value(identify(connection)).kind;
        }();
        ++seen[kind];
        value(open_database(copy));
        value(verify_database(copy));
        auto connection = value(Database(copy).connect(Access::read_only));
        ASSERT_EQ(select_number(connection.session(), "SELECT count(*) FROM mapping"), 30);
        auto kept = 0;
        for (auto const& entry : fs::directory_iterator(after_)) {
            if (entry.path().filename().string().starts_with("test.reference-")) {
                ASSERT_EQ(reference_uuids(entry.path()), uuids);
                ++kept;
            }
        }
        ASSERT_GE(kept, 1) << "the old database is gone";
    }
    fmt::print("{} cuts: {} left the old database, {} the new one\n", images.size(), seen[FileKind::reference],
               seen[FileKind::ours]);
    EXPECT_EQ(seen.size(), 2U);
}

TEST_F(PowerCutTest, LeavesNoHalfBackupThatPassesForOne)
{
    value(open_database(path()));
    {
        Writer writer{Database(path())};
        for (std::uint32_t ke = 1; ke <= 60; ++ke) {
            value(writer.run([&](Transaction& transaction) { return testing::insert_with_audit(transaction, ke, 1); }));
        }
    }
    vfs_->start_anew();
    auto const images = images_during(testing::first_seed(), 2,
                                      [&] { value(backup_to(path(), disk_ / "backup.db", {.pages_per_step = 10})); });
    std::size_t whole = 0;
    for (auto const& image : images) {
        image.write_to(after_);
        ASSERT_TRUE(&image != &images.back() || fs::exists(after_ / "backup.db")) << "reported, but not on disk";
        if (fs::exists(after_ / "backup.db")) {
            auto const rows = value(verify_database(after_ / "backup.db"));
            ASSERT_THAT(rows, ::testing::Contains(std::pair<std::string, std::uint64_t>("mapping", 60)));
            ++whole;
        }
        value(open_database(after_ / "test.db"));
        ASSERT_EQ(testing::mappings_in(Database(after_ / "test.db")), 60U);
        fs::remove(after_ / "backup.db");
        ASSERT_TRUE(backup_to(after_ / "test.db", after_ / "backup.db")) << "a rest of before is in the way";
    }
    fmt::print("{} cuts, {} with a whole backup\n", images.size(), whole);
    EXPECT_GT(whole, 0U);
    EXPECT_LT(whole, images.size());
}

}  // namespace
}  // namespace kewp::store
