#include "ops/backup_folder.hpp"

#include "store/file_access.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <sys/statvfs.h>
#include <system_error>

namespace kewp::ops {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMiB = 1024 * 1024;
constexpr std::uint64_t kSpareBytes = 16 * kMiB;  // left for the files beside the copy

/// `20261124T020000Z`.
std::string stamp_of(Instant time)
{
    auto stamp = format_utc(time);
    std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
    return stamp;
}

std::optional<Instant> time_of(std::string const& stamp)
{
    if (stamp.size() != 16 || stamp[8] != 'T' || stamp[15] != 'Z') {
        return {};
    }
    auto const part = [&](std::size_t at, std::size_t size) { return stamp.substr(at, size); };
    auto const time = parse_utc(
        fmt::format("{}-{}-{}T{}:{}:{}Z", part(0, 4), part(4, 2), part(6, 2), part(9, 2), part(11, 2), part(13, 2)));
    return time ? std::optional{*time} : std::nullopt;
}

}  // namespace

BackupFolder::BackupFolder(fs::path folder, fs::path const& database)
    : folder_(std::move(folder)), stem_(database.stem().string() + "-")
{
}

Result<void> BackupFolder::prepare(std::uint64_t bytes) const
{
    std::error_code problem;
    fs::create_directory(folder_, problem);  // its parent is not ours to make
    if (auto allowed = store::check_file_access(folder_ / "backup", false, true); !allowed) {
        return allowed;
    }
    struct statvfs disk {};
    if (::statvfs(folder_.c_str(), &disk) == 0) {
        auto const free = std::uint64_t{disk.f_bavail} * disk.f_frsize;
        if (free < bytes + kSpareBytes) {
            return fail(ErrorCode::io, fmt::format("{}: the disk is full: a backup needs {} MiB, {} MiB are free",
                                                   folder_.string(), (bytes + kSpareBytes) / kMiB, free / kMiB));
        }
    }
    return {};
}

void BackupFolder::remove_unfinished() const
{
    std::error_code ignored;
    for (auto const& entry : fs::directory_iterator(folder_, ignored)) {
        auto const name = entry.path().filename().string();
        if (name.starts_with(stem_) && name.find(".db.partial") != std::string::npos) {
            fs::remove(entry.path(), ignored);
        }
    }
}

Result<std::vector<DatedFile>> BackupFolder::files(std::string const& extension) const
{
    std::vector<DatedFile> found;
    std::error_code problem;
    for (auto const& entry : fs::directory_iterator(folder_, problem)) {
        auto const name = entry.path().filename().string();
        if (name.starts_with(stem_) && name.ends_with(extension)) {
            auto const middle = name.substr(stem_.size(), name.size() - stem_.size() - extension.size());
            if (auto const time = time_of(middle)) {
                found.push_back({entry.path(), *time});
            }
        }
    }
    if (problem && problem != std::errc::no_such_file_or_directory) {
        return fail(ErrorCode::io, fmt::format("{}: {}", folder_.string(), problem.message()));
    }
    std::ranges::sort(found, {}, &DatedFile::time);
    return found;
}

Result<std::vector<DatedFile>> BackupFolder::backups() const
{
    return files(".db");
}

Result<std::vector<DatedFile>> BackupFolder::changes() const
{
    return files(".changes");
}

Instant BackupFolder::free_second(Instant at) const
{
    while (fs::exists(backup_of(at)) || fs::exists(changes_of(at))) {
        at += std::chrono::seconds{1};  // a clock that was put back shows the same second twice
    }
    return at;
}

fs::path BackupFolder::name(Instant time, std::string const& extension) const
{
    return folder_ / (stem_ + stamp_of(time) + extension);
}

fs::path BackupFolder::backup_of(Instant time) const
{
    return name(time, ".db");
}

fs::path BackupFolder::changes_of(Instant time) const
{
    return name(time, ".changes");
}

}  // namespace kewp::ops
