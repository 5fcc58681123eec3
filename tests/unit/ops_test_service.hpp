#pragma once

#include "ops/listen_socket.hpp"
#include "ops/supervisor.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <functional>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <optional>
#include <poll.h>
#include <set>
#include <spdlog/spdlog.h>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace kewp::ops::testing {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

/// Sanitizers make everything slower; the conditions stay, only the patience grows.
inline constexpr auto kPatience = 20s;

template <class Condition>
[[nodiscard]] bool eventually(Condition condition, std::chrono::milliseconds patience = kPatience)
{
    for (auto const end = Clock::now() + patience; Clock::now() < end;) {
        if (condition()) {
            return true;
        }
        std::this_thread::sleep_for(2ms);
    }
    return condition();
}

/// What a test tells the processes that it started, and what they tell it.
struct Knobs {
    std::atomic<bool> load_fails{false};
    std::atomic<bool> crash_at_start{false};
    std::atomic<bool> never_ready{false};
    std::atomic<int> start_delay_ms{0};
    std::atomic<bool> release_slow{false};  ///< lets "slow" requests go on
    std::atomic<bool> ignore_drain{false};
    std::atomic<bool> linger{false};  ///< drain without ending
    std::atomic<int> workers{0};      ///< 0: as in the options
    std::atomic<int> slow_begun{0};
    std::atomic<int> reopened{0};
    std::atomic<int> reopened_by_supervisor{0};
    std::atomic<int> schedulers{0};
    std::atomic<int> most_schedulers{0};
    std::atomic<bool> prepares{false};  ///< generations have a preparer
    std::atomic<int> preparers_begun{0};
    std::atomic<int> preparers_that_crash{0};   ///< as many of them as are still to do so
    std::atomic<bool> release_preparer{false};  ///< lets it end with its work done
};

struct Answer {
    pid_t pid = 0;
    unsigned generation = 0;
};

/// Serves one connection: a line in, "pid generation" out.
inline void serve_one(UniqueFd connection, WorkerContext& context, Knobs& knobs)
{
    std::string line;
    char c = 0;
    while (::read(connection.get(), &c, 1) == 1 && c != '\n') {
        line += c;
    }
    if (line == "hang") {
        while (true) {
            ::pause();
        }
    }
    if (line == "slow") {
        ++knobs.slow_begun;
        while (!knobs.release_slow) {
            context.heartbeat();
            std::this_thread::sleep_for(2ms);
        }
    }
    auto const answer = std::to_string(::getpid()) + " " + std::to_string(context.generation()) + "\n";
    [[maybe_unused]] auto const sent = ::send(connection.get(), answer.data(), answer.size(), MSG_NOSIGNAL);
}

inline int run_fake_worker(WorkerContext& context, Knobs& knobs)
{
    if (knobs.crash_at_start) {
        return 3;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{knobs.start_delay_ms.load()});
    if (!knobs.never_ready) {
        context.ready();
    }
    UniqueFd listener{context.listen_fd()};
    std::uint64_t served = 0;
    while (true) {
        std::array<pollfd, 2> fds{{{listener.get(), POLLIN, 0}, {context.signal_fd(), POLLIN, 0}}};
        ::poll(fds.data(), fds.size(), context.heartbeat_interval_ms());
        context.heartbeat();
        auto const signals = context.take_signals();
        knobs.reopened += signals.reopen_logs ? 1 : 0;
        if (context.draining() && !knobs.ignore_drain) {
            listener.reset();
            while (knobs.linger) {
                std::this_thread::sleep_for(2ms);
            }
            return 0;
        }
        if (UniqueFd connection{::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC)}) {
            serve_one(std::move(connection), context, knobs);
            context.served(++served);
        }
    }
}

inline int run_fake_scheduler(WorkerContext& context, Knobs& knobs)
{
    int const running = ++knobs.schedulers;
    knobs.most_schedulers = std::max(knobs.most_schedulers.load(), running);
    context.ready();
    while (!context.take_signals().drain) {
        pollfd fd{context.signal_fd(), POLLIN, 0};
        ::poll(&fd, 1, -1);
    }
    --knobs.schedulers;
    return 0;
}

inline int run_fake_preparer(WorkerContext& context, Knobs& knobs)
{
    ++knobs.preparers_begun;
    context.ready();
    if (knobs.preparers_that_crash > 0) {
        --knobs.preparers_that_crash;
        return 3;
    }
    while (!knobs.release_preparer) {
        pollfd fd{context.signal_fd(), POLLIN, 0};
        ::poll(&fd, 1, 2);
        if (context.take_signals().drain) {
            return 0;
        }
    }
    return 0;
}

/// A supervisor in a process (and process group) of its own, with workers that answer who they are.
class Service {
public:
    using RunWorker = std::function<int(WorkerContext&)>;

    enum class WithScheduler { no, yes };

    explicit Service(SupervisorOptions options, WithScheduler with_scheduler = WithScheduler::no)
        : memory_(SharedMemory::create().value()), options_(options), with_scheduler_(with_scheduler)
    {
        // Orphans come to this process, so that it can see that they are gone.
        ::prctl(PR_SET_CHILD_SUBREAPER, 1);
        void* const shared = ::mmap(nullptr, sizeof(Knobs), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        knobs_ = new (shared) Knobs;
        auto socket = listen_on("127.0.0.1", 0).value();
        port_ = socket.port;
        listen_fd_ = std::move(socket.fd);
    }
    /// With workers that do something else.
    Service(SupervisorOptions options, RunWorker run_worker) : Service(options) { run_worker_ = std::move(run_worker); }
    Service(Service const&) = delete;
    Service& operator=(Service const&) = delete;

    ~Service()
    {
        if (supervisor_ > 0) {
            ::kill(-supervisor_, SIGKILL);
            while (::waitpid(-supervisor_, nullptr, 0) > 0) {
            }
        }
        ::munmap(knobs_, sizeof(Knobs));
    }

    void start()
    {
        std::fflush(nullptr);
        supervisor_ = ::fork();
        if (supervisor_ == 0) {
            ::setpgid(0, 0);
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            spdlog::set_level(std::getenv("KEWP_TEST_LOG") != nullptr ? spdlog::level::info : spdlog::level::off);
            ::_exit(supervise());
        }
        ::setpgid(supervisor_, supervisor_);
        listen_fd_.reset();
    }

    void start_and_wait()
    {
        start();
        ASSERT_TRUE(eventually([&] { return ready().size() == static_cast<std::size_t>(options_.workers); }));
    }

    [[nodiscard]] Knobs& knobs() { return *knobs_; }
    [[nodiscard]] SharedPage& page() { return memory_.page(); }
    [[nodiscard]] pid_t supervisor() const { return supervisor_; }
    void signal(int number) const { ::kill(supervisor_, number); }

    [[nodiscard]] std::set<pid_t> in_state(WorkerState state)
    {
        std::set<pid_t> pids;
        for (auto const& slot : page().workers) {
            if (slot.state == state && slot.pid != 0) {
                pids.insert(slot.pid);
            }
        }
        return pids;
    }
    [[nodiscard]] std::set<pid_t> ready() { return in_state(WorkerState::ready); }

    /// Sends a line to whichever worker takes it; nothing when no whole answer came.
    [[nodiscard]] std::optional<Answer> ask(std::string_view line = "who") const
    {
        auto const connection = send_line(line);
        return connection ? read_answer(connection) : std::nullopt;
    }

    [[nodiscard]] UniqueFd send_line(std::string_view line) const
    {
        UniqueFd connection{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port_);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        std::string const text = std::string{line} + "\n";
        if (::connect(connection.get(), reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0 ||
            ::send(connection.get(), text.data(), text.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(text.size())) {
            return UniqueFd{};
        }
        return connection;
    }

    [[nodiscard]] static std::optional<Answer> read_answer(UniqueFd const& connection)
    {
        std::string text;
        char c = 0;
        while (::read(connection.get(), &c, 1) == 1) {
            text += c;
        }
        Answer answer;
        if (!text.ends_with('\n') || std::sscanf(text.c_str(), "%d %u", &answer.pid, &answer.generation) != 2) {
            return std::nullopt;
        }
        return answer;
    }

    /// The exit status of the supervisor; -1 when it goes on, or was killed.
    [[nodiscard]] int wait_for_end(std::chrono::milliseconds patience = kPatience)
    {
        int status = 0;
        if (!eventually([&] { return ::waitpid(supervisor_, &status, WNOHANG) == supervisor_; }, patience)) {
            return -1;
        }
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

    /// True when no process of the group is left (those that ended are reaped).
    [[nodiscard]] bool all_gone() const
    {
        return eventually([&] {
            while (::waitpid(-supervisor_, nullptr, WNOHANG) > 0) {
            }
            return ::kill(-supervisor_, 0) != 0 && errno == ESRCH;
        });
    }

private:
    int supervise()
    {
        Supervisor supervisor{page(), std::move(listen_fd_), [this]() -> Result<Generation> { return load(); },
                              [this] { ++knobs_->reopened_by_supervisor; }};
        auto const result = supervisor.run();
        return result ? 0 : 1;
    }

    Result<Generation> load()
    {
        if (knobs_->load_fails) {
            return fail(ErrorCode::corrupt, "data/ke_metadata.json: broken on purpose");
        }
        Generation generation;
        generation.options = options_;
        if (knobs_->workers > 0) {
            generation.options.workers = knobs_->workers;
        }
        generation.description = "test data";
        generation.run_worker = run_worker_;
        if (!run_worker_) {
            generation.run_worker = [knobs = knobs_](WorkerContext& context) {
                return run_fake_worker(context, *knobs);
            };
        }
        if (with_scheduler_ == WithScheduler::yes) {
            generation.run_scheduler = [knobs = knobs_](WorkerContext& context) {
                return run_fake_scheduler(context, *knobs);
            };
        }
        if (knobs_->prepares) {
            generation.run_preparer = [knobs = knobs_](WorkerContext& context) {
                return run_fake_preparer(context, *knobs);
            };
        }
        return generation;
    }

    SharedMemory memory_;
    SupervisorOptions options_;
    WithScheduler with_scheduler_;
    RunWorker run_worker_;
    Knobs* knobs_ = nullptr;
    UniqueFd listen_fd_;
    std::uint16_t port_ = 0;
    pid_t supervisor_ = 0;
};

/// True when a process is a zombie.
[[nodiscard]] inline bool is_zombie(pid_t pid)
{
    std::ifstream file{"/proc/" + std::to_string(pid) + "/stat"};
    std::string const text{std::istreambuf_iterator<char>{file}, {}};
    auto const name_end = text.rfind(") ");
    return name_end != std::string::npos && text[name_end + 2] == 'Z';
}

/// True when there is no such process, not even a zombie.
[[nodiscard]] inline bool is_gone(pid_t pid)
{
    return ::kill(pid, 0) != 0 && errno == ESRCH;
}

}  // namespace kewp::ops::testing
