#pragma once

#include "base/file.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "store/write_ahead_log.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace kewp::store {

/// The first line of a file of captured changes. Files with the same chain whose numbers follow on each other
/// hold all changes of a database without a gap.
struct ChangeFileHeader {
    std::string chain;              ///< a UUID
    std::uint64_t first_batch = 1;  ///< number of the first batch in this file
    LogPosition start = {};         ///< where the capture stood when the file was made

    bool operator==(ChangeFileHeader const&) const = default;
};

/// What was committed in one interval.
struct ChangeBatch {
    std::uint64_t number = 0;  ///< counted over the whole chain
    Instant time = {};         ///< nothing in it was committed later
    LogPosition position = {};
    PageChanges changes = {};
};

/// Appends batches to a file. Each batch is a line of JSON, the pages, and the SHA-256 of both, flushed to disk
/// before `append` returns; a batch that was cut by a crash is recognised and ignored.
class ChangeFile {
public:
    /// Errors: conflict when the file exists, io.
    [[nodiscard]] static Result<ChangeFile> create(std::filesystem::path const& path, ChangeFileHeader const& header);
    /// Goes on behind the last whole batch and cuts what follows. Errors: not_found, io, corrupt.
    [[nodiscard]] static Result<ChangeFile> open(std::filesystem::path const& path);

    /// Numbers the batch itself. On an error the file is as before. Error: io (disk full, read-only …).
    [[nodiscard]] Result<void> append(Instant time, LogPosition const& position, PageChanges const& changes);

    [[nodiscard]] std::string const& chain() const { return chain_; }
    [[nodiscard]] std::uint64_t next_number() const { return next_number_; }
    [[nodiscard]] LogPosition const& position() const { return position_; }

private:
    ChangeFile(std::filesystem::path path, UniqueFd fd) : path_(std::move(path)), fd_(std::move(fd)) {}
    std::filesystem::path path_;
    UniqueFd fd_;
    std::string chain_;
    std::uint64_t next_number_ = 1;
    LogPosition position_;
    std::uint64_t bytes_ = 0;  // up to the end of the last whole batch
};

/// Calls `visit` with each whole batch in order until it returns false. A damaged or unfinished end of the file is
/// not an error: what is behind it is not there. Errors: not_found, io, corrupt when it is not such a file.
[[nodiscard]] Result<ChangeFileHeader> read_change_file(std::filesystem::path const& path,
                                                        std::function<bool(ChangeBatch const&)> const& visit);

/// Writes changed pages into a database file that nobody has open, and sets its size. Error: io.
[[nodiscard]] Result<void> apply_changes(std::filesystem::path const& database, PageChanges const& changes);

}  // namespace kewp::store
