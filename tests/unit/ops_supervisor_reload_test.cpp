#include "ops_test_service.hpp"

#include <thread>

namespace kewp::ops::testing {
namespace {

SupervisorOptions four_workers()
{
    SupervisorOptions options;
    options.workers = 4;
    options.graceful_timeout_ms = 10'000;
    return options;
}

bool settled(Service& service, unsigned generation, std::size_t workers)
{
    return eventually([&] {
        return service.page().generation == generation && service.ready().size() == workers &&
               service.in_state(WorkerState::draining).empty() && service.in_state(WorkerState::starting).empty();
    });
}

TEST(SupervisorReload, LosesNoRequestAndRaisesTheGeneration)
{
    Service service{four_workers()};
    service.start_and_wait();
    std::atomic<bool> done{false};
    std::atomic<int> failures{0};
    std::atomic<int> answers{0};
    std::thread client{[&] {
        while (!done) {
            service.ask() ? ++answers : ++failures;
        }
    }};
    for (unsigned generation = 2; generation <= 4; ++generation) {
        int const before = answers;
        service.signal(SIGHUP);
        EXPECT_TRUE(settled(service, generation, 4));
        EXPECT_TRUE(eventually([&] { return answers > before + 20; }));
    }
    done = true;
    client.join();
    EXPECT_EQ(failures, 0);
    auto const answer = service.ask();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->generation, 4U);
    EXPECT_EQ(service.page().supervisor.reloads_ok, 3U);
    EXPECT_EQ(service.page().supervisor.died, 0U);
}

TEST(SupervisorReload, KeepsTheOldGenerationWhenTheNewOneDoesNotLoad)
{
    Service service{four_workers()};
    service.start_and_wait();
    auto const before = service.ready();
    service.knobs().load_fails = true;
    service.signal(SIGHUP);
    ASSERT_TRUE(eventually([&] { return service.page().supervisor.reloads_failed == 1; }));
    auto const last = service.page().last_reload.read();
    EXPECT_FALSE(last.ok);
    EXPECT_EQ(last.message, "data/ke_metadata.json: broken on purpose");
    EXPECT_EQ(service.ready(), before);
    EXPECT_EQ(service.page().generation, 1U);

    service.knobs().load_fails = false;
    service.signal(SIGHUP);
    EXPECT_TRUE(settled(service, 2, 4)) << "the next good one is taken";
    EXPECT_TRUE(service.page().last_reload.read().ok);
}

TEST(SupervisorReload, KeepsTheOldGenerationWhenTheNewWorkersCrash)
{
    Service service{four_workers()};
    service.start_and_wait();
    auto const before = service.ready();
    service.knobs().crash_at_start = true;
    service.signal(SIGHUP);
    ASSERT_TRUE(eventually([&] { return service.page().supervisor.reloads_failed == 1; }));
    EXPECT_NE(service.page().last_reload.read().message.find("exited with status 3"), std::string::npos)
        << service.page().last_reload.read().message;
    service.knobs().crash_at_start = false;
    ASSERT_TRUE(settled(service, 1, 4));
    EXPECT_EQ(service.ready(), before);
}

TEST(SupervisorReload, RetiresNewWorkersThatAreNeverReady)
{
    auto options = four_workers();
    options.start_timeout_ms = 2'000;
    Service service{options};
    service.start_and_wait();
    auto const before = service.ready();
    service.knobs().never_ready = true;
    service.signal(SIGHUP);
    ASSERT_TRUE(eventually([&] { return service.page().supervisor.reloads_failed == 1; }));
    ASSERT_TRUE(settled(service, 1, 4));
    EXPECT_EQ(service.ready(), before);
    EXPECT_TRUE(service.ask());
}

TEST(SupervisorReload, RemembersAHupThatArrivesDuringAReload)
{
    Service service{four_workers()};
    service.start_and_wait();
    service.knobs().start_delay_ms = 300;
    service.signal(SIGHUP);
    ASSERT_TRUE(eventually([&] { return service.in_state(WorkerState::starting).size() == 4; }));
    service.signal(SIGHUP);
    service.signal(SIGHUP);
    EXPECT_TRUE(settled(service, 3, 4));
    EXPECT_EQ(service.page().supervisor.reloads_ok, 2U);
}

TEST(SupervisorReload, TakesTheNewNumberOfWorkers)
{
    Service service{four_workers()};
    service.start_and_wait();
    service.knobs().workers = 2;
    service.signal(SIGHUP);
    EXPECT_TRUE(settled(service, 2, 2));
    service.knobs().workers = static_cast<int>(kMaxWorkers) + 1;
    service.signal(SIGHUP);
    ASSERT_TRUE(eventually([&] { return service.page().supervisor.reloads_failed == 1; }));
    EXPECT_EQ(service.page().last_reload.read().message, "33 workers are not possible; expected 1 to 32");
}

TEST(SupervisorReload, StillReplacesADeadOldWorkerDuringAReload)
{
    Service service{four_workers()};
    service.start_and_wait();
    service.knobs().start_delay_ms = 500;
    auto const victim = *service.ready().begin();
    service.signal(SIGHUP);
    ASSERT_TRUE(eventually([&] { return service.in_state(WorkerState::starting).size() == 4; }));
    ::kill(victim, SIGKILL);
    EXPECT_TRUE(settled(service, 2, 4));
    EXPECT_EQ(service.page().supervisor.reloads_ok, 1U);
    EXPECT_EQ(service.page().supervisor.died, 1U);
}

TEST(SupervisorReload, StopsWhenToldToInTheMiddle)
{
    Service service{four_workers()};
    service.start_and_wait();
    service.knobs().start_delay_ms = 300;
    service.signal(SIGHUP);
    ASSERT_TRUE(eventually([&] { return service.in_state(WorkerState::starting).size() == 4; }));
    service.signal(SIGTERM);
    EXPECT_EQ(service.wait_for_end(), 0);
    EXPECT_TRUE(service.all_gone());
}

bool preparer_is(Service& service, WorkerState state)
{
    return eventually([&] { return service.page().preparer.state == state; });
}

TEST(SupervisorPreparer, WorksOnceForEachGeneration)
{
    Service service{four_workers()};
    service.knobs().prepares = true;
    service.start_and_wait();
    ASSERT_TRUE(preparer_is(service, WorkerState::ready));
    EXPECT_EQ(service.ready().size(), 4U) << "it starts when the workers are ready";
    service.knobs().release_preparer = true;
    ASSERT_TRUE(preparer_is(service, WorkerState::empty));
    EXPECT_TRUE(service.ask());
    service.signal(SIGHUP);
    ASSERT_TRUE(settled(service, 2, 4));
    EXPECT_TRUE(eventually([&] { return service.knobs().preparers_begun == 2; }));
    ASSERT_TRUE(preparer_is(service, WorkerState::empty));
    service.signal(SIGUSR1);  // another round of the supervisor's
    ASSERT_TRUE(eventually([&] { return service.knobs().reopened_by_supervisor == 1; }));
    EXPECT_EQ(service.knobs().preparers_begun, 2);
    EXPECT_EQ(service.page().supervisor.died, 0U);
}

TEST(SupervisorPreparer, IsStartedAgainWhenItDiesAndHarmsNoWorker)
{
    Service service{four_workers()};
    service.knobs().prepares = true;
    service.knobs().preparers_that_crash = 2;
    service.start_and_wait();
    auto const workers = service.ready();
    ASSERT_TRUE(eventually([&] { return service.knobs().preparers_begun == 3; }));
    EXPECT_TRUE(preparer_is(service, WorkerState::ready));
    EXPECT_EQ(service.page().supervisor.died, 2U);
    EXPECT_EQ(service.ready(), workers);
    EXPECT_TRUE(service.ask());
}

TEST(SupervisorPreparer, EndsWithItsGenerationAndWithTheService)
{
    Service service{four_workers()};
    service.knobs().prepares = true;
    service.start_and_wait();
    ASSERT_TRUE(preparer_is(service, WorkerState::ready));
    pid_t const first = service.page().preparer.pid;
    service.signal(SIGHUP);
    ASSERT_TRUE(settled(service, 2, 4));
    ASSERT_TRUE(eventually([&] { return service.knobs().preparers_begun == 2; }));
    EXPECT_TRUE(is_gone(first));
    service.signal(SIGTERM);
    EXPECT_EQ(service.wait_for_end(), 0);
    EXPECT_TRUE(service.all_gone());
}

}  // namespace
}  // namespace kewp::ops::testing
