#include "ops_test_service.hpp"

namespace kewp::ops::testing {
namespace {

SupervisorOptions two_workers(int graceful_timeout_ms)
{
    SupervisorOptions options;
    options.workers = 2;
    options.graceful_timeout_ms = graceful_timeout_ms;
    return options;
}

TEST(SupervisorStop, FinishesTheRequestInFlightAtTerm)
{
    Service service{two_workers(30'000)};
    service.start_and_wait();
    auto const connection = service.send_line("slow");
    ASSERT_TRUE(eventually([&] { return service.knobs().slow_begun == 1; }));
    service.signal(SIGTERM);
    ASSERT_TRUE(eventually([&] { return service.ready().size() <= 1; })) << "the idle worker ends";
    service.knobs().release_slow = true;
    EXPECT_TRUE(Service::read_answer(connection));
    EXPECT_EQ(service.wait_for_end(), 0);
    EXPECT_TRUE(service.all_gone());
}

TEST(SupervisorStop, KillsAWorkerThatOutstaysTheGracefulTimeout)
{
    Service service{two_workers(200)};
    service.knobs().ignore_drain = true;
    service.start_and_wait();
    service.signal(SIGTERM);
    EXPECT_EQ(service.wait_for_end(), 0);
    EXPECT_EQ(service.page().supervisor.killed_in_drain, 2U);
    EXPECT_TRUE(service.all_gone());
}

TEST(SupervisorStop, StopsAtOnceAtTheSecondInt)
{
    Service service{two_workers(600'000)};
    service.knobs().ignore_drain = true;
    service.start_and_wait();
    service.signal(SIGINT);
    ASSERT_TRUE(eventually([&] { return service.in_state(WorkerState::draining).size() == 2; }));
    service.signal(SIGINT);
    EXPECT_EQ(service.wait_for_end(), 0);
    EXPECT_TRUE(service.all_gone());
}

TEST(SupervisorStop, RefusesNewConnectionsWhileDraining)
{
    Service service{two_workers(30'000)};
    service.start_and_wait();
    service.knobs().linger = true;
    service.signal(SIGTERM);
    EXPECT_TRUE(eventually([&] { return !service.send_line("who"); }));
    EXPECT_EQ(service.in_state(WorkerState::draining).size(), 2U);
    service.knobs().linger = false;
    EXPECT_EQ(service.wait_for_end(), 0);
}

TEST(SupervisorStop, StopsWhileWorkersAreStartingOrWaitingToBeRestarted)
{
    Service service{two_workers(30'000)};
    service.knobs().crash_at_start = true;
    service.start();
    ASSERT_TRUE(eventually([&] { return service.page().supervisor.died >= 4; }));
    service.signal(SIGTERM);
    EXPECT_EQ(service.wait_for_end(), 0);
    EXPECT_TRUE(service.all_gone());
}

TEST(SupervisorStop, WorkersDoNotOutliveAKilledSupervisor)
{
    Service service{two_workers(30'000), Service::WithScheduler::yes};
    service.start_and_wait();
    service.knobs().ignore_drain = true;
    auto const workers = service.ready();
    service.signal(SIGKILL);
    EXPECT_EQ(service.wait_for_end(), -1);
    EXPECT_TRUE(service.all_gone());
    for (auto const pid : workers) {
        EXPECT_TRUE(is_gone(pid));
    }
}

TEST(SupervisorStop, LeavesNoZombieBehindWhileItRuns)
{
    Service service{two_workers(30'000)};
    service.start_and_wait();
    std::set<pid_t> seen;
    for (int round = 0; round < 4; ++round) {
        auto const workers = service.ready();
        seen.insert(workers.begin(), workers.end());
        ::kill(*workers.begin(), SIGKILL);
        ASSERT_TRUE(
            eventually([&] { return service.ready().size() == 2 && !service.ready().contains(*workers.begin()); }));
    }
    for (auto const pid : seen) {
        EXPECT_FALSE(is_zombie(pid));
    }
}

}  // namespace
}  // namespace kewp::ops::testing
