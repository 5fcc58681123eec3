#include "fault_rounds.hpp"
#include "store/sqlite_rows.hpp"

#include <gmock/gmock.h>
#include <map>

namespace kewp::store {
namespace {

namespace fs = std::filesystem;
using testing::answered;
using testing::damage;
using testing::expect_clear;
using testing::Fault;
using ::testing::HasSubstr;
using testing::insert_with_audit;
using testing::Kind;
using testing::kinds;
using testing::names_beside;
using testing::Operation;
using testing::value;

class IoFaultsTest : public testing::FaultRoundsTest {
protected:
    /// A database of `rows` mappings, made once for all rounds.
    fs::path database_with(std::uint32_t rows)
    {
        auto const file = folder_.path() / "prepared.db";
        value(open_database(file));
        Writer writer{Database(file)};
        for (std::uint32_t ke = 1; ke <= rows; ++ke) {
            prepared_.push_back(value(writer.run([&](Transaction& transaction) {
                                    return insert_with_audit(transaction, ke, 1);
                                })).uuid);
        }
        return file;
    }

    void expect_whole(std::vector<std::string> const& acknowledged)
    {
        vfs_->disk().power_cut(7).write_to(after_);
        EXPECT_EQ(damage(after_ / "test.db", acknowledged), "") << "after a power cut";
        EXPECT_EQ(damage(path(), acknowledged), "");
    }

    std::vector<std::string> prepared_;
};

/// Writes six rows with a checkpoint every few pages, and one from outside that cuts the log.
class Workload {
public:
    explicit Workload(fs::path const& path) : path_(path), writer_(Database(path)) {}

    void run(Kind const& kind)
    {
        for (std::uint32_t ke = 1; ke <= 3; ++ke) {
            write(ke, [&](Error const& error) { expect_clear(error, kind); });
        }
        if (auto outside = Database(path_).connect(Access::read_write)) {
            auto const cut = attempt([&]() -> Result<void> {
                outside->session() << "PRAGMA wal_checkpoint(TRUNCATE)";
                return {};
            });
            static_cast<void>(cut);  // the outside program's own trouble
        }
        for (std::uint32_t ke = 4; ke <= 6; ++ke) {
            write(ke, [&](Error const& error) { expect_clear(error, kind); });
        }
    }

    template <class OnError>
    void write(std::uint32_t ke, OnError on_error)
    {
        auto const stored = writer_.run([&](Transaction& transaction) {
            transaction.session() << "PRAGMA wal_autocheckpoint = 10";
            return insert_with_audit(transaction, ke, 2);
        });
        if (stored) {
            acknowledged_.push_back(stored->uuid);
        } else {
            on_error(stored.error());
        }
    }

    Writer& writer() { return writer_; }
    [[nodiscard]] std::vector<std::string> const& acknowledged() const { return acknowledged_; }

private:
    fs::path path_;
    Writer writer_;
    std::vector<std::string> acknowledged_;
};

TEST_F(IoFaultsTest, WriterReportsEveryFaultAndGoesOnAfterIt)
{
    auto const prepared = database_with(40);
    at_every_operation(kinds(), [&](Kind const& kind, Fault const& fault) {
        copy_to_disk(prepared);
        Workload load(path());
        vfs_->inject(fault);
        load.run(kind);
        vfs_->heal();
        load.write(99, [&](Error const& error) { ADD_FAILURE() << "still refused: " << error.message; });
        auto acknowledged = load.acknowledged();
        acknowledged.insert(acknowledged.end(), prepared_.begin(), prepared_.end());
        vfs_->disk().power_cut(fault.at).write_to(after_);
        EXPECT_EQ(damage(after_ / "test.db", acknowledged), "") << "after a power cut";
        load.writer().stop();
        EXPECT_EQ(damage(path(), acknowledged), "");
    });
}

TEST_F(IoFaultsTest, WriterGoesOnWhenAFullDiskHasRoomAgain)
{
    auto const prepared = database_with(40);
    Kind const full{"disk full", Operation::write, true, true, testing::kFullWords};
    std::size_t rounds = 0;
    for (std::uint64_t bytes = 0;; bytes += 700, ++rounds) {
        SCOPED_TRACE(fmt::format("{} bytes", bytes));
        copy_to_disk(prepared);
        Workload load(path());
        vfs_->fill_up_after(bytes);
        load.run(full);
        auto const met = vfs_->failures() > 0;
        vfs_->heal();
        load.write(99, [&](Error const& error) { ADD_FAILURE() << "still refused: " << error.message; });
        auto acknowledged = load.acknowledged();
        acknowledged.insert(acknowledged.end(), prepared_.begin(), prepared_.end());
        load.writer().stop();
        expect_whole(acknowledged);
        if (!met || HasFailure()) {
            break;
        }
    }
    fmt::print("{} sizes of a disk\n", rounds);
    EXPECT_GT(rounds, 20U);
}

TEST_F(IoFaultsTest, ReadersReportEveryFaultAndRecover)
{
    auto const prepared = database_with(200);
    auto const list = [](Session& session) { return list_mappings(session, {}, {.limit = 1000}); };
    at_every_operation(kinds(), [&](Kind const& kind, Fault const& fault) {
        copy_to_disk(prepared);
        value(open_database(path()));
        Readers readers(Database(path()), 2);
        vfs_->inject(fault);
        for (int i = 0; i < 3; ++i) {
            auto const found = readers.read(list);
            if (!found) {
                expect_clear(found.error(), kind);
            } else {
                EXPECT_EQ(found->size(), 200U);
            }
        }
        vfs_->heal();
        for (int i = 0; i < 4; ++i) {
            auto const found = readers.read(list);
            ASSERT_TRUE(found) << "still refused: " << found.error().message;
            EXPECT_EQ(found->size(), 200U);
        }
    });
}

TEST_F(IoFaultsTest, BackupReportsEveryFaultAndLeavesNothing)
{
    auto const prepared = database_with(60);
    at_every_operation(kinds(), [&](Kind const& kind, Fault const& fault) {
        copy_to_disk(prepared);
        value(open_database(path()));
        auto const target = disk_ / "backup.db";
        vfs_->inject(fault);
        auto const report = answered([&] { return backup_to(path(), target, {.pages_per_step = 10}); });
        vfs_->heal();
        if (!report) {
            expect_clear(report.error(), kind);
            EXPECT_THAT(names_beside(path()), ::testing::IsEmpty());
            ASSERT_TRUE(backup_to(path(), target));
        }
        EXPECT_THAT(value(verify_database(target)),
                    ::testing::Contains(std::pair<std::string, std::uint64_t>("mapping", 60)));
        expect_whole(prepared_);
    });
}

TEST_F(IoFaultsTest, CreationReportsEveryFaultAndSucceedsTheNextTime)
{
    at_every_operation(kinds(), [&](Kind const& kind, Fault const& fault) {
        empty_disk();
        vfs_->inject(fault);
        auto const opened = answered([&] { return open_database(path()); });
        vfs_->heal();
        if (!opened) {
            expect_clear(opened.error(), kind);
        }
        expect_whole({});
    });
}

TEST_F(IoFaultsTest, MigrationReportsEveryFaultAndSucceedsTheNextTime)
{
    auto const prepared = database_with(10);
    auto steps = migrations();
    steps.push_back({steps.back().version + 1,
                     {"ALTER TABLE mapping ADD COLUMN colour TEXT", "UPDATE mapping SET colour = 'blue'"}});
    at_every_operation(kinds(), [&](Kind const& kind, Fault const& fault) {
        copy_to_disk(prepared);
        vfs_->inject(fault);
        auto const opened = answered([&] { return open_database(path(), steps); });
        vfs_->heal();
        if (!opened) {
            expect_clear(opened.error(), kind);
        }
        EXPECT_EQ(value(open_database(path(), steps)).to_version, steps.back().version);
        auto connection = value(Database(path()).connect(Access::read_only));
        EXPECT_EQ(select_number(connection.session(), "SELECT count(*) FROM mapping WHERE colour = 'blue'"), 10);
    });
}

TEST_F(IoFaultsTest, ImportReportsEveryFaultAndSucceedsTheNextTime)
{
    auto const reference = folder_.path() / "reference.db";
    testing::make_reference(reference);
    at_every_operation(kinds(), [&](Kind const& kind, Fault const& fault) {
        copy_to_disk(reference);
        vfs_->inject(fault);
        auto const opened = answered([&] { return open_database(path()); });
        vfs_->heal();
        if (!opened) {
            expect_clear(opened.error(), kind);
        }
        value(open_database(path()));
        value(verify_database(path()));
        EXPECT_EQ(testing::mappings_in(Database(path())), 30U);
        auto kept = 0;
        for (auto const& name : names_beside(path())) {
            if (name.starts_with("test.reference-")) {
                auto original = value(Database(disk_ / name).connect(Access::foreign));
                EXPECT_EQ(value(read_table(original, "mappings")).size(), 30U);
                ++kept;
            }
        }
        EXPECT_FALSE(fs::exists(path().string() + ".importing"));
        EXPECT_GE(kept, 1);
    });
}

}  // namespace
}  // namespace kewp::store
