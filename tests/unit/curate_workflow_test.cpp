#include "curate/workflow.hpp"
#include "curate_fixture.hpp"

#include <gmock/gmock.h>
#include <thread>

namespace kewp::curate {
namespace {

using testing::actor;
using ::testing::ElementsAre;
using testing::good_submission;
using ::testing::HasSubstr;
using testing::value;
using testing::WorkflowTest;

TEST_F(WorkflowTest, LeadsFromAProposalToAMappingWithProvenance)
{
    auto submission = good_submission();
    submission.suggestion_score = "0.75";
    auto const proposal = value(workflow_.submit(submission, alice_));
    EXPECT_EQ(proposal.status, store::ProposalStatus::pending);
    EXPECT_EQ(proposal.proposed_by, "github:alice");
    EXPECT_EQ(proposal.email, "someone@example.org");
    auto const mapping = value(workflow_.approve(on(proposal), carol_));
    EXPECT_EQ(mapping.proposed_by, "github:alice");
    EXPECT_EQ(mapping.approved_by, "github:carol");
    EXPECT_TRUE(mapping.approved_at);
    EXPECT_EQ(mapping.confidence, store::Confidence::high);
    EXPECT_EQ(mapping.assessment_version, "v2");
    EXPECT_EQ(mapping.claim.suggestion_score, 0.75);
    EXPECT_EQ(mapping.sources.aopwiki, "2026-05-06");
    EXPECT_EQ(mapping.sources.target_date, "2026-05-10");
    auto const decided = this->proposal(proposal.uuid);
    EXPECT_EQ(decided.status, store::ProposalStatus::approved);
    EXPECT_EQ(decided.mapping_uuid, mapping.uuid);
    EXPECT_THAT(history(proposal.uuid), ElementsAre("proposal.submit", "proposal.approve"));
    EXPECT_THAT(history(mapping.uuid), ElementsAre("mapping.create"));
}

TEST_F(WorkflowTest, KeepsPersonalDataOutOfTheAudit)
{
    submitted();
    auto const lines =
        value(readers_.read([](store::Session& session) { return store::list_audit_after(session, 0, 10); }));
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].request_id, "request-1");
    EXPECT_THAT(lines[0].after.value_or(""), ::testing::Not(HasSubstr("example.org")));
}

TEST_F(WorkflowTest, NamesWhatStandsInTheWayOfAProposal)
{
    auto const proposal = submitted();
    auto const second = workflow_.submit(good_submission(), bob_);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::conflict);
    auto blocking = blocking_of(second.error());
    ASSERT_TRUE(blocking);
    EXPECT_EQ(blocking->kind, Blocking::Kind::pending_proposal);
    EXPECT_EQ(blocking->uuid, proposal.uuid);
    auto const mapping = value(workflow_.approve(on(proposal), carol_));
    auto const third = workflow_.submit(good_submission(), bob_);
    ASSERT_FALSE(third);
    blocking = blocking_of(third.error());
    ASSERT_TRUE(blocking);
    EXPECT_EQ(blocking->kind, Blocking::Kind::approved_mapping);
    EXPECT_EQ(blocking->uuid, mapping.uuid);
}

TEST_F(WorkflowTest, LetsOneOfManyWhoPressAtOnceWin)
{
    std::atomic<int> won{0};
    std::atomic<int> named{0};
    std::vector<std::thread> people;
    for (int i = 0; i < 50; ++i) {
        people.emplace_back([&] {
            auto const proposal = workflow_.submit(good_submission(), alice_);
            won += proposal ? 1 : 0;
            named += !proposal && blocking_of(proposal.error()) ? 1 : 0;
        });
    }
    for (auto& person : people) {
        person.join();
    }
    EXPECT_EQ(won, 1);
    EXPECT_EQ(named, 49);
}

TEST_F(WorkflowTest, TellsTheSecondOfTwoAdministrators)
{
    auto const proposal = submitted();
    std::atomic<int> decided{0};
    std::atomic<int> told{0};
    std::vector<std::thread> administrators;
    for (int i = 0; i < 8; ++i) {
        administrators.emplace_back([&, i] {
            auto const problem = i % 2 == 0 ? workflow_.approve(on(proposal), carol_).map([](auto const&) {})
                                            : workflow_.reject(on(proposal, "no"), carol_).map([](auto const&) {});
            decided += problem ? 1 : 0;
            told += !problem && problem.error().code == ErrorCode::conflict ? 1 : 0;
        });
    }
    for (auto& administrator : administrators) {
        administrator.join();
    }
    EXPECT_EQ(decided, 1);
    EXPECT_EQ(told, 7);
}

TEST_F(WorkflowTest, LetsOnlyAdministratorsDecide)
{
    auto const proposal = submitted();
    EXPECT_EQ(workflow_.approve(on(proposal), alice_).error().code, ErrorCode::forbidden);
    EXPECT_EQ(workflow_.reject(on(proposal, "no"), bob_).error().code, ErrorCode::forbidden);
    EXPECT_EQ(workflow_.approve(on(proposal), actor("github:eve", Role::visitor)).error().code,
              ErrorCode::unauthenticated);
    EXPECT_EQ(workflow_.submit(good_submission(), actor("github:eve", Role::visitor)).error().code,
              ErrorCode::unauthenticated);
}

TEST_F(WorkflowTest, WantsAReasonForARejection)
{
    auto const proposal = submitted();
    auto const silent = workflow_.reject(on(proposal, "  "), carol_);
    ASSERT_FALSE(silent);
    EXPECT_EQ(silent.error().fields.at(0).field, "reason");
    auto const rejected = value(workflow_.reject(on(proposal, "wrong tissue"), carol_));
    EXPECT_EQ(rejected.reason, "wrong tissue");
    EXPECT_EQ(rejected.decided_by, "github:carol");
    EXPECT_TRUE(workflow_.submit(good_submission(), bob_)) << "after a rejection the pair may be proposed again";
}

TEST_F(WorkflowTest, ApprovesWithEdits)
{
    auto const proposal = submitted();
    auto decision = on(proposal, "coverage is less");
    decision.edits.assessment = proposal.claim.assessment;
    decision.edits.assessment->basis = "possible";
    decision.edits.assessment->specificity = "loose";
    decision.edits.assessment->coverage = "minor";
    auto const mapping = value(workflow_.approve(decision, carol_));
    EXPECT_EQ(mapping.confidence, store::Confidence::medium);  // 1 + 0 + 0.5 + 1
    EXPECT_EQ(mapping.claim.assessment.basis, "possible");
    EXPECT_EQ(this->proposal(proposal.uuid).reason, "coverage is less");
}

TEST_F(WorkflowTest, LeavesEverythingAsItWasWhenEditsAreWrong)
{
    auto const proposal = submitted();
    auto decision = on(proposal);
    decision.edits.confidence = "low";
    auto const refused = workflow_.approve(decision, carol_);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields.at(0).field, "override_reason");
    EXPECT_EQ(this->proposal(proposal.uuid).status, store::ProposalStatus::pending);
    EXPECT_EQ(store::testing::mappings_in(database()), 0U);
}

TEST_F(WorkflowTest, RefusesADecisionOnWhatChangedMeanwhile)
{
    auto const proposal = submitted();
    auto stale = on(proposal);
    stale.version = proposal.version + 1;
    auto const refused = workflow_.approve(stale, carol_);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::conflict);
    auto absent = on(proposal);
    absent.uuid = "00000000-0000-4000-8000-000000000000";
    EXPECT_EQ(workflow_.approve(absent, carol_).error().code, ErrorCode::not_found);
}

TEST_F(WorkflowTest, StampsADirectionOnAGoMapping)
{
    Submission submission;
    submission.resource = "go";
    submission.ke_id = "KE 55";
    submission.target_id = "GO:0043066";
    submission.confidence = "medium";
    auto const proposal = value(workflow_.submit(submission, alice_));
    auto const mapping = value(workflow_.approve(on(proposal), carol_));
    EXPECT_EQ(mapping.go_direction, store::GoDirection::negative);
    EXPECT_EQ(mapping.claim.go_namespace, "biological_process");
    EXPECT_EQ(mapping.assessment_version, "v1");
    EXPECT_FALSE(mapping.sources.target_date) << "the release of GO is not known here";
}

TEST_F(WorkflowTest, LetsProposersWithdrawTheirOwnOnly)
{
    auto const proposal = submitted();
    EXPECT_EQ(workflow_.withdraw_proposal(proposal.uuid, bob_).error().code, ErrorCode::forbidden);
    EXPECT_EQ(value(workflow_.withdraw_proposal(proposal.uuid, alice_)).status, store::ProposalStatus::withdrawn);
    EXPECT_EQ(workflow_.withdraw_proposal(proposal.uuid, alice_).error().code, ErrorCode::conflict);
    EXPECT_EQ(workflow_.withdraw_proposal("nowhere", alice_).error().code, ErrorCode::not_found);
}

TEST_F(WorkflowTest, WithdrawsAMappingAndKeepsItsHistory)
{
    auto const mapping = value(workflow_.approve(on(submitted()), carol_));
    auto const proposal = value(workflow_.propose_withdrawal(mapping.uuid, "the pathway is gone", bob_));
    auto const withdrawn = value(workflow_.approve(on(proposal), carol_));
    EXPECT_TRUE(withdrawn.withdrawn_at);
    EXPECT_EQ(withdrawn.withdrawn_by, "github:carol");
    EXPECT_EQ(withdrawn.withdrawn_reason, "the pathway is gone");
    EXPECT_THAT(history(mapping.uuid), ElementsAre("mapping.create", "mapping.withdraw"));
    EXPECT_EQ(workflow_.withdraw_mapping(mapping.uuid, "again", carol_).error().code, ErrorCode::gone);
    EXPECT_EQ(workflow_.propose_withdrawal(mapping.uuid, "again", bob_).error().code, ErrorCode::gone);
    EXPECT_TRUE(workflow_.submit(good_submission(), alice_)) << "the pair is free again";
}

TEST_F(WorkflowTest, ChangesAMappingThroughAProposal)
{
    auto const mapping = value(workflow_.approve(on(submitted()), carol_));
    EXPECT_EQ(workflow_.propose_change(mapping.uuid, {}, "nothing", bob_).error().code, ErrorCode::invalid_argument);
    Edits wish;
    wish.confidence = "medium";
    wish.override_reason = "only one study";
    auto const proposal = value(workflow_.propose_change(mapping.uuid, wish, "read again", bob_));
    auto const changed = value(workflow_.approve(on(proposal), carol_));
    EXPECT_EQ(changed.uuid, mapping.uuid);
    EXPECT_EQ(changed.confidence, store::Confidence::medium);
    EXPECT_EQ(changed.claim.override_reason, "only one study");
    EXPECT_EQ(changed.proposed_by, "github:alice") << "who proposed the mapping first stays its proposer";
    EXPECT_EQ(changed.updated_by, "github:carol");
    EXPECT_THAT(history(mapping.uuid), ElementsAre("mapping.create", "mapping.change"));
}

}  // namespace
}  // namespace kewp::curate
