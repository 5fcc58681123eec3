// Durable writes per second through the store, next to a bare SQLite loop in the same run on the same disk.
//
// Every number is of writes that are on disk when they count (synchronous=FULL). "bare" is one connection, one
// prepared INSERT, one transaction each: what the disk and SQLite allow without any service around them. The store
// does more per write (the full row with its checks, three unique indexes, a savepoint, the data revision).
//
// Usage: durable_writes_bench [seconds per measurement, default 2] [folder, default the present one]

#include "ops/change_capture.hpp"
#include "store/mapping_repository.hpp"
#include "store/open_database.hpp"
#include "store/writer.hpp"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <new>
#include <soci/soci.h>
#include <string>
#include <sys/mman.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using namespace kewp;
using namespace kewp::store;
using Clock = std::chrono::steady_clock;

struct Measured {
    double per_second = 0.0;
    double per_commit = 1.0;
};

[[noreturn]] void stop(Error const& error)
{
    fmt::print(stderr, "{}\n", error.message);
    std::exit(1);
}

MappingRecord mapping(std::uint32_t number)
{
    MappingRecord record{{KeId(number), TargetId(Resource::wikipathways, 1)}};
    record.claim.ke_title = "Increase, reactive oxygen species";
    record.claim.target_title = "Oxidative stress response";
    record.proposed_by = "github:alice";
    record.approved_by = "github:carol";
    return record;
}

double seconds_since(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Opened through the store, so with the same pragmas; then plain SQL on one connection.
Measured measure_bare(Database const& database, std::chrono::duration<double> length)
{
    auto connection = database.connect(Access::read_write);
    if (!connection) {
        stop(connection.error());
    }
    auto& session = connection->session();
    session << "CREATE TABLE bare (id INTEGER PRIMARY KEY, number INTEGER, title TEXT)";
    long long number = 0;
    std::string const title = "Increase, reactive oxygen species";
    soci::statement insert = (session.prepare << "INSERT INTO bare (number, title) VALUES (:number, :title)",
                              soci::use(number), soci::use(title));
    auto const start = Clock::now();
    while (Clock::now() - start < length) {
        session << "BEGIN IMMEDIATE";
        insert.execute(true);
        session << "COMMIT";
        ++number;
    }
    return {static_cast<double>(number) / seconds_since(start), 1.0};
}

Measured measure_store(Database const& database, WriterOptions options, unsigned writers, std::uint32_t first,
                       std::chrono::duration<double> length)
{
    Writer writer(database, std::move(options));
    std::atomic<std::uint32_t> next{first};
    std::vector<std::thread> threads;
    auto const start = Clock::now();
    for (unsigned i = 0; i < writers; ++i) {
        threads.emplace_back([&] {
            while (Clock::now() - start < length) {
                auto const record = mapping(next.fetch_add(1));
                auto const stored =
                    writer.run([&](Transaction& transaction) { return insert_mapping(transaction, record); });
                if (!stored) {
                    stop(stored.error());
                }
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    auto const counts = writer.counts();
    return {static_cast<double>(counts.jobs) / seconds_since(start),
            static_cast<double>(counts.jobs) / static_cast<double>(counts.commits)};
}

/// Four processes of 16 writers each that take turns on one mutex, as the workers of a service do.
double measure_processes(Database const& database, std::chrono::duration<double> length)
{
    void* const memory = ::mmap(nullptr, sizeof(ProcessMutex) + sizeof(std::atomic<std::uint64_t>),
                                PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    auto* const total = new (memory) std::atomic<std::uint64_t>(0);
    auto* const turn = new (static_cast<char*>(memory) + sizeof *total) ProcessMutex;
    std::vector<pid_t> workers;
    for (std::uint32_t worker = 0; worker < 4; ++worker) {
        pid_t const child = ::fork();
        if (child == 0) {
            WriterOptions options;
            options.turn = turn;
            auto const measured = measure_store(database, std::move(options), 16, 100'000'000 * (worker + 5), length);
            total->fetch_add(static_cast<std::uint64_t>(measured.per_second));
            ::_exit(0);
        }
        workers.push_back(child);
    }
    for (auto const child : workers) {
        int status = 0;
        ::waitpid(child, &status, 0);
    }
    auto const sum = static_cast<double>(total->load());
    ::munmap(memory, sizeof(ProcessMutex) + sizeof(std::atomic<std::uint64_t>));
    return sum;
}

/// 64 writers while another thread ships what they commit, as the scheduler does, but ten times as often.
Measured measure_captured(Database const& database, std::filesystem::path const& changes,
                          std::chrono::duration<double> length)
{
    ProcessMutex turn;
    auto capture = ops::ChangeCapture::open(database.path(), turn);
    if (!capture) {
        stop(capture.error());
    }
    auto const must = [](Result<void> const& done) {
        if (!done) {
            stop(done.error());
        }
    };
    must(capture->mark(now()));
    must(capture->begin_file(changes));
    std::atomic<bool> over{false};
    std::thread shipper([&] {
        while (!over) {
            std::this_thread::sleep_for(std::chrono::seconds{1});
            must(capture->ship(now()));
        }
    });
    WriterOptions options;
    options.turn = &turn;
    options.checkpoint_pages = ops::kCapturedLogPages;
    auto const measured = measure_store(database, std::move(options), 64, 900'000'000, length);
    over = true;
    shipper.join();
    return measured;
}

void print(char const* what, Measured const& measured, double bare)
{
    fmt::print("{:<34}{:>10.0f} writes/s{:>8.2f} x bare", what, measured.per_second, measured.per_second / bare);
    if (measured.per_commit > 0.0) {
        fmt::print("{:>8.1f} writes per commit", measured.per_commit);
    }
    fmt::print("\n");
}

}  // namespace

int main(int argc, char** argv)
{
    auto const length = std::chrono::duration<double>(argc > 1 ? std::atof(argv[1]) : 2.0);
    std::filesystem::path const folder = argc > 2 ? argv[2] : ".";
    auto const path = folder / fmt::format("durable_writes_bench-{}.db", ::getpid());
    if (auto const opened = open_database(path); !opened) {
        stop(opened.error());
    }
    Database const database(path);

    auto const bare = measure_bare(database, length);
    print("bare SQLite loop, 1 connection", bare, bare.per_second);
    WriterOptions ungrouped;
    ungrouped.batch_limit = 1;
    print("store, 1 writer", measure_store(database, {}, 1, 1, length), bare.per_second);
    print("store, 64 writers, one each", measure_store(database, ungrouped, 64, 100'000'000, length), bare.per_second);
    print("store, 64 writers, group commit", measure_store(database, {}, 64, 200'000'000, length), bare.per_second);
    auto const changes = path.string() + ".changes";
    print("store, 64 writers, captured", measure_captured(database, changes, length), bare.per_second);
    std::filesystem::remove(changes);
    print("store, 4 processes x 16 writers", {measure_processes(database, length), 0.0}, bare.per_second);

    for (auto const* suffix : {"", "-wal", "-shm"}) {
        std::filesystem::remove(path.string() + suffix);
    }
    return 0;
}
