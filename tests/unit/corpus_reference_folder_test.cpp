#include "corpus_folder.hpp"

#include <array>
#include <gmock/gmock.h>
#include <zlib.h>

namespace kewp::corpus {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

std::string gunzip(std::filesystem::path const& path)
{
    std::string text;
    std::array<char, 65536> block{};
    auto* const file = gzopen(path.c_str(), "rb");
    if (file == nullptr) {
        ADD_FAILURE() << path << " cannot be opened";
        return text;
    }
    for (int read = 0; (read = gzread(file, block.data(), block.size())) > 0;) {
        text.append(block.data(), static_cast<std::size_t>(read));
    }
    EXPECT_EQ(gzclose(file), Z_OK);
    return text;
}

/// The files of a data folder of the replaced application, as far as they are at hand.
class ReferenceFolder : public testing::Test {
protected:
    void SetUp() override
    {
        std::filesystem::path const shared = KEWP_SHARED_DATA;
        if (!std::filesystem::exists(shared / "reference-datafolder")) {
            GTEST_SKIP() << "no ../shared/data here: the files of the replaced application are not part of the project";
        }
        unpack(shared / "reference-datafolder/ke_metadata-202602.json.gz", "ke_metadata.json");
        unpack(shared / "reference-datafolder/pathway_metadata-202602.json.gz", "pathway_metadata.json");
        unpack(shared / "reference-datafolder/go_bp_gene_annotations-202602.json.gz", "go_bp_gene_annotations.json");
        unpack(shared / "aopwiki/ke_aop_membership-20260723.json.gz", "ke_aop_membership.json");
    }

    void unpack(std::filesystem::path const& from, char const* name) const { folder_.write(name, gunzip(from)); }

    TestFolder folder_;
};

TEST_F(ReferenceFolder, LoadsInFull)
{
    auto const corpus = folder_.load();
    EXPECT_EQ(corpus->key_events().size(), 1'561U);
    EXPECT_EQ(std::ranges::count_if(corpus->key_events(), [](auto const& ke) { return !ke.description.empty(); }), 621);
    EXPECT_EQ(std::ranges::count(corpus->key_events(), "Cellular", &KeyEvent::level), 527);
    EXPECT_THAT(corpus->note("ke_metadata.json")->remarks, IsEmpty());

    auto const& pathways = corpus->targets(TargetKind::wikipathways);
    EXPECT_EQ(pathways.size(), 1'012U);
    EXPECT_EQ(std::ranges::count_if(pathways.all(), [](auto const& target) { return !target.tags.empty(); }), 982);
    EXPECT_EQ(std::ranges::count_if(pathways.all(), [](auto const& target) { return !target.publications.empty(); }),
              922);
    EXPECT_EQ(pathways[0].gene_count(), std::nullopt);

    EXPECT_EQ(corpus->aops().size(), 539U);
    EXPECT_EQ(corpus->note("ke_aop_membership.json")->rows, 1'599U);
    EXPECT_THAT(corpus->note("ke_aop_membership.json")->remarks,
                testing::Contains(HasSubstr("41 Key Events are not in ke_metadata.json")));
    EXPECT_EQ(corpus->find(KeId{188})->title, "Neuroinflammation");
    EXPECT_FALSE(corpus->find(KeId{188})->aops.empty());
}

TEST_F(ReferenceFolder, AnnotatesTermsThatTheHierarchyNames)
{
    folder_.write("go_bp_hierarchy.json", R"({"GO:0071543": {"name": "a term", "depth": 5, "ancestors": []}})");
    auto const corpus = folder_.load();
    auto const& terms = corpus->targets(TargetKind::go_bp);
    ASSERT_EQ(terms.size(), 1U);
    EXPECT_EQ(terms[0].direct_gene_count, 5U);
    EXPECT_TRUE(corpus->genes().find("NUDT3"));
    EXPECT_THAT(corpus->note("go_bp_gene_annotations.json")->remarks,
                ElementsAre(HasSubstr("11206 ids are no targets here")));
}

}  // namespace
}  // namespace kewp::corpus
