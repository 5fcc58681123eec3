#include "store/mapping_page.hpp"
#include "store_fixture.hpp"

#include <algorithm>
#include <memory>
#include <random>
#include <set>

namespace kewp::store {
namespace {

using testing::value;

class MappingPages : public testing::StoreTest {
protected:
    /// Mappings of three resources on some days, several in the same second, of which some are changed or withdrawn.
    void fill(unsigned seed)
    {
        std::mt19937 random(seed);
        auto const below = [&](std::uint32_t limit) { return static_cast<std::uint32_t>(random() % limit); };
        Writer writer(database());
        for (std::uint32_t i = 0; i < 300; ++i) {
            auto const resource = kResources[below(3)];
            MappingRecord record{{KeId(1 + below(12)), TargetId(resource, 1 + i)}};
            record.confidence = static_cast<Confidence>(below(3));
            if (resource == Resource::go && below(2) == 0) {
                record.go_direction = static_cast<GoDirection>(below(2));
            }
            record.created_at = Instant{std::chrono::days(20'000 + below(200)) + std::chrono::seconds(below(4))};
            record.updated_at = record.created_at;
            record = value(testing::store(writer, record));
            if (below(4) == 0) {
                record.confidence = static_cast<Confidence>(below(3));
                record.withdrawn_at = below(2) == 0 ? std::optional(record.created_at) : std::nullopt;
                record.updated_at += std::chrono::seconds(1 + below(100));
                value(writer.run([&](Transaction& transaction) { return update_mapping(transaction, record); }));
            }
        }
    }

    [[nodiscard]] std::vector<std::string> whole(MappingFilter const& filter, MappingOrder order)
    {
        std::vector<std::string> uuids;
        value(readers_->read([&](Session& session) {
            return for_each_mapping(session, filter, order, [&](MappingRecord const& record) {
                uuids.push_back(record.uuid);
                return true;
            });
        }));
        return uuids;
    }

    [[nodiscard]] std::vector<std::string> paged(MappingFilter const& filter, MappingOrder order, std::uint64_t size)
    {
        std::vector<std::string> uuids;
        for (std::uint64_t offset = 0;; offset += size) {
            auto const page = value(readers_->read([&](Session& session) {
                return read_mapping_page(session, filter, order, {.limit = size, .offset = offset});
            }));
            if (page.mappings.empty()) {
                EXPECT_EQ(page.total, uuids.size());
                return uuids;
            }
            for (auto const& mapping : page.mappings) {
                uuids.push_back(mapping.uuid);
            }
        }
    }

    std::unique_ptr<Readers> readers_;
};

TEST_F(MappingPages, TogetherAreTheWholeListForEveryFilterAndOrder)
{
    fill(7);
    readers_ = std::make_unique<Readers>(database());
    std::vector<MappingFilter> const filters = {
        {.resource = Resource::wikipathways},
        {.resource = Resource::go, .direction = GoDirection::negative},
        {.resource = Resource::reactome, .confidence = Confidence::medium},
        {.resource = Resource::go, .minimum_confidence = Confidence::medium},
        {.resource = Resource::wikipathways, .ke_ids = std::vector{KeId(3), KeId(11)}},
        {.resource = Resource::reactome, .changed_after = Instant{std::chrono::days(20'090)}},
        {.resource = Resource::wikipathways, .ke_ids = std::vector<KeId>{}},
        {},
    };
    for (auto const& filter : filters) {
        for (auto const key : {MappingSort::created_at, MappingSort::updated_at, MappingSort::ke_id,
                               MappingSort::target_id, MappingSort::confidence}) {
            for (bool const descending : {true, false}) {
                MappingOrder const order{key, descending};
                auto const all = whole(filter, order);
                for (std::uint64_t const size : {1U, 7U, 200U}) {
                    EXPECT_EQ(paged(filter, order, size), all) << static_cast<int>(key) << descending << size;
                }
            }
        }
    }
}

TEST_F(MappingPages, AscendingCreationIsTheReverseOfDescending)
{
    fill(8);
    readers_ = std::make_unique<Readers>(database());
    auto list = whole({.resource = Resource::go}, {.descending = false});
    std::ranges::reverse(list);
    EXPECT_EQ(list, whole({.resource = Resource::go}, {}));
}

TEST_F(MappingPages, IdsAreSortedByNumber)
{
    fill(9);
    readers_ = std::make_unique<Readers>(database());
    std::vector<std::uint32_t> numbers;
    value(readers_->read([&](Session& session) {
        return for_each_mapping(session, {}, {.key = MappingSort::ke_id, .descending = false},
                                [&](MappingRecord const& record) {
                                    numbers.push_back(record.pair.ke_id.number());
                                    return true;
                                });
    }));
    EXPECT_TRUE(std::ranges::is_sorted(numbers));
    EXPECT_GT(numbers.back(), 9U);
}

TEST_F(MappingPages, TextIsFoundInIdsAndTitlesWhateverTheCaseAndTakenAsItIs)
{
    Writer writer(database());
    MappingRecord record{{KeId(55), TargetId(Resource::wikipathways, 254)}};
    record.claim.ke_title = "Increase, Cell injury/death";
    record.claim.target_title = "100%_Apoptosis!";
    auto const uuid = value(testing::store(writer, record)).uuid;
    readers_ = std::make_unique<Readers>(database());
    auto const found = [&](std::string const& text) {
        return whole({.resource = Resource::wikipathways, .text = text}, {}) == std::vector{uuid};
    };
    for (auto const* const text : {"ke 55", "INJURY/", "wp254", "100%_apop", "!"}) {
        EXPECT_TRUE(found(text)) << text;
    }
    for (auto const* const text : {"KE 555", "100_", "death wp254", "WP25%"}) {
        EXPECT_FALSE(found(text)) << text;
    }
}

TEST_F(MappingPages, TimesOfApprovalBeginAtTheFirstAndEndBeforeTheSecond)
{
    Writer writer(database());
    std::vector<std::string> uuids;
    for (std::uint32_t day = 0; day < 4; ++day) {
        MappingRecord record{{KeId(1), TargetId(Resource::go, 1 + day)}};
        record.created_at = Instant{std::chrono::days(20'000 + day)};
        if (day > 0) {
            record.approved_at = record.created_at;
        }
        uuids.push_back(value(testing::store(writer, record)).uuid);
    }
    readers_ = std::make_unique<Readers>(database());
    MappingFilter filter{.resource = Resource::go};
    filter.approved_from = Instant{std::chrono::days(20'001)};
    filter.approved_before = Instant{std::chrono::days(20'003)};
    EXPECT_EQ(whole(filter, {}), (std::vector{uuids[2], uuids[1]}));
    EXPECT_EQ(paged(filter, {}, 1), (std::vector{uuids[2], uuids[1]}));
}

TEST_F(MappingPages, ProposersAreCountedInOneResourceWithoutWithdrawnMappings)
{
    Writer writer(database());
    auto const add = [&](Resource resource, std::uint32_t number, std::optional<std::string> by, bool withdrawn) {
        MappingRecord record{{KeId(1), TargetId(resource, number)}};
        record.proposed_by = std::move(by);
        record.created_at = Instant{std::chrono::days(20'000)};
        if (withdrawn) {
            record.withdrawn_at = record.created_at;
        }
        value(testing::store(writer, record));
    };
    add(Resource::go, 1, "github:b", false);
    add(Resource::go, 2, "github:a", false);
    add(Resource::go, 3, "github:a", false);
    add(Resource::go, 4, "github:a", true);
    add(Resource::go, 5, std::nullopt, false);
    add(Resource::reactome, 6, "github:c", false);
    readers_ = std::make_unique<Readers>(database());
    auto const found = value(readers_->read([](Session& session) { return mapping_proposers(session, Resource::go); }));
    EXPECT_EQ(found, (std::vector<std::pair<std::string, std::uint64_t>>{{"github:a", 2}, {"github:b", 1}}));
}

TEST_F(MappingPages, MappedKeyEventsAreThoseOfMappingsInForce)
{
    fill(10);
    readers_ = std::make_unique<Readers>(database());
    for (auto const resource : kResources) {
        std::set<KeId> expected;
        value(readers_->read([&](Session& session) {
            return for_each_mapping(session, {.resource = resource}, [&](MappingRecord const& record) {
                expected.insert(record.pair.ke_id);
                return true;
            });
        }));
        auto const found =
            value(readers_->read([&](Session& session) { return mapped_key_events(session, resource); }));
        EXPECT_EQ(found, std::vector<KeId>(expected.begin(), expected.end()));
    }
}

}  // namespace
}  // namespace kewp::store
