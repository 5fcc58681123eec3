#include "ops_test_service.hpp"

#include <algorithm>

namespace kewp::ops::testing {
namespace {

SupervisorOptions four_workers()
{
    SupervisorOptions options;
    options.workers = 4;
    options.graceful_timeout_ms = 10'000;
    return options;
}

TEST(Supervisor, StartsItsWorkersAndTheyAnswer)
{
    Service service{four_workers()};
    service.start_and_wait();
    auto const answer = service.ask();
    ASSERT_TRUE(answer);
    EXPECT_TRUE(service.ready().contains(answer->pid));
    EXPECT_EQ(answer->generation, 1U);
    EXPECT_EQ(service.page().generation, 1U);
    EXPECT_TRUE(eventually([&] { return service.page().supervisor.started == 4; }));
    auto const load = service.page().last_reload.read();
    EXPECT_TRUE(load.ok);
    EXPECT_EQ(load.message, "test data");
}

TEST(Supervisor, EndsWithAnErrorWhenTheFirstLoadFails)
{
    Service service{four_workers()};
    service.knobs().load_fails = true;
    service.start();
    EXPECT_EQ(service.wait_for_end(), 1);
    EXPECT_TRUE(service.all_gone());
}

TEST(Supervisor, ReplacesAKilledWorkerInUnderASecondWhileTheOthersServe)
{
    Service service{four_workers()};
    service.start_and_wait();
    for (int round = 0; round < 6; ++round) {
        auto const before = service.ready();
        auto const victim = *before.begin();
        auto const killed_at = Clock::now();
        ::kill(victim, SIGKILL);
        ASSERT_TRUE(eventually([&] {
            EXPECT_TRUE(service.ask());
            auto const now = service.ready();
            return now.size() == 4 && !now.contains(victim);
        }));
        EXPECT_LT(Clock::now() - killed_at, 1s);
        EXPECT_TRUE(is_gone(victim)) << "the supervisor must reap it";
    }
    EXPECT_EQ(service.page().supervisor.died, 6U);
}

TEST(Supervisor, ReplacesAllWorkersKilledAtOnce)
{
    Service service{four_workers()};
    service.start_and_wait();
    auto const before = service.ready();
    auto const killed_at = Clock::now();
    for (auto const pid : before) {
        ::kill(pid, SIGKILL);
    }
    ASSERT_TRUE(eventually([&] {
        auto const now = service.ready();
        return now.size() == 4 && std::none_of(now.begin(), now.end(), [&](auto pid) { return before.contains(pid); });
    }));
    EXPECT_LT(Clock::now() - killed_at, 1s);
}

TEST(Supervisor, ReplacesAWorkerThatHangs)
{
    auto options = four_workers();
    options.worker_timeout_ms = 300;
    Service service{options};
    service.start_and_wait();
    auto const before = service.ready();
    auto const connection = service.send_line("hang");
    EXPECT_FALSE(Service::read_answer(connection)) << "the connection breaks when the worker is killed";
    ASSERT_TRUE(eventually([&] { return service.ready().size() == 4 && service.ready() != before; }));
    EXPECT_EQ(service.page().supervisor.timed_out, 1U);
    EXPECT_TRUE(service.ask());
}

TEST(Supervisor, KillsAStoppedWorkerThatAbortCannotReach)
{
    auto options = four_workers();
    options.worker_timeout_ms = 300;
    Service service{options};
    service.start_and_wait();
    auto const victim = *service.ready().begin();
    ::kill(victim, SIGSTOP);
    ASSERT_TRUE(eventually([&] { return is_gone(victim) && service.ready().size() == 4; }));
    EXPECT_EQ(service.page().supervisor.timed_out, 1U);
}

TEST(Supervisor, ReplacesAWorkerThatSomeoneElseAskedToEnd)
{
    Service service{four_workers()};
    service.start_and_wait();
    auto const victim = *service.ready().begin();
    ::kill(victim, SIGTERM);
    ASSERT_TRUE(eventually([&] { return is_gone(victim) && service.ready().size() == 4; }));
    EXPECT_EQ(service.page().supervisor.died, 0U);
}

TEST(Supervisor, BacksOffWhileWorkersCrashAtStartAndNeverGivesUp)
{
    Service service{four_workers()};
    service.knobs().crash_at_start = true;
    auto const begin = Clock::now();
    service.start();
    auto const& counters = service.page().supervisor;
    // Four die at the start and are replaced after 200 ms; then 50 · 2^(n-2) ms for the n-th death.
    ASSERT_TRUE(eventually([&] { return counters.started >= 8; }));
    EXPECT_GE(Clock::now() - begin, 200ms);
    EXPECT_LT(counters.started, 20U);
    service.knobs().crash_at_start = false;
    ASSERT_TRUE(eventually([&] { return service.ready().size() == 4; }));
    EXPECT_TRUE(service.ask());
}

TEST(Supervisor, ReplacesAWorkerAfterMaxRequestsWithoutEverHavingFewer)
{
    auto options = four_workers();
    options.workers = 2;
    options.max_requests = 20;
    options.max_requests_jitter = 5;
    Service service{options};
    service.start_and_wait();
    for (auto const end = Clock::now() + kPatience; service.page().supervisor.recycled < 4 && Clock::now() < end;) {
        ASSERT_TRUE(service.ask());
        ASSERT_GE(service.ready().size(), 2U);
    }
    EXPECT_GE(service.page().supervisor.recycled, 4U);
    ASSERT_TRUE(
        eventually([&] { return service.ready().size() == 2 && service.in_state(WorkerState::draining).empty(); }));
    EXPECT_EQ(service.page().supervisor.died, 0U);
}

TEST(Supervisor, HandsUsr1OnToItsChildren)
{
    Service service{four_workers()};
    service.start_and_wait();
    service.signal(SIGUSR1);
    EXPECT_TRUE(eventually([&] { return service.knobs().reopened == 4; }));
    EXPECT_EQ(service.knobs().reopened_by_supervisor, 1);
}

TEST(Supervisor, KeepsOneSchedulerAndReplacesIt)
{
    Service service{four_workers(), Service::WithScheduler::yes};
    service.start_and_wait();
    auto& slot = service.page().scheduler;
    ASSERT_TRUE(eventually([&] { return slot.state == WorkerState::ready; }));
    pid_t const first = slot.pid;
    ::kill(first, SIGKILL);
    service.knobs().schedulers = 0;
    ASSERT_TRUE(eventually([&] { return slot.state == WorkerState::ready && slot.pid != first; }));
    pid_t const second = slot.pid;
    service.signal(SIGHUP);
    ASSERT_TRUE(eventually([&] { return slot.state == WorkerState::ready && slot.pid != second; }));
    EXPECT_EQ(slot.generation, 2U);
    EXPECT_EQ(service.knobs().most_schedulers, 1) << "never two at once";
    service.signal(SIGTERM);
    EXPECT_EQ(service.wait_for_end(), 0);
    EXPECT_EQ(service.knobs().schedulers, 0);
}

}  // namespace
}  // namespace kewp::ops::testing
