#pragma once

#include "base/time.hpp"
#include "config/settings.hpp"
#include "ops/change_capture.hpp"
#include "ops/shared_page.hpp"
#include "store/backup.hpp"
#include "store/backup_turn.hpp"
#include "store/revision_watch.hpp"
#include "store/writer.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace kewp::ops {

class WorkerContext;

/// The service's work by the clock: backups, captured changes, sessions that are over. Lives in a process of its own.
///
/// `tick` does what is due and is called every second; time is the caller's, so that clocks that jump can be tested.
/// A backup that was missed (the machine was off, the clock was put forward) is made up for once; a failed one is
/// tried again after ten minutes. What happens is told in the shared page and the log.
class Scheduler {
public:
    /// `should_stop` is asked during a backup.
    Scheduler(config::Settings const& settings, SharedPage& page, std::function<bool()> should_stop = {});

    void tick(Instant now);
    /// The last capture, when no worker writes any more.
    void finish(Instant now);
    /// Readable when another node may have changed public data; -1 on SQLite.
    [[nodiscard]] int watch_fd();

private:
    [[nodiscard]] bool on_server() const { return database_.engine() == store::Engine::postgresql; }
    void watch();
    [[nodiscard]] bool take_turn(Instant now, std::optional<store::BackupTurn>& turn);
    void plan(Instant now);
    void back_up(Instant now);
    bool mark_changes(Instant now);
    void record_backup(Instant now, Result<store::BackupReport> const& done, std::int64_t duration_ms);
    void start_capture(Instant now);
    void capture(Instant now);
    void record_capture(Instant now, Result<void> const& done);
    void look_for_backups(Instant now);
    void prune(Instant now);
    void end_sessions(Instant now);

    config::Settings const& settings_;
    SharedPage& page_;
    std::function<bool()> should_stop_;
    store::Database database_;
    store::Writer writer_;
    std::optional<store::RevisionWatch> watch_;  // on PostgreSQL
    bool watching_ = true;                       // it worked the last time
    std::optional<ChangeCapture> capture_;
    std::optional<Instant> last_tick_;
    Instant next_backup_ = Instant::max();
    Instant next_capture_{};
    Instant next_look_{};
    Instant next_end_sessions_{};
};

/// What the scheduler's process does until it is told to stop. Returns its exit status.
[[nodiscard]] int run_scheduler(WorkerContext& context, config::Settings const& settings,
                                std::function<void()> const& reopen_logs);

}  // namespace kewp::ops
