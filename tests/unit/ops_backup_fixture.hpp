#pragma once

#include "ops/backup_commands.hpp"
#include "ops/backup_run.hpp"
#include "ops/scheduler.hpp"
#include "ops/shared_page.hpp"
#include "store_fixture.hpp"

#include <chrono>
#include <string>

namespace kewp::ops::testing {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using store::testing::value;

inline Instant at(std::string_view text)
{
    return parse_utc(text).value();
}

/// A database with its folder of backups, the shared page of a service, and a writer that works as a worker's does.
class BackupTest : public ::testing::Test {
protected:
    BackupTest() : memory_(value(SharedMemory::create()))
    {
        settings_.database = folder_.path() / "ke_wp_mapping.db";
        settings_.backup.folder = folder_.path() / "backups";
        settings_.backup.capture_interval = 1s;
        settings_.backup.time_zone = {};
        value(store::open_database(settings_.database));
        page().started_at = now_.time_since_epoch().count();
        start_writer();
    }

    [[nodiscard]] SharedPage& page() { return memory_.page(); }
    [[nodiscard]] BackupFolder backups() const { return backup_folder(settings_); }

    void start_writer()
    {
        writer_ = std::make_unique<store::Writer>(
            store::Database{settings_.database},
            store::WriterOptions{.turn = &page().store_write, .checkpoint_pages = kCapturedLogPages});
    }

    /// Stores one more mapping.
    void write(std::uint32_t number) { value(store::testing::store(*writer_, store::testing::mapping(number, 1))); }

    [[nodiscard]] static std::uint64_t mappings_in(fs::path const& file)
    {
        for (auto const& [table, rows] : value(store::verify_database(file))) {
            if (table == "mapping") {
                return rows;
            }
        }
        return 0;
    }

    [[nodiscard]] std::size_t count_backups() const { return value(backups().backups()).size(); }

    /// A tick at the test's clock, which goes on by `step` first.
    void tick(Scheduler& scheduler, std::chrono::seconds step = 1s)
    {
        now_ += step;
        scheduler.tick(now_);
    }

    store::testing::TemporaryFolder folder_;
    config::Settings settings_;
    SharedMemory memory_;
    std::unique_ptr<store::Writer> writer_;
    Instant now_ = at("2026-11-24T12:00:00Z");
};

}  // namespace kewp::ops::testing
