#include "curate_fixture.hpp"
#include "store/mapping_repository.hpp"

#include <gmock/gmock.h>

namespace kewp::curate {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::value;

class UndoTest : public testing::WorkflowTest {
protected:
    store::MappingRecord mapping(std::string const& uuid)
    {
        return value(readers_.read([&](store::Session& session) { return store::find_mapping(session, uuid); }))
            .value();
    }

    Actor const dave_ = testing::actor("github:dave", Role::admin);
    Instant const long_ago_ = now() - 24h;
};

TEST_F(UndoTest, TakesAnApprovalBackAndThePairIsPendingAgain)
{
    auto const made = value(workflow_.approve(on(submitted()), carol_));
    auto const approved = value(readers_.read([&](store::Session& session) {
                              return store::list_proposals(session, {.mapping_uuid = made.uuid}, {});
                          })).at(0);
    auto const back = value(workflow_.undo(approved.uuid, approved.version, long_ago_, carol_));
    EXPECT_EQ(back.status, store::ProposalStatus::pending);
    EXPECT_FALSE(back.mapping_uuid);
    EXPECT_TRUE(mapping(made.uuid).withdrawn_at);
    EXPECT_THAT(history(approved.uuid), ElementsAre("proposal.submit", "proposal.approve", "proposal.undo"));
    EXPECT_THAT(history(made.uuid), ElementsAre("mapping.create", "mapping.undo"));
}

TEST_F(UndoTest, IsForWhoDecidedInTheSameSessionOnWhatTheySee)
{
    auto const rejected = value(workflow_.reject(on(submitted(), "no"), carol_));
    EXPECT_EQ(workflow_.undo(rejected.uuid, rejected.version, long_ago_, dave_).error().code, ErrorCode::forbidden);
    EXPECT_EQ(workflow_.undo(rejected.uuid, rejected.version, long_ago_, alice_).error().code, ErrorCode::forbidden);
    EXPECT_EQ(workflow_.undo(rejected.uuid, rejected.version, now() + 1h, carol_).error().code, ErrorCode::conflict);
    EXPECT_EQ(workflow_.undo(rejected.uuid, rejected.version - 1, long_ago_, carol_).error().code, ErrorCode::conflict);
    EXPECT_EQ(workflow_.undo("none", 1, long_ago_, carol_).error().code, ErrorCode::not_found);
    EXPECT_TRUE(workflow_.undo(rejected.uuid, rejected.version, long_ago_, carol_));
    EXPECT_FALSE(workflow_.undo(rejected.uuid, rejected.version + 1, long_ago_, carol_)) << "it waits: nothing to undo";
}

TEST_F(UndoTest, IsRefusedWhenThePairWasProposedAgainMeanwhile)
{
    auto const rejected = value(workflow_.reject(on(submitted(), "no"), carol_));
    auto const again = value(workflow_.submit(testing::good_submission(), bob_));
    auto const undone = workflow_.undo(rejected.uuid, rejected.version, long_ago_, carol_);
    ASSERT_FALSE(undone);
    EXPECT_EQ(blocking_of(undone.error()).value().uuid, again.uuid);
}

TEST_F(UndoTest, IsRefusedWhenTheMappingWasWithdrawnMeanwhile)
{
    auto const made = value(workflow_.approve(on(submitted()), carol_));
    Workflow later(writer_, corpus_, [] { return now() + 1h; });
    value(later.withdraw_mapping(made.uuid, "wrong", dave_));
    auto const approved = value(readers_.read([&](store::Session& session) {
                              return store::list_proposals(session, {.mapping_uuid = made.uuid}, {});
                          })).at(0);
    auto const undone = workflow_.undo(approved.uuid, approved.version, long_ago_, carol_);
    ASSERT_FALSE(undone);
    EXPECT_THAT(undone.error().message, HasSubstr("changed after the decision"));
}

TEST_F(UndoTest, EditMakesANewVersionAndLeavesTheOldOneBehind)
{
    auto const proposal = submitted();
    auto decision = on(proposal);
    decision.edits.assessment = proposal.claim.assessment;
    decision.edits.assessment->basis = "uncertain";
    auto const edited = value(workflow_.edit(decision, carol_));
    EXPECT_EQ(edited.version, proposal.version + 1);
    EXPECT_NE(edited.confidence, proposal.confidence);
    EXPECT_EQ(workflow_.approve(on(proposal), carol_).error().code, ErrorCode::conflict);
    EXPECT_EQ(workflow_.edit(decision, alice_).error().code, ErrorCode::forbidden);
    EXPECT_THAT(history(proposal.uuid), ElementsAre("proposal.submit", "proposal.edit"));
}

}  // namespace
}  // namespace kewp::curate
