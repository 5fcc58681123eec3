#pragma once

#include "base/result.hpp"
#include "store/connection.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>

namespace kewp::store {

/// Sums of SQLite's write-ahead log, kept over all frames of a log.
using LogChecksum = std::pair<std::uint32_t, std::uint32_t>;

/// How far a reader has come in a write-ahead log.
struct LogPosition {
    std::uint64_t salt = 0;     ///< names the log: another one each time that it starts anew
    std::uint32_t frames = 0;   ///< read so far
    LogChecksum checksum = {};  ///< after them

    bool operator==(LogPosition const&) const = default;
};

/// What commits changed: the last state of each page, by its number (from 1).
struct PageChanges {
    std::uint32_t page_size = 0;
    std::uint32_t database_pages = 0;  ///< size of the database after the last commit
    std::map<std::uint32_t, std::string> pages = {};
};

struct LogRead {
    PageChanges changes = {};      ///< no pages when nothing was committed
    LogPosition position = {};     ///< after what was read; salt 0 when there is no log
    std::uint64_t log_frames = 0;  ///< length of the file, in frames
};

/// Reads what was committed after a position, from the log of the database at `database` (`…-wal`).
///
/// When the log is not the one that `after` belongs to (the salt of the answer's position differs), it is read
/// from its first frame. Only whole commits count: a frame is taken when its salt and its running checksum
/// are right and a commit frame follows (file format: sqlite.org/fileformat2.html#walformat). Others may
/// append meanwhile; the log must not start anew during the read. An absent or empty log reads as no changes.
///
/// Errors: io; corrupt when the log is the one of `after`, but what was read from it before is gone.
[[nodiscard]] Result<LogRead> read_log(std::filesystem::path const& database, LogPosition const& after);

/// Commits a note of its own and reads what that left after `after`. Nobody else may commit meanwhile (hold the
/// writers' turn). Afterwards there is a log with something in it that is not in the database file yet.
[[nodiscard]] Result<LogRead> note_in_log(Connection& connection, std::filesystem::path const& database,
                                          LogPosition const& after);

/// Begins a read transaction. With something in the log that is not in the database file (see `note_in_log`) it keeps
/// everyone from starting the log anew.
[[nodiscard]] Result<void> hold_log(Connection& connection);
/// Ends it, if there is one.
[[nodiscard]] Result<void> release_log(Connection& connection);

/// Copies the log into the database file as far as readers allow. True when all of it was copied and the log cut to
/// nothing, so that the next commit starts it anew. Error: io.
[[nodiscard]] Result<bool> checkpoint(Connection& connection);

}  // namespace kewp::store
