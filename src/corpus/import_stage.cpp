#include "corpus/import_stage.hpp"

#include "base/crypto.hpp"
#include "corpus/manifest.hpp"

#include <algorithm>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <system_error>

namespace kewp::corpus {
namespace {

namespace fs = std::filesystem;

constexpr char const* kLockName = ".import.lock";
constexpr std::string_view kStaged = ".import-staged-";
constexpr std::string_view kDecided = ".import-decided-";
constexpr char const* kOldFiles = "old";  // hard links to what was there, for going back

tl::unexpected<Error> io_failure(fs::path const& path, std::error_code const& error)
{
    return fail(ErrorCode::io, fmt::format("{}: {}", path.string(), error.message()));
}

Result<UniqueFd> lock_folder(fs::path const& data_folder)
{
    auto const path = data_folder / kLockName;
    UniqueFd fd{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)};
    if (!fd) {
        return fail(ErrorCode::io, fmt::format("{}: {}", path.string(), errno_text()));
    }
    if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
        return fail(ErrorCode::conflict, fmt::format("{}: another import is writing here; wait until it has finished",
                                                     data_folder.string()));
    }
    return fd;
}

std::vector<fs::path> folders_starting_with(fs::path const& data_folder, std::string_view prefix)
{
    std::vector<fs::path> found;
    std::error_code error;
    for (auto const& entry : fs::directory_iterator{data_folder, error}) {
        if (entry.path().filename().string().starts_with(prefix)) {
            found.push_back(entry.path());
        }
    }
    return found;
}

/// Moves `names` from `decided` to the data folder in this order. On error the rest stays where it is, and
/// `moved` tells how many went.
Result<void> move_files(fs::path const& decided, fs::path const& data_folder, std::vector<std::string> const& names,
                        std::size_t& moved)
{
    std::error_code error;
    for (auto const& name : names) {
        fs::rename(decided / name, data_folder / name, error);
        if (error) {
            return io_failure(data_folder / name, error);
        }
        ++moved;
    }
    if (auto synced = sync_folder(data_folder); !synced) {
        return synced;
    }
    fs::remove_all(decided, error);  // what is left over is harmless; the next import removes it
    return {};
}

/// Takes back the first `moved` of the renames and the decision.
void go_back(fs::path const& decided, fs::path const& data_folder, std::vector<std::string> const& names,
             std::size_t moved)
{
    std::error_code ignored;
    for (std::size_t i = 0; i < moved; ++i) {
        auto const old = decided / kOldFiles / names[i];
        if (fs::exists(old, ignored)) {
            fs::rename(old, data_folder / names[i], ignored);
        } else {
            fs::remove(data_folder / names[i], ignored);
        }
    }
    fs::remove_all(decided, ignored);
}

Result<bool> finish_decided(fs::path const& data_folder)
{
    bool any = false;
    for (auto const& decided : folders_starting_with(data_folder, kDecided)) {
        std::vector<std::string> names;
        std::error_code error;
        for (auto const& entry : fs::directory_iterator{decided, error}) {
            if (entry.is_regular_file(error)) {
                names.push_back(entry.path().filename().string());
            }
        }
        std::stable_partition(names.begin(), names.end(), [](auto const& name) { return name != kManifestName; });
        any = any || !names.empty();
        std::size_t moved = 0;
        if (auto done = move_files(decided, data_folder, names, moved); !done) {
            return fail(done.error());
        }
    }
    return any;
}

}  // namespace

Result<bool> finish_interrupted_import(fs::path const& data_folder)
{
    if (folders_starting_with(data_folder, kDecided).empty()) {
        return false;
    }
    auto const lock = lock_folder(data_folder);
    if (!lock) {
        return fail(lock.error());
    }
    return finish_decided(data_folder);
}

Result<ImportStage> ImportStage::open(fs::path const& data_folder)
{
    std::error_code error;
    fs::create_directories(data_folder, error);
    if (error) {
        return io_failure(data_folder, error);
    }
    auto lock = lock_folder(data_folder);
    if (!lock) {
        return fail(lock.error());
    }
    if (auto finished = finish_decided(data_folder); !finished) {
        return fail(finished.error());
    }
    for (auto const& left_over : folders_starting_with(data_folder, kStaged)) {
        fs::remove_all(left_over, error);  // of an import that died; we hold the lock, so nobody uses it
    }
    ImportStage stage;
    stage.data_folder_ = data_folder;
    stage.lock_ = std::move(*lock);
    stage.folder_ = data_folder / (std::string{kStaged} + crypto::random_hex(8));
    fs::create_directories(stage.scratch(), error);
    if (error) {
        return io_failure(stage.folder_, error);
    }
    return stage;
}

ImportStage::~ImportStage()
{
    if (!folder_.empty() && lock_) {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
}

Result<void> ImportStage::write(std::string const& name, std::string_view bytes, std::optional<std::size_t> rows)
{
    std::error_code error;
    if (fs::is_directory(data_folder_ / name, error)) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("{}: is a folder, expected a file; move it away", (data_folder_ / name).string()));
    }
    if (auto written = write_file_atomically(folder_ / name, bytes); !written) {
        return written;
    }
    names_.push_back(name);
    if (rows) {
        files_.push_back({name, *rows});
    }
    return {};
}

void ImportStage::add(std::string const& name, std::size_t rows)
{
    names_.push_back(name);
    files_.push_back({name, rows});
}

Result<void> ImportStage::write_manifest_beside(Describe const& describe, std::vector<std::string> const& gone)
{
    auto manifest = read_manifest(data_folder_);
    if (!manifest) {
        return fail(manifest.error());
    }
    auto updated = manifest->value_or(Manifest{});
    for (auto const& file : files_) {
        auto described = describe_file(folder_ / file.name);
        if (!described) {
            return fail(described.error());
        }
        described->rows = file.rows;
        describe(*described);
        updated.put(std::move(*described));
    }
    std::erase_if(updated.files, [&](auto const& file) { return std::ranges::find(gone, file.name) != gone.end(); });
    return write(kManifestName, updated.to_json(), std::nullopt);
}

Result<void> ImportStage::publish(std::string const& source, std::string const& version)
{
    return publish([&](ManifestFile& file) {
        file.source = source;
        file.source_version = version;
    });
}

Result<void> ImportStage::publish(Describe const& describe, std::vector<std::string> const& gone)
{
    if (auto written = write_manifest_beside(describe, gone); !written) {
        return written;
    }
    std::error_code error;
    fs::remove_all(scratch(), error);
    fs::create_directory(folder_ / kOldFiles, error);
    for (auto const& name : names_) {
        if (fs::exists(data_folder_ / name, error)) {
            fs::create_hard_link(data_folder_ / name, folder_ / kOldFiles / name, error);
            if (error) {  // a file system without hard links
                fs::copy_file(data_folder_ / name, folder_ / kOldFiles / name, error);
            }
            if (error) {
                return io_failure(folder_ / kOldFiles / name, error);
            }
        }
    }
    if (auto synced = sync_folder(folder_); !synced) {
        return synced;
    }
    auto const decided = data_folder_ / (std::string{kDecided} + folder_.filename().string().substr(kStaged.size()));
    fs::rename(folder_, decided, error);
    if (error) {
        return io_failure(decided, error);
    }
    folder_.clear();
    if (auto synced = sync_folder(data_folder_); !synced) {
        return synced;
    }
    std::size_t moved = 0;
    auto done = move_files(decided, data_folder_, names_, moved);
    if (!done) {
        go_back(decided, data_folder_, names_, moved);
        return done;
    }
    for (auto const& name : gone) {
        fs::remove(data_folder_ / name, error);
    }
    return {};
}

}  // namespace kewp::corpus
