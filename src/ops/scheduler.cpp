#include "ops/scheduler.hpp"

#include "ops/backup_run.hpp"
#include "ops/worker_context.hpp"
#include "store/readers.hpp"
#include "store/session_repository.hpp"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <poll.h>
#include <spdlog/spdlog.h>

namespace kewp::ops {
namespace {

using namespace std::chrono_literals;

constexpr auto kRetry = 10min;
constexpr auto kLookInterval = 1min;
constexpr auto kOtherNode = 30s;
constexpr auto kSessionsInterval = 1h;
/// A clock that goes back by more was set anew.
constexpr auto kClockTolerance = 2s;
constexpr int kTickMs = 1'000;
constexpr int kStopPollMs = 20;

std::int64_t seconds_of(Instant instant)
{
    return instant.time_since_epoch().count();
}

}  // namespace

Scheduler::Scheduler(config::Settings const& settings, SharedPage& page, std::function<bool()> should_stop)
    : settings_(settings),
      page_(page),
      should_stop_(std::move(should_stop)),
      database_(store::database_of(settings)),
      writer_(database_, {.turn = &page.store_write, .checkpoint_pages = kCapturedLogPages})
{
    if (on_server()) {
        watch_.emplace(database_);
    }
}

int Scheduler::watch_fd()
{
    return watch_ ? watch_->fd() : -1;
}

/// Whoever committed a change of public data: what the workers have cached is old then.
void Scheduler::watch()
{
    if (!watch_) {
        return;
    }
    auto const changed = watch_->look();
    if (changed && *changed) {
        page_.data_revision.fetch_add(1);
    }
    if (watching_ && !changed) {
        spdlog::warn("changes by other nodes are not heard of: {}", changed.error().message);
    } else if (!watching_ && changed) {
        spdlog::info("changes by other nodes are heard of");
    }
    watching_ = changed.has_value();
}

void Scheduler::tick(Instant now)
{
    watch();
    bool const first = !last_tick_;
    bool const clock_set_back = last_tick_ && now < *last_tick_ - kClockTolerance;
    last_tick_ = now;
    if (first || clock_set_back) {
        next_capture_ = next_look_ = next_end_sessions_ = now;
        look_for_backups(now);
        plan(now);
    }
    if (first && settings_.backup.captures_changes()) {
        start_capture(now);
    }
    if (now >= next_backup_) {
        back_up(now);
    }
    if (capture_ && (now >= next_capture_ || capture_->log_is_long())) {
        capture(now);
        next_capture_ = now + settings_.backup.capture_interval;
    }
    if (now >= next_look_) {
        look_for_backups(now);
        next_look_ = now + kLookInterval;
    }
    if (now >= next_end_sessions_) {
        end_sessions(now);
        next_end_sessions_ = now + kSessionsInterval;
    }
}

void Scheduler::finish(Instant now)
{
    if (capture_ && capture_->running()) {
        capture(now);
    }
    writer_.stop();
}

/// When the next backup is due: at once if one was missed or there is none yet.
void Scheduler::plan(Instant now)
{
    auto const& wish = settings_.backup;
    next_backup_ = Instant::max();
    if (wish.schedule) {
        Instant const last{std::chrono::seconds{page_.backup.last_success.load()}};
        next_backup_ = seconds_of(last) == 0 ? now : wish.schedule->next_after(std::min(last, now), wish.time_zone);
    }
}

/// Of several nodes on one database the first that comes makes the backup.
bool Scheduler::take_turn(Instant now, std::optional<store::BackupTurn>& turn)
{
    auto taken = store::BackupTurn::take(database_);
    if (!taken) {
        record_backup(now, fail(taken.error()), 0);
        next_backup_ = now + kRetry;
        return false;
    }
    turn = std::move(*taken);
    if (!turn) {
        next_backup_ = now + kOtherNode;
        return false;
    }
    look_for_backups(now);
    plan(now);
    return next_backup_ <= now;  // else another node has made it
}

void Scheduler::back_up(Instant now)
{
    std::optional<store::BackupTurn> turn;
    if (on_server() && !take_turn(now, turn)) {
        return;
    }
    auto const begun_ms = monotonic_ms();
    bool const marked = mark_changes(now);
    auto const done = make_backup(settings_, now, [this] {
        watch();
        return should_stop_ && should_stop_();
    });
    if (!done && done.error().code == ErrorCode::unavailable) {
        spdlog::info("backup stopped before its end; nothing was kept of it");
        return;
    }
    if (done && on_server()) {
        auto const told = writer_.run([&](store::Transaction& t) { return store::record_last_backup(t, now); });
        if (!told) {
            spdlog::warn("the other nodes are not told of the backup: {}", told.error().message);
        }
    }
    record_backup(now, done, monotonic_ms() - begun_ms);
    auto const& wish = settings_.backup;
    if (!done) {
        next_backup_ = now + kRetry;
        if (wish.schedule) {
            next_backup_ = std::min(next_backup_, wish.schedule->next_after(now, wish.time_zone));
        }
        return;
    }
    next_backup_ = wish.schedule ? wish.schedule->next_after(now, wish.time_zone) : Instant::max();
    if (marked) {
        auto file = done->path;
        record_capture(now, capture_->begin_file(file.replace_extension(".changes")));
    }
    prune(now);
}

/// False when no changes can be captured after the backup that is to come.
bool Scheduler::mark_changes(Instant now)
{
    if (!capture_) {
        return false;
    }
    auto marked = capture_->mark(now);
    record_capture(now, marked);
    if (!marked && !capture_->running()) {
        marked = capture_->mark(now);  // the old chain was broken: this begins another
        record_capture(now, marked);
    }
    return marked.has_value();
}

void Scheduler::record_backup(Instant now, Result<store::BackupReport> const& done, std::int64_t duration_ms)
{
    auto& record = page_.backup;
    record.last_duration_ms = static_cast<std::uint64_t>(duration_ms);
    if (!done) {
        record.last_failure = seconds_of(now);
        record.runs_failed.fetch_add(1);
        record.last_run.write(false, now, done.error().message);
        spdlog::error("backup failed: {}", done.error().message);
        return;
    }
    record.last_success = seconds_of(now);
    record.last_bytes = done->bytes;
    record.runs_ok.fetch_add(1);
    record.last_run.write(true, now, done->path.string());
    spdlog::info("backup {}: {} bytes in {} ms, verified, SHA-256 {}", done->path.string(), done->bytes, duration_ms,
                 done->sha256);
}

void Scheduler::start_capture(Instant now)
{
    auto opened = ChangeCapture::open(settings_.database, page_.store_write);
    if (!opened) {
        return record_capture(now, fail(opened.error()));
    }
    capture_.emplace(std::move(*opened));
    auto const files = backup_folder(settings_).changes();
    auto const resumed = files && !files->empty() ? capture_->resume(files->back().path, now)
                                                  : fail(ErrorCode::not_found, "nothing was captured before");
    if (resumed) {
        spdlog::info("capture of changes goes on in {}", files->back().path.string());
    } else {
        spdlog::info("capture of changes begins with a new backup: {}", resumed.error().message);
        next_backup_ = now;
    }
}

void Scheduler::capture(Instant now)
{
    if (!capture_->running()) {
        return;  // waits for the next backup
    }
    auto const done = capture_->ship(now);
    record_capture(now, done);
    if (!capture_->running()) {
        next_backup_ = std::min(next_backup_, now);
    }
}

void Scheduler::record_capture(Instant now, Result<void> const& done)
{
    auto& record = page_.backup;
    auto const before = record.capture.read();
    if (done) {
        record.last_capture = seconds_of(now);
        if (!before.happened || !before.ok) {
            record.capture.write(true, now, "");
        }
        if (before.happened && !before.ok) {
            spdlog::info("changes are captured again");
        }
        return;
    }
    record.captures_failed.fetch_add(1);
    if (!before.happened || before.ok || before.message != done.error().message) {
        spdlog::error("changes are not captured: {}", done.error().message);
        record.capture.write(false, now, done.error().message);
    }
}

/// The newest backup in the folder: one may have been made by hand, or before this process began.
void Scheduler::look_for_backups(Instant now)
{
    if (on_server()) {
        store::Readers readers{database_, 1};
        auto const last = readers.read([](store::Session& session) { return store::last_backup(session); });
        if (last) {
            page_.backup.last_success = *last ? seconds_of(**last) : 0;
        }
        return;
    }
    auto const found = backup_folder(settings_).backups();
    if (!found) {
        return;  // the next backup will say why
    }
    auto const past = [now](DatedFile const& file) { return file.time <= now; };  // a clock was wrong once
    auto const newest = std::find_if(found->rbegin(), found->rend(), past);
    page_.backup.last_success = newest == found->rend() ? 0 : seconds_of(newest->time);
}

void Scheduler::prune(Instant now)
{
    auto const removed = prune_backups(settings_, now);
    if (!removed) {
        spdlog::error("old backups cannot be removed: {}", removed.error().message);
    } else if (!removed->empty()) {
        spdlog::info("{} files of old backups removed", removed->size());
    }
}

void Scheduler::end_sessions(Instant now)
{
    auto const ended = writer_.run([now](store::Transaction& transaction) {
        auto pruned = store::prune_sessions(transaction, now);
        auto const forgotten = pruned ? store::forget_old_batches(transaction) : Result<void>{};
        return forgotten ? pruned : fail(forgotten.error());
    });
    if (!ended) {
        spdlog::warn("sessions that are over cannot be removed: {}", ended.error().message);
    }
}

int run_scheduler(WorkerContext& context, config::Settings const& settings, std::function<void()> const& reopen_logs)
{
    bool stop = false;
    auto const look = [&] {
        auto const signals = context.take_signals();
        if (signals.reopen_logs) {
            reopen_logs();
        }
        stop = stop || signals.drain;
        context.heartbeat();
        return stop;
    };
    Scheduler scheduler{settings, context.page(), look};
    auto const wait = [&](int milliseconds) {
        pollfd fds[] = {{context.signal_fd(), POLLIN, 0}, {scheduler.watch_fd(), POLLIN, 0}};
        ::poll(fds, std::size(fds), milliseconds);
    };
    context.ready();
    while (!look()) {
        scheduler.tick(now());
        wait(kTickMs);
    }
    // When the whole service stops, what the workers still commit is to be captured, too.
    auto const writing = [&] {
        return std::ranges::any_of(context.page().workers,
                                   [](auto const& slot) { return slot.state.load() != WorkerState::empty; });
    };
    auto const until_ms = monotonic_ms() + context.graceful_timeout_ms() * 3 / 4;
    while (context.page().stopping && writing() && monotonic_ms() < until_ms) {
        wait(kStopPollMs);
    }
    scheduler.finish(now());
    return EXIT_SUCCESS;
}

}  // namespace kewp::ops
