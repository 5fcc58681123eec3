#include "ops/shared_page.hpp"

#include <atomic>
#include <chrono>
#include <gtest/gtest.h>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace kewp::ops {
namespace {

TEST(SharedPage, IsSeenByAChild)
{
    auto const memory = SharedMemory::create().value();
    auto& page = memory.page();
    pid_t const child = ::fork();
    if (child == 0) {
        page.store_write.lock();  // and dies holding it
        page.data_revision.fetch_add(1);
        page.counters(page.workers[3]).accepted = 7;
        ::_exit(0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(page.data_revision, 2U);
    EXPECT_TRUE(page.store_write.try_lock()) << "the mutex survives its holder";
    page.store_write.unlock();
    ASSERT_NE(page.counters_if_made(3), nullptr);
    EXPECT_EQ(page.counters_if_made(3)->accepted, 7U);
    EXPECT_EQ(page.counters_if_made(4), nullptr);
}

TEST(SharedPage, KeepsTheCountersOfASlotForItsNextWorker)
{
    auto const memory = SharedMemory::create().value();
    auto& page = memory.page();
    page.counters(page.workers[0]).accepted = 5;
    EXPECT_EQ(page.counters(page.workers[0]).accepted, 5U);
}

TEST(SharedPage, LimitsRatesForAllProcesses)
{
    auto const memory = SharedMemory::create().value();
    auto& page = memory.page();
    EXPECT_NE(page.rate_seed, 0U);
    EXPECT_TRUE(page.rates.take(1, 1, 1, 60, 1'000'000).allowed);
    EXPECT_FALSE(page.rates.take(1, 1, 1, 60, 1'000'000).allowed);
}

TEST(OutcomeRecord, ReadsBackWhatWasWritten)
{
    OutcomeRecord record;
    EXPECT_FALSE(record.read().happened);
    record.write(false, Instant{std::chrono::seconds{1'700'000'000}}, "go_bp_embeddings.npz: broken");
    auto const value = record.read();
    EXPECT_TRUE(value.happened);
    EXPECT_FALSE(value.ok);
    EXPECT_EQ(value.when.time_since_epoch().count(), 1'700'000'000);
    EXPECT_EQ(value.message, "go_bp_embeddings.npz: broken");
    record.write(true, Instant{}, "");
    EXPECT_TRUE(record.read().ok);
    EXPECT_EQ(record.read().message, "");
}

TEST(OutcomeRecord, CutsALongMessage)
{
    OutcomeRecord record;
    record.write(true, Instant{}, std::string(5'000, 'x'));
    EXPECT_EQ(record.read().message, std::string(OutcomeRecord::kMaxMessage, 'x'));
}

TEST(OutcomeRecord, NeverShowsHalfOfTwo)
{
    OutcomeRecord record;
    record.write(true, Instant{}, std::string(300, 'a'));
    std::atomic<bool> done{false};
    std::thread writer{[&] {
        for (int i = 0; i < 2'000; ++i) {
            record.write(true, Instant{}, std::string(300, i % 2 == 0 ? 'b' : 'a'));
            std::this_thread::yield();
        }
        done = true;
    }};
    while (!done) {
        auto const message = record.read().message;
        ASSERT_EQ(message, std::string(300, message.front()));
    }
    writer.join();
}

}  // namespace
}  // namespace kewp::ops
