#include "http/counters.hpp"
#include "http/rate_limit.hpp"

#include <gtest/gtest.h>
#include <new>
#include <set>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kewp::http {
namespace {

/// A T in memory that children of fork share.
template <class T>
class Shared {
public:
    Shared()
        : memory_(::mmap(nullptr, sizeof(T), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)),
          value_(new (memory_) T)
    {
    }
    Shared(Shared const&) = delete;
    Shared& operator=(Shared const&) = delete;
    ~Shared() { ::munmap(memory_, sizeof(T)); }
    T* operator->() { return value_; }
    T& operator*() { return *value_; }

private:
    void* memory_;
    T* value_;
};

TEST(RateTable, AllowsTheLimitPerWindowAndDoesNotCountRefusals)
{
    Shared<RateTable> table;
    for (std::uint32_t i = 0; i < 3; ++i) {
        auto const decision = table->take(7, 1, 3, 60, 1000 + i);
        EXPECT_TRUE(decision.allowed);
        EXPECT_EQ(decision.remaining, 2 - i);
        EXPECT_EQ(decision.reset, 1060);
    }
    for (int i = 0; i < 10; ++i) {
        auto const refused = table->take(7, 1, 3, 60, 1059);
        EXPECT_FALSE(refused.allowed);
        EXPECT_EQ(refused.remaining, 0U);
        EXPECT_EQ(refused.reset, 1060);
    }
    EXPECT_TRUE(table->take(7, 2, 3, 60, 1059).allowed) << "another class has a budget of its own";
    EXPECT_TRUE(table->take(8, 1, 3, 60, 1059).allowed) << "another client too";
    auto const next = table->take(7, 1, 3, 60, 1060);
    EXPECT_TRUE(next.allowed);
    EXPECT_EQ(next.reset, 1120);
    EXPECT_TRUE(table->take(7, 1, 0, 60, 1060).allowed) << "0 is no limit";
}

TEST(RateTable, CountsOverSeveralProcessesWithoutLosingOne)
{
    constexpr std::uint32_t kLimit = 10'000;
    constexpr int kProcesses = 4;
    constexpr int kTries = 5'000;
    constexpr std::uint64_t kClients = 3;
    Shared<RateTable> table;
    Shared<std::array<std::atomic<std::uint32_t>, kClients>> allowed;
    std::array<pid_t, kProcesses> children{};
    for (auto& child : children) {
        child = ::fork();
        if (child == 0) {
            for (int i = 0; i < kTries; ++i) {
                for (std::uint64_t client = 0; client < kClients; ++client) {
                    if (table->take(client, 1, kLimit, 3600, 1000).allowed) {
                        (*allowed)[client].fetch_add(1);
                    }
                }
            }
            ::_exit(0);
        }
    }
    for (auto const child : children) {
        int status = 1;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        EXPECT_EQ(status, 0);
    }
    for (auto const& count : *allowed) {
        EXPECT_EQ(count.load(), kLimit);
    }
}

TEST(RateTable, ForgetsWhatIsOverWhenManyClientsCome)
{
    Shared<RateTable> table;
    std::int64_t now = 1'800'000'000;
    for (int round = 0; round < 4; ++round, now += 61) {
        std::size_t refused = 0;
        for (std::uint64_t i = 0; i < RateTable::kSlots / 2; ++i) {
            auto const client = client_hash(std::to_string(i) + "/" + std::to_string(round), 42);
            refused += table->take(client, 1, 5, 60, now).allowed ? 0U : 1U;
        }
        EXPECT_EQ(refused, 0U);
    }
}

TEST(RateTable, StaysOpenForNewClientsWhenItIsFull)
{
    Shared<RateTable> table;
    std::size_t refused = 0;
    for (std::uint64_t i = 0; i < RateTable::kSlots * 3; ++i) {
        refused += table->take(client_hash(std::to_string(i), 1), 1, 5, 3600, 1000).allowed ? 0U : 1U;
    }
    EXPECT_EQ(refused, 0U);
}

TEST(ClientHash, TakesANetworkOf64BitsForOneClient)
{
    EXPECT_EQ(client_hash("2001:db8:1:2::1", 9), client_hash("2001:db8:1:2:ffff::7", 9));
    EXPECT_NE(client_hash("2001:db8:1:2::1", 9), client_hash("2001:db8:1:3::1", 9));
    EXPECT_NE(client_hash("1.2.3.4", 9), client_hash("1.2.3.5", 9));
    EXPECT_NE(client_hash("1.2.3.4", 9), client_hash("1.2.3.4", 8));
}

TEST(ServerCounters, PutsEachLatencyIntoTheBucketThatHoldsIt)
{
    for (std::uint64_t us : {0ULL, 1ULL, 2ULL, 3ULL, 4ULL, 5ULL, 6ULL, 7ULL, 100ULL, 999ULL, 1'000'000ULL}) {
        auto const bucket = bucket_of(us);
        EXPECT_LE(us, bucket_limit_us(bucket)) << us;
        if (bucket > 0) {
            EXPECT_GT(us, bucket_limit_us(bucket - 1)) << us;
        }
    }
    EXPECT_EQ(bucket_of(UINT64_MAX), kLatencyBuckets - 1);
    for (std::size_t i = 1; i < kLatencyBuckets; ++i) {
        EXPECT_GT(bucket_limit_us(i), bucket_limit_us(i - 1));
    }
}

TEST(ServerCounters, CountsByRouteAndStatusAndTellsQuantiles)
{
    Shared<ServerCounters> counters;
    for (int i = 0; i < 99; ++i) {
        counters->count(3, 200, 100);
    }
    counters->count(3, 503, 50'000);
    counters->count(100'000, 404, 1);
    auto const& route = counters->routes[3];
    EXPECT_EQ(total(route), 100U);
    EXPECT_EQ(route.by_status_class[5].load(), 1U);
    EXPECT_EQ(quantile_us(route, 0.5), bucket_limit_us(bucket_of(100)));
    EXPECT_EQ(quantile_us(route, 1.0), bucket_limit_us(bucket_of(50'000)));
    EXPECT_EQ(total(counters->routes[kMaxRoutes - 1]), 1U);
    EXPECT_EQ(quantile_us(counters->routes[5], 0.5), 0U);
}

TEST(RateTable, LooksWithoutCounting)
{
    auto const table = std::make_unique<RateTable>();
    constexpr std::int64_t at = 1'000'000;
    for (int i = 0; i < 5; ++i) {
        EXPECT_TRUE(table->look(7, 1, 2, 60, at).allowed);
    }
    EXPECT_TRUE(table->take(7, 1, 2, 60, at).allowed);
    EXPECT_EQ(table->look(7, 1, 2, 60, at).remaining, 1U);
    EXPECT_TRUE(table->take(7, 1, 2, 60, at).allowed);
    EXPECT_FALSE(table->look(7, 1, 2, 60, at).allowed);
    EXPECT_TRUE(table->look(8, 1, 2, 60, at).allowed);
    EXPECT_TRUE(table->look(7, 1, 2, 60, at + 60).allowed);
}

}  // namespace
}  // namespace kewp::http
