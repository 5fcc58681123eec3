#include "corpus/manifest.hpp"
#include "corpus_folder.hpp"

#include <gmock/gmock.h>

namespace kewp::corpus {
namespace {

using testing::Each;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

TEST(Loader, NotesEveryFileThatAnEmptyFolderLacks)
{
    TestFolder const folder;
    auto const corpus = folder.load();
    EXPECT_THAT(corpus->key_events(), IsEmpty());
    for (auto const kind : kTargetKinds) {
        EXPECT_TRUE(corpus->targets(kind).empty()) << name_of(kind);
    }
    EXPECT_THAT(corpus->notes(), SizeIs(19));
    EXPECT_THAT(corpus->notes(), Each(Field(&FileNote::state, FileNote::State::missing)));
    EXPECT_THAT(corpus->notes(), Each(Field(&FileNote::consequence, Not(IsEmpty()))));
    EXPECT_THAT(corpus->note("ke_metadata.json")->consequence, HasSubstr("there are no Key Events"));
    EXPECT_EQ(corpus->note("other.json"), nullptr);
}

TEST(Loader, SaysThatThereIsNoFolder)
{
    auto const corpus = load_corpus("/no/such/folder");
    ASSERT_FALSE(corpus);
    EXPECT_EQ(corpus.error().code, ErrorCode::not_found);
    EXPECT_THAT(corpus.error().message, HasSubstr("/no/such/folder: there is no such data folder"));
}

TEST(Loader, RefusesAFileThatIsCutShort)
{
    TestFolder const folder;
    folder.write("ke_metadata.json", "[{\"KElabel\": \"KE 1\",\n \"KEti");
    EXPECT_THAT(folder.refusal(), HasSubstr("ke_metadata.json:2:"));
}

TEST(Loader, NotesAFileThatDiffersInSizeFromTheManifest)
{
    TestFolder const folder;
    folder.write("ke_metadata.json", "[]");
    folder.write("ke_genes.json", "{}");
    folder.write("pathway_embeddings.npz", "abc");
    Manifest manifest;
    for (auto const* name : {"ke_metadata.json", "ke_genes.json", "pathway_embeddings.npz"}) {
        manifest.put(*describe_file(folder.path() / name));
    }
    ASSERT_TRUE(write_manifest(folder.path(), manifest));
    EXPECT_EQ(folder.load()->note("ke_genes.json")->state, FileNote::State::loaded);
    EXPECT_EQ(folder.load()->note("manifest.json")->rows, 3U);

    folder.write("ke_genes.json", "{   }");
    folder.write("pathway_embeddings.npz", "abcd");
    std::filesystem::remove(folder.path() / "ke_metadata.json");
    auto const corpus = folder.load();
    EXPECT_EQ(corpus->note("ke_genes.json")->state, FileNote::State::degraded);
    EXPECT_THAT(corpus->note("ke_genes.json")->consequence, HasSubstr("manifest.json says 2 bytes, found 5"));
    EXPECT_EQ(corpus->note("pathway_embeddings.npz")->state, FileNote::State::degraded);
    EXPECT_EQ(corpus->note("ke_metadata.json")->state, FileNote::State::missing);
    EXPECT_THAT(corpus->note("ke_metadata.json")->consequence, HasSubstr("manifest.json lists it"));
}

TEST(Loader, RefusesABrokenManifest)
{
    TestFolder const folder;
    folder.write("manifest.json", R"({"version": 7, "files": {}})");
    EXPECT_THAT(folder.refusal(), HasSubstr("expected the version 1"));
}

TEST(Loader, ReadsReleasesForStamps)
{
    TestFolder const folder;
    folder.write("source_versions.json", R"({"captured_at": "2026-05-14T21:46:25Z", "sources": {
        "aopwiki": {"status": "ok", "snapshot_date": "2026-05-06"}}})");
    auto const corpus = folder.load();
    EXPECT_EQ(corpus->versions().stamps(Resource::go).aopwiki_snapshot_date, "2026-05-06");
    EXPECT_EQ(corpus->note("source_versions.json")->rows, 1U);
}

}  // namespace
}  // namespace kewp::corpus
