#pragma once

#include "fault_vfs.hpp"
#include "store/audit_repository.hpp"
#include "store/backup.hpp"
#include "store/sql.hpp"
#include "store_fixture.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <random>
#include <set>

namespace kewp::store::testing {

namespace fs = std::filesystem;

/// A job of two rows that belong together.
inline Result<MappingRecord> insert_with_audit(Transaction& transaction, std::uint32_t ke, std::uint32_t pathway)
{
    auto stored = insert_mapping(transaction, mapping(ke, pathway));
    if (!stored) {
        return stored;
    }
    auto const logged =
        append_audit(transaction, {.actor = "github:carol", .action = "mapping.create", .object_uuid = stored->uuid});
    return logged ? stored : fail(logged.error());
}

inline std::set<std::string> uuids_in(fs::path const& path)
{
    auto connection = value(Database(path).connect(Access::read_write));
    std::set<std::string> uuids;
    Select rows(connection.session(), "SELECT uuid FROM mapping", "t");
    while (rows.next()) {
        uuids.insert(rows.text());
    }
    return uuids;
}

/// Nothing when the database at `path` is whole and has everything acknowledged, else what is wrong.
inline std::string damage(fs::path const& path, std::vector<std::string> const& acknowledged)
{
    if (auto opened = open_database(path); !opened) {
        return "does not open: " + opened.error().message;
    }
    if (auto verified = verify_database(path); !verified) {
        return "is damaged: " + verified.error().message;
    }
    auto const stored = uuids_in(path);
    auto const missing =
        std::ranges::count_if(acknowledged, [&](std::string const& uuid) { return !stored.contains(uuid); });
    if (missing > 0) {
        return fmt::format("lacks {} of {} acknowledged rows", missing, acknowledged.size());
    }
    auto connection = value(Database(path).connect(Access::read_write));
    auto const halves = select_number(connection.session(),
                                      "SELECT (SELECT count(*) FROM mapping WHERE uuid NOT IN (SELECT object_uuid "
                                      "FROM audit)) + (SELECT count(*) FROM audit WHERE object_uuid NOT IN (SELECT "
                                      "uuid FROM mapping))");
    return halves == 0 ? "" : fmt::format("has {} halves of a transaction", halves);
}

/// A small file of the replaced application, as that leaves it: with a log beside it.
inline void make_reference(fs::path const& path)
{
    std::ofstream{path};  // only `open_database` makes a file, and that would make one of ours
    auto connection = value(Database(path).connect(Access::read_write));
    auto& session = connection.session();
    session << "CREATE TABLE mappings (id INTEGER PRIMARY KEY AUTOINCREMENT, ke_id TEXT, ke_title TEXT, wp_id TEXT, "
               "wp_title TEXT, confidence_level TEXT, created_by TEXT, created_at TIMESTAMP, uuid TEXT)";
    session << "CREATE TABLE proposals (id INTEGER PRIMARY KEY AUTOINCREMENT, mapping_id INTEGER, user_name TEXT, "
               "github_username TEXT, status TEXT, created_at TIMESTAMP)";
    for (int id = 1; id <= 30; ++id) {
        session << fmt::format(
            "INSERT INTO mappings (ke_id, ke_title, wp_id, wp_title, confidence_level, created_by, created_at, uuid) "
            "VALUES ('KE {}', 'T', 'WP1', 'P', 'High', 'alice', '2025-01-01 10:00:00', "
            "'3f0c1b52-6a0e-4a53-9a7b-{:012}')",
            id, id);
    }
}

/// Set KEWP_SEED to see the same cuts again (threads still run as they like).
inline std::uint64_t first_seed()
{
    auto const* const text = std::getenv("KEWP_SEED");
    auto const seed = text != nullptr ? std::strtoull(text, nullptr, 10) : std::random_device{}();
    ::testing::Test::RecordProperty("seed", std::to_string(seed));
    fmt::print("seed {} (set KEWP_SEED={} to repeat)\n", seed, seed);
    return seed;
}

/// In memory where the system has such a folder: thousands of small databases are made and looked at.
inline std::string quick_folder()
{
    return ::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : ::testing::TempDir();
}

/// A folder `disk_` whose files can lose power and fail, and a folder `after_` for what comes after.
class FaultTest : public ::testing::Test {
protected:
    FaultTest()
    {
        fs::create_directory(disk_);
        vfs_.emplace(disk_);
    }

    [[nodiscard]] fs::path path() const { return disk_ / "test.db"; }

    void empty_disk()
    {
        for (auto const& entry : fs::directory_iterator(disk_)) {
            fs::remove_all(entry.path());
        }
        vfs_->start_anew();
    }

    /// An image before each operation of `work`, and one after it; `variants` of each, and more where we flush the
    /// folder ourselves: names are what is at stake there.
    template <class Work>
    std::vector<Image> images_during(std::uint64_t seed, int variants, Work work)
    {
        std::vector<Image> images;
        auto const take = [&](Operation operation) {
            auto const count = operation == Operation::flush_by_us ? 16 * variants : variants;
            for (int variant = 0; variant < count; ++variant) {
                images.push_back(vfs_->disk().power_cut(seed + images.size()));
            }
        };
        vfs_->before_each(take);
        work();
        vfs_->before_each({});
        take(Operation::read);
        return images;
    }

    TemporaryFolder folder_{quick_folder()};
    fs::path disk_ = folder_.path() / "disk";
    fs::path after_ = folder_.path() / "after";
    std::optional<FaultVfs> vfs_;
};

}  // namespace kewp::store::testing
