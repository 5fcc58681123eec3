#include "curate/assessment.hpp"
#include "curate/identity.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace kewp::curate {
namespace {

Assessment pathway(char const* basis, char const* specificity, char const* coverage)
{
    return {.relationship = "unclear", .basis = basis, .specificity = specificity, .coverage = coverage};
}

Assessment go(int connection, int specificity, int evidence)
{
    return {.connection_score = connection, .specificity_score = specificity, .evidence_score = evidence};
}

TEST(PathwayAssessment, AddsUpTheAnswers)
{
    auto const highest = grade(Resource::wikipathways, pathway("known", "specific", "complete"), "Cellular");
    ASSERT_TRUE(highest);
    EXPECT_DOUBLE_EQ(highest->points, 7.5);
    EXPECT_EQ(highest->confidence, Confidence::high);
    auto const lowest = grade(Resource::reactome, pathway("uncertain", "loose", "minor"), "Population");
    ASSERT_TRUE(lowest);
    EXPECT_DOUBLE_EQ(lowest->points, 0.5);
    EXPECT_EQ(lowest->confidence, Confidence::low);
}

TEST(PathwayAssessment, StandsOnItsThresholds)
{
    auto const confidence = [](Assessment const& answers, char const* level) {
        return grade(Resource::wikipathways, answers, level)->confidence;
    };
    EXPECT_EQ(confidence(pathway("known", "includes", "keysteps"), "Individual"), Confidence::high);     // 5
    EXPECT_EQ(confidence(pathway("likely", "includes", "complete"), "Individual"), Confidence::medium);  // 4.5
    EXPECT_EQ(confidence(pathway("likely", "loose", "minor"), ""), Confidence::medium);                  // 2.5
    EXPECT_EQ(confidence(pathway("possible", "loose", "keysteps"), ""), Confidence::low);                // 2
}

TEST(PathwayAssessment, GivesAPointForMolecularCellularAndTissueLevel)
{
    for (auto const* level : {"Molecular", "cellular", "Tissue", "Tissue/Organ"}) {
        EXPECT_DOUBLE_EQ(grade(Resource::wikipathways, pathway("possible", "loose", "keysteps"), level)->points, 3.0);
    }
    for (auto const* level : {"Organ", "Individual", "Population", ""}) {
        EXPECT_DOUBLE_EQ(grade(Resource::wikipathways, pathway("possible", "loose", "keysteps"), level)->points, 2.0);
    }
}

TEST(PathwayAssessment, HasNoGradeWhileAQuestionIsOpen)
{
    EXPECT_FALSE(grade(Resource::wikipathways, {.basis = "known", .specificity = "specific"}, ""));
    EXPECT_FALSE(grade(Resource::go, {.connection_score = 3, .specificity_score = 3}, ""));
}

TEST(GoAssessment, WeighsThreeScores)
{
    EXPECT_EQ(grade(Resource::go, go(3, 3, 3), "")->confidence, Confidence::high);
    EXPECT_EQ(grade(Resource::go, go(0, 0, 0), "")->confidence, Confidence::low);
    EXPECT_DOUBLE_EQ(grade(Resource::go, go(3, 3, 2), "")->points, 2.66);
    EXPECT_EQ(grade(Resource::go, go(3, 2, 2), "")->confidence, Confidence::medium);  // 2.33
    EXPECT_EQ(grade(Resource::go, go(1, 2, 2), "")->confidence, Confidence::medium);  // 1.67
    EXPECT_EQ(grade(Resource::go, go(2, 1, 1), "")->confidence, Confidence::low);     // 1.33
}

TEST(Assessment, RefusesWhatIsNoChoice)
{
    auto const wrong = check_answers(Resource::wikipathways, {.basis = "maybe", .connection_score = 2});
    ASSERT_EQ(wrong.size(), 2U);
    EXPECT_EQ(wrong[0].field, "basis");
    EXPECT_EQ(wrong[1].field, "connection_score");
    EXPECT_EQ(check_answers(Resource::go, go(4, -1, 3)).size(), 2U);
    EXPECT_EQ(check_answers(Resource::go, {.relationship = "causative"}).size(), 1U);
    EXPECT_TRUE(check_answers(Resource::go, go(0, 3, 1)).empty());
}

TEST(GoDirection, ComesFromTheName)
{
    EXPECT_EQ(direction_of(" Positive regulation of cell death"), GoDirection::positive);
    EXPECT_EQ(direction_of("negative regulation of cell death"), GoDirection::negative);
    EXPECT_FALSE(direction_of("regulation of cell death"));
    EXPECT_FALSE(direction_of("down: negative regulation of cell death"));
}

TEST(SuggestionScore, IsFiniteAndBetweenZeroAndOneOrAbsent)
{
    EXPECT_EQ(clean_score(0.5), 0.5);
    EXPECT_EQ(clean_score(0.0), 0.0);
    for (double const bad : {-0.1, 1.1, std::nan(""), std::numeric_limits<double>::infinity()}) {
        EXPECT_FALSE(clean_score(bad));
    }
}

TEST(Identity, NeedsAProviderAndItsForm)
{
    for (auto const* good : {"github:alice", "github:a_b-c-", "orcid:0000-0002-1825-009X", "ls:a.b@example.org",
                             "surf:xyz", "guest:workshop-1", "demo:curator"}) {
        EXPECT_TRUE(Identity::parse(good)) << good;
    }
    for (auto const* bad : {"alice", "github:", "github:a b", ":alice", "orcid:1234", "ls:", "ls:a b", "guest:x",
                            "facebook:alice", "GITHUB:alice", "github:<script>"}) {
        EXPECT_FALSE(Identity::parse(bad)) << bad;
    }
}

TEST(Administrators, AreListedExactly)
{
    auto const administrators = Administrators::parse(" alice, orcid:0000-0002-1825-0097,,").value();
    EXPECT_EQ(administrators.size(), 2U);
    EXPECT_EQ(administrators.role_of(Identity::parse("github:alice").value()), Role::admin);
    EXPECT_EQ(administrators.role_of(Identity::parse("github:Alice").value()), Role::curator);
    EXPECT_EQ(administrators.role_of(Identity::parse("ls:alice").value()), Role::curator);
    EXPECT_EQ(administrators.role_of(Identity::parse("guest:alice").value()), Role::guest);
}

TEST(Administrators, CannotBeGuests)
{
    EXPECT_FALSE(Administrators::parse("guest:workshop"));
    EXPECT_FALSE(Administrators::parse("nobody:there"));
}

}  // namespace
}  // namespace kewp::curate
