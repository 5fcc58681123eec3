#include "base/file.hpp"
#include "corpus/loader.hpp"
#include "curate/demo_seed.hpp"
#include "curate_fixture.hpp"

#include <gmock/gmock.h>

namespace kewp::curate {
namespace {

using store::testing::value;
using ::testing::HasSubstr;

class DemoSeedTest : public store::testing::StoreTest {
protected:
    store::Writer writer_{database()};
    store::Readers readers_{database()};
};

TEST_F(DemoSeedTest, FillsAnEmptyDatabaseOnce)
{
    std::filesystem::path const demo = std::filesystem::path(KEWP_SOURCE_DIR) / "data" / "demo";
    auto const corpus = value(corpus::load_corpus(demo));
    auto const report = value(seed_demo(writer_, readers_, *corpus, demo / "curation.json"));
    EXPECT_TRUE(report.seeded);
    EXPECT_GE(report.mappings, 20U);
    EXPECT_GE(report.proposals, 6U);
    EXPECT_EQ(store::testing::mappings_in(database()), report.mappings);
    auto const open = value(readers_.read([](store::Session& session) {
        return store::count_proposals(session, {.status = store::ProposalStatus::pending});
    }));
    EXPECT_EQ(open, report.proposals);
    auto const again = value(seed_demo(writer_, readers_, *corpus, demo / "curation.json"));
    EXPECT_FALSE(again.seeded);
    EXPECT_EQ(store::testing::mappings_in(database()), report.mappings);
}

TEST_F(DemoSeedTest, NamesTheEntryThatIsWrong)
{
    corpus::Corpus const corpus(testing::small_parts());
    auto const file = folder() / "curation.json";
    value(write_file_atomically(file, R"({"mappings": [{"resource": "go", "ke_id": "KE 1", "proposed_by": "demo:x"}],
                                         "proposals": []})"));
    auto const refused = seed_demo(writer_, readers_, corpus, file);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("mappings[0]"));
    EXPECT_THAT(refused.error().message, HasSubstr("KE 1"));
    EXPECT_FALSE(seed_demo(writer_, readers_, corpus, folder() / "absent.json"));
}

}  // namespace
}  // namespace kewp::curate
