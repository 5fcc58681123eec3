#include "embed/encode_processes.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fmt/format.h>
#include <new>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kewp::embed {
namespace {

/// What the processes share: the next batch and how far they are.
struct Board {
    std::atomic<std::size_t> next{0};
    std::atomic<std::uint64_t> tokens_done{0};
};

class SharedBoard {
public:
    SharedBoard()
    {
        void* const memory = ::mmap(nullptr, sizeof(Board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) {
            throw std::bad_alloc{};
        }
        board_ = new (memory) Board;
    }
    SharedBoard(SharedBoard const&) = delete;
    SharedBoard& operator=(SharedBoard const&) = delete;
    ~SharedBoard() { ::munmap(board_, sizeof(Board)); }
    Board* operator->() { return board_; }
    Board& operator*() { return *board_; }

private:
    Board* board_;
};

/// Ends of the batches: consecutive tasks of at most `tokens` tokens, at least one.
std::vector<std::size_t> batches(std::span<EncodeTask const> tasks, std::size_t tokens)
{
    std::vector<std::size_t> ends;
    std::size_t sum = 0;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        auto const more = tasks[i].tokens.ids.size();
        if (i > 0 && sum + more > tokens) {
            ends.push_back(i);
            sum = 0;
        }
        sum += more;
    }
    ends.push_back(tasks.size());
    return ends;
}

Result<void> work(Model const& model, std::span<EncodeTask const> tasks, std::vector<std::size_t> const& ends,
                  VectorJournal const& journal, Board& board)
{
    auto const file = journal.start_file();
    if (!file) {
        return fail(file.error());
    }
    Encoder encoder{model};
    std::vector<Tokens const*> texts;
    std::vector<crypto::Digest> digests;
    std::vector<float> rows;
    for (auto batch = board.next.fetch_add(1); batch < ends.size(); batch = board.next.fetch_add(1)) {
        auto const begin = batch == 0 ? 0 : ends[batch - 1];
        texts.clear();
        digests.clear();
        std::uint64_t tokens = 0;
        for (auto const& task : tasks.subspan(begin, ends[batch] - begin)) {
            texts.push_back(&task.tokens);
            digests.push_back(task.digest);
            tokens += task.tokens.ids.size();
        }
        rows.resize(texts.size() * model.columns());
        encoder.encode(texts, rows);
        if (auto written = journal.append(*file, digests, rows); !written) {
            return written;
        }
        board.tokens_done += tokens;
    }
    return {};
}

/// Ends and waits for what still runs.
class Children {
public:
    Children() = default;
    Children(Children const&) = delete;
    Children& operator=(Children const&) = delete;
    ~Children()
    {
        for (auto const child : running_) {
            ::kill(child, SIGKILL);
            ::waitpid(child, nullptr, 0);
        }
    }
    void add(pid_t child) { running_.push_back(child); }
    [[nodiscard]] bool any() const { return !running_.empty(); }

    /// Looks after children that have ended. Error: one did not end well.
    Result<void> reap()
    {
        for (auto child = running_.begin(); child != running_.end();) {
            int status = 0;
            auto const ended = ::waitpid(*child, &status, WNOHANG);
            if (ended == 0 || (ended < 0 && errno == EINTR)) {
                ++child;
                continue;
            }
            child = running_.erase(child);
            if (!WIFEXITED(status) || WEXITSTATUS(status) != EXIT_SUCCESS) {
                auto const how = WIFSIGNALED(status) ? fmt::format("was ended by signal {}", WTERMSIG(status))
                                                     : std::string{"failed; see the line above"};
                return fail(ErrorCode::internal,
                            fmt::format("an encoding process {}; run the command again to go on from here", how));
            }
        }
        return {};
    }

private:
    std::vector<pid_t> running_;
};

void wait_a_little()
{
    timespec const tenth{.tv_sec = 0, .tv_nsec = 100'000'000};
    ::nanosleep(&tenth, nullptr);
}

}  // namespace

Result<void> encode_in_processes(Model const& model, std::span<EncodeTask const> tasks, EncodeSplit const& split,
                                 VectorJournal const& journal, corpus::Progress& progress)
{
    if (tasks.empty()) {
        return {};
    }
    auto const ends = batches(tasks, split.batch_tokens);
    std::uint64_t total = 0;
    for (auto const& task : tasks) {
        total += task.tokens.ids.size();
    }
    auto const processes = std::clamp<std::size_t>(split.processes, 1, ends.size());
    progress.begin(fmt::format("encoding {} texts, tokens", tasks.size()), total, corpus::Progress::Unit::items);
    SharedBoard board;
    Children children;
    auto const parent = ::getpid();
    std::fflush(nullptr);  // or a child would print what is buffered once more
    for (std::size_t i = 0; i < processes; ++i) {
        auto const child = ::fork();
        if (child < 0) {
            return fail(ErrorCode::io, "cannot start a process: " + errno_text());
        }
        if (child == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (::getppid() != parent) {
                ::_exit(EXIT_FAILURE);
            }
            auto const done = work(model, tasks, ends, journal, *board);
            if (!done) {
                fmt::print(stderr, "{}\n", done.error().message);
            }
            ::_exit(done ? EXIT_SUCCESS : EXIT_FAILURE);
        }
        children.add(child);
    }
    while (children.any()) {
        if (auto reaped = children.reap(); !reaped) {
            return reaped;
        }
        progress.advance_to(board->tokens_done);
        if (children.any()) {
            wait_a_little();
        }
    }
    progress.finish(fmt::format("{} tokens", board->tokens_done.load()));
    return {};
}

}  // namespace kewp::embed
