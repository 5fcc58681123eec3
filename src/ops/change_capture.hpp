#pragma once

#include "base/process_mutex.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "store/change_file.hpp"
#include "store/connection.hpp"

#include <filesystem>
#include <optional>

namespace kewp::ops {

/// Pages in the write-ahead log at which writers put them into the database file themselves. With capture on this is
/// the capture's work; the writers' limit is for when it cannot keep up or is broken, and bounds the log (64 MiB).
inline constexpr int kCapturedLogPages = 16'384;

/// Ships what is committed to files of changes, so that a backup can be carried forward to any later moment.
///
/// It reads the write-ahead log while others append to it. An open read transaction keeps everyone from starting the
/// log anew, so nothing in it is overwritten unseen; when the log is long the capture takes the writers' turn, reads
/// the rest, and puts the log into the database file. What happened while no capture ran cannot be known: then the
/// chain is broken, `ship` or `resume` says so, and a new one begins with the next backup. See docs/decisions/006.
class ChangeCapture {
public:
    /// `turn` is the writers' (`SharedPage::store_write`). Opens a connection and keeps it, so that the log outlives
    /// the last worker. Errors: those of `Database::connect`.
    [[nodiscard]] static Result<ChangeCapture> open(std::filesystem::path const& database, ProcessMutex& turn);

    /// Goes on with the file of an earlier process if the log is still the same. Errors: conflict when it is not, those
    /// of `ChangeFile::open`.
    [[nodiscard]] Result<void> resume(std::filesystem::path const& file, Instant now);

    /// Writes what was committed since the last time. Errors: conflict when the chain is broken (then it is not
    /// `running` any more); io (then the next call tries again).
    [[nodiscard]] Result<void> ship(Instant now);

    /// Call before a backup begins: what is committed from here on belongs to the file of `begin_file`.
    /// Errors: conflict when the chain was found broken (call again: then a new one begins), io.
    [[nodiscard]] Result<void> mark(Instant now);
    /// Call after the backup: goes on in a new file, in the same chain if it is unbroken, else in a new one.
    [[nodiscard]] Result<void> begin_file(std::filesystem::path const& path);

    [[nodiscard]] bool running() const { return file_.has_value(); }

    /// So much is written that shipping should not wait for its interval: the log would grow, and closing it take long.
    [[nodiscard]] bool log_is_long() const;

private:
    ChangeCapture(std::filesystem::path database, store::Connection connection, ProcessMutex& turn)
        : database_(std::move(database)), connection_(std::move(connection)), turn_(&turn)
    {
    }
    [[nodiscard]] Result<store::LogRead> read_on();
    [[nodiscard]] Result<void> take_over(store::LogRead const& read, Instant now);
    [[nodiscard]] Result<store::LogRead> pin_log(store::LogPosition const& after);
    [[nodiscard]] Result<void> renew_log(Instant now, bool put_into_database);
    [[nodiscard]] tl::unexpected<Error> broken(std::string const& why);

    std::filesystem::path database_;
    store::Connection connection_;
    ProcessMutex* turn_;
    std::optional<store::ChangeFile> file_;
    store::LogPosition position_;  // of the file, or of the mark
};

}  // namespace kewp::ops
