#include "corpus/manifest.hpp"
#include "corpus_folder.hpp"

#include <gmock/gmock.h>

namespace kewp::corpus {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Manifest of_folder(TestFolder const& folder)
{
    folder.write("ke_metadata.json", "[]");
    folder.write("ke_embeddings.npz", "abc");
    Manifest manifest;
    auto metadata = *describe_file(folder.path() / "ke_metadata.json");
    metadata.rows = 0;
    metadata.source = "aopwiki";
    metadata.source_version = "2026-06-13";
    auto vectors = *describe_file(folder.path() / "ke_embeddings.npz");
    vectors.model = "dmis-lab/biobert-base-cased-v1.2";
    vectors.model_revision = "67c9c25b46986521ca33df05d8540da1210b3256";
    vectors.text_profile = "clean";
    manifest.put(metadata);
    manifest.put(vectors);
    return manifest;
}

TEST(Manifest, ReadsBackWhatItWrote)
{
    TestFolder const folder;
    auto const manifest = of_folder(folder);
    ASSERT_TRUE(write_manifest(folder.path(), manifest));
    auto const read = read_manifest(folder.path());
    ASSERT_TRUE(read) << read.error().message;
    ASSERT_TRUE(*read);
    EXPECT_EQ((*read)->to_json(), manifest.to_json());
    auto const* vectors = (*read)->find("ke_embeddings.npz");
    ASSERT_NE(vectors, nullptr);
    EXPECT_EQ(vectors->bytes, 3U);
    EXPECT_EQ(vectors->sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(vectors->text_profile, "clean");
    EXPECT_EQ(vectors->rows, std::nullopt);
    EXPECT_EQ((*read)->find("ke_metadata.json")->source_version, "2026-06-13");
    EXPECT_EQ((*read)->find("ke_metadata.json")->model, std::nullopt);
    EXPECT_EQ((*read)->find("other"), nullptr);
}

TEST(Manifest, IsAbsentFromAFolderOfTheReplacedApplication)
{
    TestFolder const folder;
    auto const read = read_manifest(folder.path());
    ASSERT_TRUE(read);
    EXPECT_FALSE(*read);
    EXPECT_THAT(*verify_manifest(folder.path()), IsEmpty());
}

TEST(Manifest, ReplacesTheEntryOfAFileThatIsMadeAgain)
{
    Manifest manifest;
    manifest.put({.name = "b", .sha256 = "1"});
    manifest.put({.name = "a", .sha256 = "2"});
    manifest.put({.name = "b", .sha256 = "3"});
    ASSERT_THAT(manifest.files, SizeIs(2));
    EXPECT_EQ(manifest.files[0].name, "a");
    EXPECT_EQ(manifest.find("b")->sha256, "3");
}

TEST(Manifest, FindsAChangeOfContentThatKeepsTheSize)
{
    TestFolder const folder;
    ASSERT_TRUE(write_manifest(folder.path(), of_folder(folder)));
    EXPECT_THAT(*verify_manifest(folder.path()), IsEmpty());

    folder.write("ke_embeddings.npz", "abd");
    auto const manifest = *read_manifest(folder.path());
    EXPECT_THAT(compare_sizes(folder.path(), *manifest), IsEmpty());
    auto const mismatches = *verify_manifest(folder.path());
    ASSERT_THAT(mismatches, SizeIs(1));
    EXPECT_EQ(mismatches[0].file, "ke_embeddings.npz");
    EXPECT_THAT(mismatches[0].problem, HasSubstr("says SHA-256 ba7816bf"));
}

TEST(Manifest, FindsAFileOfAnotherSizeAndOneThatIsGone)
{
    TestFolder const folder;
    ASSERT_TRUE(write_manifest(folder.path(), of_folder(folder)));
    folder.write("ke_embeddings.npz", "abcd");
    std::filesystem::remove(folder.path() / "ke_metadata.json");
    auto const mismatches = *verify_manifest(folder.path());
    ASSERT_THAT(mismatches, SizeIs(2));
    EXPECT_THAT(mismatches[0].problem, HasSubstr("says 3 bytes, found 4"));
    EXPECT_THAT(mismatches[1].problem, HasSubstr("cannot be found"));
}

TEST(Manifest, RefusesWhatIsNoManifest)
{
    constexpr char const* kHash = R"("sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")";
    struct Case {
        std::string json;
        char const* message;
    };
    auto const entry = [&](std::string const& name, std::string const& fields) {
        return R"({"version": 1, "files": {")" + name + R"(": {)" + fields + "}}}";
    };
    auto const rest = std::string{kHash} + R"(, "bytes": 1, "made_at": "2026-11-24T08:00:00Z")";
    for (auto const& [json, message] : {
             Case{"{}", "expected the version 1"},
             Case{entry("../ke.json", rest), "a file name without a folder"},
             Case{entry("..", rest), "a file name without a folder"},
             Case{entry("a", R"("sha256": "ABC", "bytes": 1, "made_at": "2026-11-24")"),
                  "64 lower-case hexadecimal digits"},
             Case{entry("a", std::string{kHash} + R"(, "made_at": "2026-11-24")"), "the size in bytes, found nothing"},
             Case{entry("a", std::string{kHash} + R"(, "bytes": -1, "made_at": "2026-11-24")"), "expected a count"},
             Case{entry("a", std::string{kHash} + R"(, "bytes": 1, "made_at": "yesterday")"), "expected a time like"},
             Case{entry("a", rest + R"(, "rows": "many")"), "expected an integer, found the string 'many'"},
         }) {
        auto const manifest = parse_manifest(json);
        ASSERT_FALSE(manifest) << json;
        EXPECT_THAT(manifest.error().message, HasSubstr(message)) << json;
    }
    EXPECT_TRUE(parse_manifest(entry("a", rest)));
}

}  // namespace
}  // namespace kewp::corpus
