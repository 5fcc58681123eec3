#include "curate/submission.hpp"
#include "curate_fixture.hpp"

#include <gmock/gmock.h>

namespace kewp::curate {
namespace {

using ::testing::ElementsAre;
using testing::good_submission;
using ::testing::HasSubstr;

class SubmissionTest : public ::testing::Test {
protected:
    store::ProposalRecord taken(Submission const& submission)
    {
        return store::testing::value(validate(submission, corpus_));
    }

    std::vector<std::string> refused_fields(Submission const& submission)
    {
        auto const result = validate(submission, corpus_);
        std::vector<std::string> fields;
        if (!result) {
            EXPECT_EQ(result.error().code, ErrorCode::invalid_argument);
            for (auto const& error : result.error().fields) {
                EXPECT_FALSE(error.message.empty());
                fields.push_back(error.field);
            }
        }
        return fields;
    }

    corpus::Corpus const corpus_{testing::small_parts()};
};

TEST_F(SubmissionTest, TakesTitlesFromTheCorpusAndComputesTheConfidence)
{
    auto const record = taken(good_submission());
    EXPECT_EQ(record.claim.ke_title, "Increase, Cell injury/death");
    EXPECT_EQ(record.claim.target_title, "Apoptosis");
    EXPECT_EQ(record.confidence, store::Confidence::high);
    EXPECT_EQ(record.claim.computed_confidence, store::Confidence::high);
    EXPECT_EQ(record.claim.connection_type, "causative");
    EXPECT_FALSE(record.claim.override_reason);
}

TEST_F(SubmissionTest, ReadsOtherSpellingsOfAKeyEvent)
{
    auto submission = good_submission();
    for (auto const* spelling : {"55", "KE55", " KE   55 ", "Event:55"}) {
        submission.ke_id = spelling;
        EXPECT_EQ(taken(submission).pair->ke_id, KeId(55)) << spelling;
    }
}

TEST_F(SubmissionTest, HasOneMessagePerField)
{
    Submission submission;
    submission.resource = "wikipathways";
    submission.ke_id = "KE x";
    submission.target_id = "WP 1";
    submission.basis = "maybe";
    submission.confidence = "huge";
    submission.note = std::string("a\x01b");
    submission.email = "a@localhost";
    EXPECT_THAT(refused_fields(submission), ElementsAre("ke_id", "target_id", "basis", "confidence", "note", "email"));
    EXPECT_THAT(refused_fields({}), ElementsAre("resource"));
}

TEST_F(SubmissionTest, RefusesIdsThatTheCorpusLacks)
{
    auto submission = good_submission();
    submission.ke_id = "KE 99999";
    submission.target_id = "WP99999";
    EXPECT_THAT(refused_fields(submission), ElementsAre("ke_id", "target_id"));
}

TEST_F(SubmissionTest, WantsAReasonForAnotherConfidenceThanComputed)
{
    auto submission = good_submission();
    submission.confidence = "low";
    EXPECT_THAT(refused_fields(submission), ElementsAre("override_reason"));
    submission.override_reason = "the pathway is of mice";
    auto const record = taken(submission);
    EXPECT_EQ(record.confidence, store::Confidence::low);
    EXPECT_EQ(record.claim.computed_confidence, store::Confidence::high);
    EXPECT_EQ(record.claim.override_reason, "the pathway is of mice");
}

TEST_F(SubmissionTest, WantsAnswersOrAConfidence)
{
    auto submission = good_submission();
    submission.basis.clear();
    EXPECT_THAT(refused_fields(submission), ElementsAre("confidence"));
    submission.confidence = "medium";
    EXPECT_EQ(taken(submission).confidence, store::Confidence::medium);
}

TEST_F(SubmissionTest, TakesAGoTermWithAScoreOfZero)
{
    Submission submission;
    submission.resource = "go";
    submission.ke_id = "KE 188";
    submission.target_id = "GO:0005515";
    submission.connection_score = "0";
    submission.specificity_score = "3";
    submission.evidence_score = "2";
    auto const record = taken(submission);
    EXPECT_EQ(record.claim.assessment.connection_score, 0);
    EXPECT_EQ(record.claim.go_namespace, "molecular_function");
    EXPECT_EQ(record.claim.connection_type, "related");
    EXPECT_EQ(record.confidence, store::Confidence::medium);
    submission.evidence_score = "99";
    EXPECT_THAT(refused_fields(submission), ::testing::Contains("evidence_score"));
}

TEST_F(SubmissionTest, KeepsTextsWithinTheirLimitInCodePoints)
{
    auto submission = good_submission();
    for (std::size_t i = 0; i < kTextLimit; ++i) {
        submission.note += "ü";
    }
    EXPECT_TRUE(taken(submission).note);
    submission.note += "ü";
    EXPECT_THAT(refused_fields(submission), ElementsAre("note"));
    submission.note = "\xff\xfe";
    EXPECT_THAT(refused_fields(submission), ElementsAre("note"));
}

TEST_F(SubmissionTest, DropsASuggestionScoreThatIsNone)
{
    auto submission = good_submission();
    submission.suggestion_score = "0.25";
    EXPECT_EQ(taken(submission).claim.suggestion_score, 0.25);
    for (auto const* score : {"inf", "1e400", "-1", "nan", "many", "2", ""}) {
        submission.suggestion_score = score;
        EXPECT_FALSE(taken(submission).claim.suggestion_score) << score;
    }
}

TEST_F(SubmissionTest, LetsTheRelationshipBeTheConnectionTypeOfAWikiPathway)
{
    auto submission = good_submission();
    submission.connection_type = "undefined";
    submission.relationship = "bidirectional";
    EXPECT_EQ(taken(submission).claim.connection_type, "bidirectional");
    submission.connection_type = "sideways";
    EXPECT_THAT(refused_fields(submission), ElementsAre("connection_type"));
}

}  // namespace
}  // namespace kewp::curate
