#include "store/mapping_repository.hpp"
#include "store/proposal_repository.hpp"
#include "store_fixture.hpp"

#include <gmock/gmock.h>
#include <thread>

namespace kewp::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::mapping;
using testing::proposal;
using testing::store;
using testing::value;

class RepositoriesTest : public testing::StoreTest {
protected:
    std::vector<std::uint32_t> listed(MappingFilter const& filter, Window window = {})
    {
        auto const records =
            value(readers_.read([&](Session& session) { return list_mappings(session, filter, window); }));
        std::vector<std::uint32_t> numbers;
        for (auto const& record : records) {
            numbers.push_back(record.pair.ke_id.number());
        }
        return numbers;
    }

    void store_at(std::uint32_t ke, char const* time, Confidence confidence = Confidence::low)
    {
        auto record = mapping(ke, 7);
        record.created_at = value(parse_utc(time));
        record.confidence = confidence;
        value(store(writer_, record));
    }

    Writer writer_{database()};
    Readers readers_{database()};
};

TEST_F(RepositoriesTest, GiveAMappingBackAsItWasStored)
{
    auto record = mapping(55, 554);
    record.claim.assessment = {.relationship = "causative", .basis = "known"};
    record.claim.suggestion_score = 0.1 + 0.2;
    record.claim.computed_confidence = Confidence::low;
    record.claim.override_reason = "it's \"better\" known – ü";
    record.assessment_version = "v2";
    record.sources = {.aopwiki = "2026-05-06", .target_version = {}, .target_date = "2026-05-10"};
    record.approved_at = value(parse_utc("2026-06-01T10:00:00Z"));
    auto const stored = value(store(writer_, record));
    auto const found = value(readers_.read([&](Session& session) { return find_mapping(session, stored.uuid); }));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, stored.id);
    EXPECT_EQ(found->pair, record.pair);
    EXPECT_EQ(found->claim.assessment, record.claim.assessment);
    EXPECT_EQ(found->claim.suggestion_score, record.claim.suggestion_score);
    EXPECT_EQ(found->claim.override_reason, record.claim.override_reason);
    EXPECT_EQ(found->claim.computed_confidence, Confidence::low);
    EXPECT_EQ(found->sources, record.sources);
    EXPECT_EQ(found->approved_at, record.approved_at);
    EXPECT_EQ(found->proposed_by, "github:alice");
    EXPECT_FALSE(found->go_direction);
    EXPECT_FALSE(found->withdrawn_at);
}

TEST_F(RepositoriesTest, RefuseASecondMappingOfAPairUntilTheFirstIsWithdrawn)
{
    auto first = value(store(writer_, mapping(1, 1)));
    auto const second = store(writer_, mapping(1, 1));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::conflict);
    first.withdrawn_at = now();
    first.withdrawn_by = "github:carol";
    value(writer_.run([&](Transaction& transaction) { return update_mapping(transaction, first); }));
    EXPECT_TRUE(store(writer_, mapping(1, 1)));
    auto const old = value(readers_.read([&](Session& session) { return find_mapping(session, first.uuid); }));
    ASSERT_TRUE(old);
    EXPECT_TRUE(old->withdrawn_at);
}

TEST_F(RepositoriesTest, ListMappingsNewestFirstThenByNumber)
{
    store_at(1, "2026-01-01");
    store_at(2, "2026-03-01");
    store_at(3, "2026-01-01");
    store_at(4, "2026-02-01");
    EXPECT_THAT(listed({}), ElementsAre(2, 4, 1, 3));
    EXPECT_THAT(listed({}, {.limit = 2, .offset = 1}), ElementsAre(4, 1));
}

TEST_F(RepositoriesTest, FilterMappings)
{
    store_at(1, "2026-01-01", Confidence::low);
    store_at(2, "2026-01-02", Confidence::medium);
    store_at(3, "2026-01-03", Confidence::high);
    EXPECT_THAT(listed({.ke_ids = std::vector{KeId(1), KeId(3), KeId(99)}}), ElementsAre(3, 1));
    EXPECT_THAT(listed({.ke_ids = std::vector<KeId>{}}), ElementsAre());
    EXPECT_THAT(listed({.target_ids = std::vector{TargetId(Resource::wikipathways, 8)}}), ElementsAre());
    EXPECT_THAT(listed({.confidence = Confidence::medium}), ElementsAre(2));
    EXPECT_THAT(listed({.minimum_confidence = Confidence::medium}), ElementsAre(3, 2));
    EXPECT_THAT(listed({.resource = Resource::go}), ElementsAre());
    EXPECT_THAT(listed({.changed_after = value(parse_utc("2026-01-02"))}), ElementsAre(3));
    EXPECT_THAT(listed({.proposed_by = "github:alice"}), ElementsAre(3, 2, 1));
    EXPECT_THAT(listed({.proposed_by = "' OR 1 = 1 --"}), ElementsAre());
}

TEST_F(RepositoriesTest, StreamMappingsUntilToldToStop)
{
    for (std::uint32_t ke = 1; ke <= 5; ++ke) {
        store_at(ke, "2026-01-01");
    }
    int seen = 0;
    value(readers_.read([&](Session& session) {
        return for_each_mapping(session, {}, [&](MappingRecord const&) { return ++seen < 3; });
    }));
    EXPECT_EQ(seen, 3);
}

TEST_F(RepositoriesTest, CountMappingsByKeyEvent)
{
    value(store(writer_, mapping(2, 1)));
    value(store(writer_, mapping(2, 2)));
    value(store(writer_, mapping(10, 1)));
    auto const counts = value(
        readers_.read([](Session& session) { return count_mappings_by_key_event(session, Resource::wikipathways); }));
    EXPECT_THAT(counts, ElementsAre(std::pair(KeId(2), 2U), std::pair(KeId(10), 1U)));
}

TEST_F(RepositoriesTest, RefuseASecondPendingProposalForAPair)
{
    auto first = value(store(writer_, proposal(1, 1)));
    auto const second = store(writer_, proposal(1, 1));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::conflict);
    first.status = ProposalStatus::rejected;
    value(writer_.run([&](Transaction& transaction) { return update_proposal(transaction, first); }));
    EXPECT_TRUE(store(writer_, proposal(1, 1)));
}

TEST_F(RepositoriesTest, LetExactlyOneOfFiftyRacingProposersWin)
{
    std::atomic<int> won{0};
    std::atomic<int> refused{0};
    std::vector<std::thread> people;
    for (int i = 0; i < 50; ++i) {
        people.emplace_back([&] {
            auto const stored = store(writer_, proposal(188, 554));
            (stored ? won : refused).fetch_add(1);
        });
    }
    for (auto& person : people) {
        person.join();
    }
    EXPECT_EQ(won, 1);
    EXPECT_EQ(refused, 49);
}

TEST_F(RepositoriesTest, TellTheSecondOfTwoWhoChangeAProposal)
{
    auto const stored = value(store(writer_, proposal(1, 1)));
    auto mine = stored;
    mine.status = ProposalStatus::approved;
    auto const changed =
        value(writer_.run([&](Transaction& transaction) { return update_proposal(transaction, mine); }));
    EXPECT_EQ(changed.version, stored.version + 1);
    auto theirs = stored;
    theirs.status = ProposalStatus::rejected;
    auto const late = writer_.run([&](Transaction& transaction) { return update_proposal(transaction, theirs); });
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, ErrorCode::conflict);
    EXPECT_THAT(late.error().message, HasSubstr("approved"));
}

TEST_F(RepositoriesTest, KeepMailAddressesOutOfErrorMessages)
{
    auto record = proposal(1, 1);
    record.proposed_by = "nobody";
    auto const stored = store(writer_, record);
    ASSERT_FALSE(stored);
    EXPECT_EQ(stored.error().message.find("alice@example.org"), std::string::npos);
}

TEST_F(RepositoriesTest, QueueProposalsOldestFirst)
{
    auto young = proposal(2, 2);
    young.created_at = value(parse_utc("2026-02-01"));
    auto old = proposal(1, 1);
    old.created_at = value(parse_utc("2026-01-01"));
    value(store(writer_, young));
    value(store(writer_, old));
    ProposalFilter const queue{.status = ProposalStatus::pending, .oldest_first = true};
    auto const listed = value(readers_.read([&](Session& session) { return list_proposals(session, queue, {}); }));
    ASSERT_EQ(listed.size(), 2U);
    EXPECT_EQ(listed[0].pair->ke_id, KeId(1));
    EXPECT_EQ(listed[0].email, "alice@example.org");
    EXPECT_EQ(value(readers_.read([&](Session& session) { return count_proposals(session, queue); })), 2U);
}

}  // namespace
}  // namespace kewp::store
