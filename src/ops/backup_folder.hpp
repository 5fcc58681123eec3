#pragma once

#include "base/result.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace kewp::ops {

/// A file whose name carries the time when it was begun.
struct DatedFile {
    std::filesystem::path path;
    Instant time{};
};

/// The folder with the backups of one database: `NAME-20261124T020000Z.db` with its `.sha256`, and `NAME-….changes`,
/// the changes captured from that moment on. Other files are left alone.
class BackupFolder {
public:
    BackupFolder(std::filesystem::path folder, std::filesystem::path const& database);

    /// Makes the folder if need be and sees that `bytes` can be written there.
    /// Errors: io, naming the owner and the command that mends it, or the space that is missing.
    [[nodiscard]] Result<void> prepare(std::uint64_t bytes) const;

    /// Removes unfinished copies of runs that were killed.
    void remove_unfinished() const;

    /// Oldest first; empty when there is no such folder. Error: io.
    [[nodiscard]] Result<std::vector<DatedFile>> backups() const;
    [[nodiscard]] Result<std::vector<DatedFile>> changes() const;

    /// A second, `at` or soon after, for which there is no file yet.
    [[nodiscard]] Instant free_second(Instant at) const;
    [[nodiscard]] std::filesystem::path backup_of(Instant time) const;
    [[nodiscard]] std::filesystem::path changes_of(Instant time) const;

    [[nodiscard]] std::filesystem::path const& path() const { return folder_; }

private:
    [[nodiscard]] Result<std::vector<DatedFile>> files(std::string const& extension) const;
    [[nodiscard]] std::filesystem::path name(Instant time, std::string const& extension) const;
    std::filesystem::path folder_;
    std::string stem_;
};

}  // namespace kewp::ops
