#include "fault_rounds.hpp"
#include "store/restore.hpp"

#include <gmock/gmock.h>

namespace kewp::store {
namespace {

namespace fs = std::filesystem;
using testing::answered;
using testing::Fault;
using testing::Kind;
using testing::value;

/// A database of 25 rows, and a backup made when it had 20.
class RestoreFaultsTest : public testing::FaultRoundsTest {
protected:
    static constexpr std::uint64_t kThen = 20;
    static constexpr std::uint64_t kNow = 25;

    RestoreFaultsTest()
    {
        value(open_database(prepared()));
        Writer writer{Database(prepared())};
        for (std::uint32_t ke = 1; ke <= kNow; ++ke) {
            if (ke == kThen + 1) {
                value(backup_to(prepared(), backup()));
            }
            value(writer.run([&](Transaction& transaction) { return testing::insert_with_audit(transaction, ke, 1); }));
        }
    }

    [[nodiscard]] fs::path prepared() const { return folder_.path() / "prepared.db"; }
    [[nodiscard]] fs::path backup() const { return folder_.path() / "backup.db"; }

    /// Rows of the database at `path`, which must be whole.
    static std::uint64_t rows_in(fs::path const& path)
    {
        EXPECT_EQ(testing::damage(path, {}), "");
        return testing::mappings_in(Database(path));
    }

    /// How many files of `folder` hold the replaced database.
    static int kept_in(fs::path const& folder)
    {
        int kept = 0;
        for (auto const& entry : fs::directory_iterator(folder)) {
            auto const name = entry.path().filename().string();
            if (name.starts_with("test.") && name != "test.db" && name.ends_with(".db")) {
                auto const rows = value(verify_database(entry.path()));
                kept += std::ranges::count(rows, std::pair<std::string, std::uint64_t>("mapping", kNow)) > 0 ? 1 : 0;
            }
        }
        return kept;
    }
};

TEST_F(RestoreFaultsTest, PowerCutLeavesTheOldOrTheRestoredDatabase)
{
    copy_to_disk(prepared());
    auto const images =
        images_during(testing::first_seed(), 2, [&] { value(restore_database({.backup = backup()}, path())); });
    std::map<std::uint64_t, int> seen;
    for (auto const& image : images) {
        image.write_to(after_);
        auto const rows = rows_in(after_ / "test.db");
        ASSERT_THAT(rows, ::testing::AnyOf(kThen, kNow));
        ++seen[rows];
        if (rows == kThen) {
            ASSERT_EQ(kept_in(after_), 1) << "the replaced database is gone";
        }
    }
    EXPECT_EQ(rows_in(after_ / "test.db"), kThen) << "reported, but not on disk";
    fmt::print("{} cuts: {} left the old database, {} the restored one\n", images.size(), seen[kNow], seen[kThen]);
    EXPECT_EQ(seen.size(), 2U);
}

TEST_F(RestoreFaultsTest, EveryFaultIsReportedAndTheNextTrySucceeds)
{
    at_every_operation(testing::kinds(), [&](Kind const& kind, Fault const& fault) {
        copy_to_disk(prepared());
        vfs_->inject(fault);
        auto const restored = answered([&] { return restore_database({.backup = backup()}, path()); });
        vfs_->heal();
        if (!restored) {
            testing::expect_clear(restored.error(), kind);
            // The last flush of the folder comes after the rename: then the restored one may be there.
            auto const rows = rows_in(path());
            EXPECT_TRUE(rows == kNow || (kind.operation == testing::Operation::flush_by_us && rows == kThen)) << rows;
            value(restore_database({.backup = backup()}, path()));
        }
        EXPECT_EQ(rows_in(path()), kThen);
        EXPECT_GE(kept_in(disk_), 1);
    });
}

}  // namespace
}  // namespace kewp::store
