#include "ops/change_capture.hpp"

#include "base/crypto.hpp"

#include <chrono>
#include <fmt/format.h>
#include <mutex>

namespace kewp::ops {
namespace {

/// The log is put into the database file when it has so many frames (4 MiB), as SQLite itself does.
constexpr std::uint64_t kFramesToClose = 1'000;
/// With a log of so many bytes the next shipment does not wait for its time.
constexpr std::uintmax_t kLongLogBytes = 16 * 1024 * 1024;
/// Readers that are in the way are waited for so long, with the writers' turn in hand.
constexpr std::chrono::milliseconds kReaderPatience{50};

}  // namespace

Result<ChangeCapture> ChangeCapture::open(std::filesystem::path const& database, ProcessMutex& turn)
{
    auto connection = store::Database(database, kReaderPatience).connect(store::Access::read_write);
    if (!connection) {
        return fail(connection.error());
    }
    connection->checkpoint_at(kCapturedLogPages);
    return ChangeCapture{database, std::move(*connection), turn};
}

bool ChangeCapture::log_is_long() const
{
    std::error_code absent;
    auto const bytes = std::filesystem::file_size(database_.string() + "-wal", absent);
    return !absent && bytes > kLongLogBytes;
}

tl::unexpected<Error> ChangeCapture::broken(std::string const& why)
{
    file_.reset();
    return fail(ErrorCode::conflict, fmt::format("captured changes have a gap: {}; a new backup is needed", why));
}

Result<store::LogRead> ChangeCapture::read_on()
{
    auto read = store::read_log(database_, position_);
    if (!read && read.error().code == ErrorCode::corrupt) {
        return broken(read.error().message);
    }
    if (read && read->position.salt != position_.salt) {
        return broken("the write-ahead log was started anew while no changes were captured");
    }
    return read;
}

Result<void> ChangeCapture::take_over(store::LogRead const& read, Instant now)
{
    if (read.position == position_) {
        return {};
    }
    auto written = file_->append(now, read.position, read.changes);
    if (written) {
        position_ = read.position;
    }
    return written;
}

/// What is in the log, and that it stays there: `after` is where the log of before ended.
Result<store::LogRead> ChangeCapture::pin_log(store::LogPosition const& after)
{
    auto noted = store::note_in_log(connection_, database_, after);
    auto const held = store::hold_log(connection_);
    return held ? noted : fail(held.error());
}

/// Takes the rest of the log and lets it start anew, if it likes. Nothing is written to the folder of backups while the
/// writers wait: that disk may be slow.
Result<void> ChangeCapture::renew_log(Instant now, bool put_into_database)
{
    std::unique_lock turn{*turn_};
    auto const rest = read_on();
    if (!rest) {
        return fail(rest.error());
    }
    auto done = store::release_log(connection_);
    if (done && put_into_database) {
        // A reader may be in the way: then the log goes on growing until the next time.
        auto const closed = store::checkpoint(connection_);
        done = closed ? done : fail(closed.error());
    }
    auto const next = pin_log(rest->position);
    turn.unlock();
    auto taken = take_over(*rest, now);
    taken = taken && next ? take_over(*next, now) : taken;
    if (!taken || !next) {
        return broken(taken ? next.error().message : taken.error().message);
    }
    return done;
}

Result<void> ChangeCapture::resume(std::filesystem::path const& file, Instant now)
{
    auto opened = store::ChangeFile::open(file);
    if (!opened) {
        return fail(opened.error());
    }
    position_ = opened->position();
    file_.emplace(std::move(*opened));
    return renew_log(now, false);
}

Result<void> ChangeCapture::ship(Instant now)
{
    auto const read = read_on();
    if (!read) {
        return fail(read.error());
    }
    if (auto taken = take_over(*read, now); !taken) {
        return taken;
    }
    return read->log_frames >= kFramesToClose ? renew_log(now, true) : Result<void>{};
}

Result<void> ChangeCapture::mark(Instant now)
{
    // With the turn in hand no commit is half way: one that is in the log already but that no reader sees yet would be
    // neither in the backup nor in the file that begins with it.
    std::unique_lock turn{*turn_};
    if (running()) {
        auto const rest = read_on();
        turn.unlock();
        return rest ? take_over(*rest, now) : fail(rest.error());
    }
    auto const released = store::release_log(connection_);
    auto const pinned = released ? pin_log({}) : fail(released.error());
    if (!pinned) {
        return fail(pinned.error());
    }
    position_ = pinned->position;
    return {};
}

Result<void> ChangeCapture::begin_file(std::filesystem::path const& path)
{
    auto next = store::ChangeFile::create(path, {.chain = running() ? file_->chain() : crypto::uuid4(),
                                                 .first_batch = running() ? file_->next_number() : 1,
                                                 .start = position_});
    if (!next) {
        return fail(next.error());
    }
    file_.emplace(std::move(*next));
    return {};
}

}  // namespace kewp::ops
