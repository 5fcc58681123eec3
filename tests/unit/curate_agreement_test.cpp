#include "curate/agreement.hpp"

#include <gtest/gtest.h>

namespace kewp::curate {
namespace {

void add(std::vector<AnswerPair>& answers, int times, char const* first, char const* second)
{
    for (int i = 0; i < times; ++i) {
        answers.push_back({first, second});
    }
}

TEST(Agreement, IsCohensKappaOfTheTextbookTable)
{
    // 50 grants, two readers: 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no; observed 0.7, by chance 0.5, kappa 0.4.
    std::vector<AnswerPair> answers;
    add(answers, 20, "yes", "yes");
    add(answers, 5, "yes", "no");
    add(answers, 10, "no", "yes");
    add(answers, 15, "no", "no");
    auto const result = agreement(answers);
    EXPECT_EQ(result.judged, 50U);
    EXPECT_NEAR(result.observed, 0.7, 1e-12);
    EXPECT_NEAR(result.expected, 0.5, 1e-12);
    ASSERT_TRUE(result.kappa);
    EXPECT_NEAR(*result.kappa, 0.4, 1e-12);
}

TEST(Agreement, IsOneWhenAllAgreeOnSeveralAnswersAndBelowZeroWhenNone)
{
    std::vector<AnswerPair> same;
    add(same, 3, "known", "known");
    add(same, 2, "likely", "likely");
    EXPECT_NEAR(agreement(same).kappa.value(), 1.0, 1e-12);
    std::vector<AnswerPair> opposite;
    add(opposite, 2, "known", "likely");
    add(opposite, 2, "likely", "known");
    EXPECT_NEAR(agreement(opposite).kappa.value(), -1.0, 1e-12);
}

TEST(Agreement, IsNotDefinedWhenOnlyOneAnswerWasEverGivenOrNothingJudged)
{
    std::vector<AnswerPair> one;
    add(one, 7, "known", "known");
    EXPECT_FALSE(agreement(one).kappa);
    EXPECT_NEAR(agreement(one).observed, 1.0, 1e-12);
    EXPECT_FALSE(agreement({}).kappa);
}

TEST(Agreement, CountsAPairOfCuratorsOnceWhoeverProposed)
{
    std::vector<Judgement> const judged = {
        {"github:a", "github:b", {{"basis", "known"}}, {{"basis", "likely"}}},
        {"github:b", "github:a", {{"basis", "known"}}, {{"basis", "known"}}},
        {"github:b", "github:c", {{"basis", "known"}, {"coverage", ""}}, {{"basis", "known"}, {"coverage", "minor"}}}};
    auto const report = agreement_report(judged);
    ASSERT_EQ(report.pairs.size(), 2U);
    EXPECT_EQ(report.pairs[0].curators, std::pair(std::string("github:a"), std::string("github:b")));
    ASSERT_EQ(report.pairs[0].questions.size(), 1U);
    EXPECT_EQ(report.pairs[0].questions[0].agreement.judged, 2U);
    EXPECT_NEAR(report.pairs[0].questions[0].agreement.observed, 0.5, 1e-12);
    ASSERT_EQ(report.questions.size(), 1U) << "a question that one left open is not judged";
    EXPECT_EQ(report.questions[0].agreement.judged, 3U);
}

}  // namespace
}  // namespace kewp::curate
