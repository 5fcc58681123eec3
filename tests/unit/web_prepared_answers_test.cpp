#include "web/prepared_answers.hpp"

#include <cstdlib>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace kewp::web {
namespace {

/// What a child process does with `work`; true when it ended well.
template <class Work>
bool in_child(Work work)
{
    auto const child = ::fork();
    if (child == 0) {
        work();
        ::_exit(EXIT_SUCCESS);
    }
    int status = 0;
    return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;
}

TEST(PreparedAnswers, AreSeenByEveryProcessOnceTheyAreKept)
{
    auto answers = *PreparedAnswers::create(3, 1000);
    EXPECT_FALSE(answers.find(1));
    ASSERT_TRUE(in_child([&] {
        if (answers.begin(1)) {
            answers.keep(1, "suggestions of KE 1");
        }
        answers.finish();
    }));
    ASSERT_TRUE(answers.find(1));
    EXPECT_EQ(*answers.find(1), "suggestions of KE 1");
    EXPECT_FALSE(answers.find(0));
    EXPECT_EQ(answers.ready(), 1U);
    EXPECT_EQ(answers.bytes(), 19U);
    EXPECT_TRUE(answers.finished());
}

TEST(PreparedAnswers, BeginsNoAnswerTwiceOverWhichAProcessDied)
{
    auto answers = *PreparedAnswers::create(2, 1000);
    EXPECT_FALSE(in_child([&] {
        if (answers.begin(0)) {
            ::_exit(EXIT_FAILURE);
        }
    }));
    EXPECT_FALSE(answers.begin(0));
    EXPECT_FALSE(answers.find(0)) << "begun is not kept";
    EXPECT_TRUE(answers.begin(1));
}

TEST(PreparedAnswers, KeepsWhatFitsAndNoMore)
{
    auto answers = *PreparedAnswers::create(3, 10);
    ASSERT_TRUE(answers.begin(0) && answers.begin(1) && answers.begin(2));
    EXPECT_TRUE(answers.keep(0, "123456"));
    EXPECT_FALSE(answers.keep(1, "12345"));
    EXPECT_TRUE(answers.keep(2, "7890"));
    EXPECT_EQ(*answers.find(0), "123456");
    EXPECT_FALSE(answers.find(1));
    EXPECT_EQ(*answers.find(2), "7890");
    EXPECT_FALSE(answers.keep(1, ""));
}

TEST(PreparedAnswers, KeepApartWhatThreadsMakeAtOnce)
{
    constexpr std::size_t kPlaces = 2000;
    auto const text_of = [](std::size_t place) {
        return std::string(1 + place % 97, static_cast<char>('a' + place % 26));
    };
    auto answers = *PreparedAnswers::create(kPlaces, 1'000'000);
    std::vector<std::thread> threads;
    std::atomic<std::size_t> begun{0};
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (std::size_t place = 0; place < kPlaces; ++place) {
                if (answers.begin(place)) {
                    ++begun;
                    answers.keep(place, text_of(place));
                }
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(begun, kPlaces);
    EXPECT_EQ(answers.ready(), kPlaces);
    for (std::size_t place = 0; place < kPlaces; ++place) {
        ASSERT_EQ(answers.find(place).value_or(""), text_of(place));
    }
}

}  // namespace
}  // namespace kewp::web
