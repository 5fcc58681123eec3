#include "store/mapping_counts.hpp"
#include "store_fixture.hpp"

#include <gmock/gmock.h>

namespace kewp::store {
namespace {

using testing::StoreTest;
using testing::value;

std::vector<std::string> words(std::vector<GroupCount> const& counts)
{
    std::vector<std::string> all;
    for (auto const& count : counts) {
        all.push_back(count.group + " " + name_of(count.resource) + " " + std::to_string(count.mappings));
    }
    return all;
}

class MappingCounts : public StoreTest {
protected:
    void SetUp() override
    {
        StoreTest::SetUp();
        Writer writer{database(), {}};
        value(writer.run([](Transaction& transaction) -> Result<void> {
            auto first = testing::mapping(1, 10);
            first.created_at = value(parse_utc("2026-04-30T23:59:59Z"));
            auto second = testing::mapping(2, 10);
            second.created_at = value(parse_utc("2026-05-01T00:00:00Z"));
            second.confidence = Confidence::high;
            second.proposed_by = std::nullopt;
            auto third = testing::mapping(3, 10);
            third.pair.target_id = TargetId(Resource::go, 6915);
            third.created_at = second.created_at;
            auto withdrawn = testing::mapping(4, 10);
            withdrawn.withdrawn_at = second.created_at;
            for (auto const& record : {first, second, third, withdrawn}) {
                value(insert_mapping(transaction, record));
            }
            return {};
        }));
    }

    [[nodiscard]] std::vector<std::string> counts(Grouping grouping) const
    {
        Readers readers{database()};
        return words(value(readers.read([&](Session& session) { return count_mappings_by(session, grouping); })));
    }
};

TEST_F(MappingCounts, AddUpWhatIsInForceByMonthOfCreation)
{
    EXPECT_THAT(counts(Grouping::month),
                ::testing::ElementsAre("2026-04 wikipathways 1", "2026-05 go 1", "2026-05 wikipathways 1"));
}

TEST_F(MappingCounts, AddUpByConfidence)
{
    EXPECT_THAT(counts(Grouping::confidence),
                ::testing::ElementsAre("high wikipathways 1", "medium go 1", "medium wikipathways 1"));
}

TEST_F(MappingCounts, PutMappingsWithoutProposerIntoAGroupOfTheirOwn)
{
    EXPECT_THAT(counts(Grouping::curator),
                ::testing::ElementsAre(" wikipathways 1", "github:alice go 1", "github:alice wikipathways 1"));
}

}  // namespace
}  // namespace kewp::store
