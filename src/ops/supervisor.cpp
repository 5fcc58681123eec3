#include "ops/supervisor.hpp"

#include "base/time.hpp"
#include "ops/child_set.hpp"
#include "ops/sd_notify.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <fmt/format.h>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace kewp::ops {
namespace {

constexpr std::int64_t kOversleptMs = 1'000;

}  // namespace

class Supervisor::Loop {
public:
    Loop(SharedPage& page, UniqueFd listen_fd, LoadGeneration load, std::function<void()> reopen_logs)
        : page_(page),
          listen_fd_(std::move(listen_fd)),
          load_(std::move(load)),
          reopen_logs_(std::move(reopen_logs)),
          children_(page)
    {
    }

    Result<void> run();

private:
    Result<void> open();
    Result<std::unique_ptr<Loaded>> load_next();
    void serve(std::unique_ptr<Loaded> loaded);
    void wait();
    void handle(int signal);
    void handle(std::vector<Failure> const& failures);

    void begin_reload();
    void check_reload();
    void abandon_reload(std::string const& reason);
    void end_reload();
    void stop(char const* why);
    void check_start();
    void tell_status() const;

    SharedPage& page_;
    UniqueFd listen_fd_;
    LoadGeneration load_;
    std::function<void()> reopen_logs_;
    UniqueFd signal_fd_;
    UniqueFd wake_fd_;
    ChildSet children_;
    std::unique_ptr<Loaded> current_;
    std::unique_ptr<Loaded> incoming_;  // while its workers are starting
    std::int64_t reload_deadline_ms_ = 0;
    std::uint32_t last_number_ = 0;
    std::int64_t now_ms_ = 0;  // of this round
    bool told_ready_ = false;
    bool reload_again_ = false;
    bool stopping_ = false;
};

Result<void> Supervisor::Loop::run()
{
    if (auto opened = open(); !opened) {
        return opened;
    }
    auto first = load_next();
    if (!first) {
        return fail(first.error());
    }
    serve(std::move(*first));
    now_ms_ = monotonic_ms();
    while (true) {
        if (!stopping_) {
            children_.fill_up(*current_, now_ms_);
            if (!incoming_) {
                children_.recycle_one(*current_, now_ms_);
                children_.prepare(*current_, now_ms_);
            }
        } else if (children_.empty()) {
            break;
        }
        wait();
        handle(children_.reap(now_ms_));
        handle(children_.look_at_slots(now_ms_));
        check_start();
        check_reload();
    }
    spdlog::info("stopped");
    return {};
}

Result<void> Supervisor::Loop::open()
{
    auto signals = block_and_watch({SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGUSR1, SIGCHLD});
    if (!signals) {
        return fail(signals.error());
    }
    signal_fd_ = std::move(*signals);
    wake_fd_ = UniqueFd{::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)};
    if (!wake_fd_) {
        return fail(ErrorCode::io, "cannot make an event descriptor: " + errno_text());
    }
    children_.use({.listen = listen_fd_.get(), .signals = signal_fd_.get(), .wake = wake_fd_.get()});
    page_.supervisor_pid = ::getpid();
    page_.started_ms = monotonic_ms();
    page_.started_at = now().time_since_epoch().count();
    return {};
}

Result<std::unique_ptr<Loaded>> Supervisor::Loop::load_next()
{
    auto work = load_();
    if (!work) {
        return fail(work.error());
    }
    auto const workers = work->options.workers;
    if (workers < 1 || workers > static_cast<int>(kMaxWorkers)) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("{} workers are not possible; expected 1 to {}", workers, kMaxWorkers));
    }
    return std::make_unique<Loaded>(Loaded{++last_number_, std::move(*work)});
}

/// From here on `loaded` is what runs.
void Supervisor::Loop::serve(std::unique_ptr<Loaded> loaded)
{
    current_ = std::move(loaded);
    auto const& work = current_->work;
    page_.generation = current_->number;
    page_.workers_wanted = static_cast<std::uint32_t>(work.options.workers);
    page_.last_reload.write(true, now(), work.description);
    spdlog::info("generation {} with {} workers: {}", current_->number, work.options.workers, work.description);
}

void Supervisor::Loop::wait()
{
    std::array<pollfd, 2> fds{{{signal_fd_.get(), POLLIN, 0}, {wake_fd_.get(), POLLIN, 0}}};
    auto const before_ms = monotonic_ms();
    auto deadline_ms = children_.next_deadline_ms(now_ms_);
    if (incoming_) {
        deadline_ms = std::min(deadline_ms, reload_deadline_ms_);
    }
    auto const wait_ms = std::max<std::int64_t>(deadline_ms - before_ms, 0);
    ::poll(fds.data(), fds.size(), static_cast<int>(wait_ms));
    now_ms_ = monotonic_ms();
    if (now_ms_ - before_ms > wait_ms + kOversleptMs) {
        // The whole container or machine was frozen: the workers could not beat either.
        children_.forgive_until(now_ms_);
    }
    std::uint64_t count = 0;
    [[maybe_unused]] auto const drained = ::read(wake_fd_.get(), &count, sizeof count);
    signalfd_siginfo info{};
    while (::read(signal_fd_.get(), &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
        handle(static_cast<int>(info.ssi_signo));
    }
}

void Supervisor::Loop::handle(int signal)
{
    switch (signal) {
        case SIGTERM: stop("TERM"); break;
        case SIGINT:
        case SIGQUIT:
            if (signal == SIGQUIT || stopping_) {
                stop("stop at once");
                children_.signal_all(SIGKILL);
            } else {
                stop("INT");
            }
            break;
        case SIGHUP: begin_reload(); break;
        case SIGUSR1:
            if (reopen_logs_) {
                reopen_logs_();
            }
            children_.signal_all(SIGUSR1);
            break;
        default: break;  // CHLD: reaped in every round
    }
}

void Supervisor::Loop::handle(std::vector<Failure> const& failures)
{
    for (auto const& failure : failures) {
        if (incoming_ && failure.generation == incoming_->number) {
            abandon_reload(failure.what + " before all of them were ready");
        } else if (failure.generation == current_->number) {
            children_.note(failure, now_ms_);
        } else {
            spdlog::warn("{}", failure.what);
        }
    }
}

void Supervisor::Loop::check_start()
{
    if (!told_ready_ && !stopping_ && children_.all_ready(*current_)) {
        told_ready_ = true;
        spdlog::info("all workers are ready after {} ms", now_ms_ - page_.started_ms.load());
        sd_notify("READY=1");
        tell_status();
    }
}

void Supervisor::Loop::begin_reload()
{
    if (stopping_) {
        return;
    }
    if (incoming_) {
        reload_again_ = true;
        return;
    }
    sd_notify(fmt::format("RELOADING=1\nMONOTONIC_USEC={}", monotonic_ms() * 1'000));
    spdlog::info("HUP: loading a new generation");
    auto loaded = load_next();
    now_ms_ = monotonic_ms();
    if (!loaded) {
        abandon_reload(loaded.error().message);
        return;
    }
    incoming_ = std::move(*loaded);
    reload_deadline_ms_ = now_ms_ + incoming_->work.options.start_timeout_ms;
    check_reload();
}

/// Starts the workers of the incoming generation, and hands over to them once all are ready.
void Supervisor::Loop::check_reload()
{
    if (!incoming_ || stopping_) {
        return;
    }
    if (!children_.bring_up(*incoming_, now_ms_)) {
        if (now_ms_ >= reload_deadline_ms_) {
            abandon_reload("the new workers were not ready in time");
        }
        return;
    }
    auto const old = current_->number;
    serve(std::move(incoming_));
    children_.retire(old, now_ms_);
    page_.supervisor.reloads_ok.fetch_add(1);
    end_reload();
}

void Supervisor::Loop::abandon_reload(std::string const& reason)
{
    spdlog::error("HUP: the new generation is refused, generation {} goes on: {}", current_->number, reason);
    page_.last_reload.write(false, now(), reason);
    page_.supervisor.reloads_failed.fetch_add(1);
    if (auto const refused = std::exchange(incoming_, nullptr)) {
        children_.retire(refused->number, now_ms_);
    }
    end_reload();
}

void Supervisor::Loop::end_reload()
{
    sd_notify("READY=1");
    tell_status();
    if (std::exchange(reload_again_, false)) {
        ::kill(::getpid(), SIGHUP);  // arrives in the next round
    }
}

void Supervisor::Loop::stop(char const* why)
{
    if (stopping_) {
        return;
    }
    stopping_ = true;
    page_.stopping = true;
    incoming_.reset();
    listen_fd_.reset();  // as soon as the workers close theirs, new connections are refused
    sd_notify("STOPPING=1");
    spdlog::info("{}: {} processes finish what they are doing", why, children_.size());
    children_.retire_all(now_ms_);
}

void Supervisor::Loop::tell_status() const
{
    sd_notify(fmt::format("STATUS=generation {} with {} workers{}", current_->number, current_->work.options.workers,
                          page_.last_reload.read().ok ? "" : "; the last reload was refused"));
}

Supervisor::Supervisor(SharedPage& page, UniqueFd listen_fd, LoadGeneration load, std::function<void()> reopen_logs)
    : loop_(std::make_unique<Loop>(page, std::move(listen_fd), std::move(load), std::move(reopen_logs)))
{
}

Supervisor::~Supervisor() = default;

Result<void> Supervisor::run()
{
    return loop_->run();
}

}  // namespace kewp::ops
