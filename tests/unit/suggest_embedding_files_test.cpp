#include "corpus/manifest.hpp"
#include "embed/npz.hpp"
#include "suggest/embedding_files.hpp"
#include "suggest_fixture.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kewp::suggest {
namespace {

using corpus::FileNote;
using corpus::TargetKind;
using testing::HasSubstr;

class EmbeddingFiles : public testing::Test {
protected:
    EmbeddingFiles()
        : folder_{std::filesystem::path{testing::TempDir()} /
                  (std::string{"embedding_files_"} + testing::UnitTest::GetInstance()->current_test_info()->name())}
    {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
        fixture::CorpusBuilder builder;
        builder.key_event(1, "Increase, apoptosis");
        builder.pathway(10, "Apoptosis");
        corpus_ = builder.build();
    }
    ~EmbeddingFiles() override { std::filesystem::remove_all(folder_); }

    void save(std::string const& file, std::vector<std::string> const& ids, std::size_t cols = 4)
    {
        std::vector<float> values(ids.size() * cols, 0.5F);
        auto const saved = embed::save_npz(folder_ / file, ids, {values.data(), ids.size(), cols});
        ASSERT_TRUE(saved) << saved.error().message;
    }

    std::string error()
    {
        auto const loaded = load_embeddings(folder_, *corpus_);
        return loaded ? "no error" : loaded.error().message;
    }

    std::filesystem::path folder_;
    std::shared_ptr<corpus::Corpus const> corpus_;
};

TEST_F(EmbeddingFiles, NotesWhatIsMissingForTheTargetsThatThereAre)
{
    auto const loaded = load_embeddings(folder_, *corpus_);
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_FALSE(loaded->any_target());
    std::vector<std::string> missing;
    for (auto const& note : loaded->notes) {
        EXPECT_EQ(note.state, FileNote::State::missing);
        EXPECT_THAT(note.consequence, HasSubstr("run 'kewp precompute"));
        missing.push_back(note.file);
    }
    EXPECT_THAT(missing, testing::ElementsAre("ke_embeddings_title_only.npz", "ke_embeddings_with_desc.npz",
                                              "pathway_embeddings.npz", "pathway_title_embeddings.npz"));
}

TEST_F(EmbeddingFiles, LoadsWhatIsThere)
{
    save("ke_embeddings_title_only.npz", {"KE 1"});
    save("ke_embeddings.npz", {"KE 1"});
    save("pathway_title_embeddings.npz", {"WP10"});
    auto const loaded = load_embeddings(folder_, *corpus_);
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_TRUE(loaded->ke_title);
    EXPECT_TRUE(loaded->ke_text_copy);
    EXPECT_TRUE(loaded->of(TargetKind::wikipathways).name);
    EXPECT_FALSE(loaded->of(TargetKind::wikipathways).text);
    EXPECT_TRUE(loaded->any_target());
}

TEST_F(EmbeddingFiles, DoesNotRankOnAVectorThatManyKeyEventsShare)
{
    fixture::CorpusBuilder builder;
    for (std::uint32_t i = 1; i <= 4; ++i) {
        builder.key_event(i, i == 4 ? "Increase, apoptosis" : "");
    }
    builder.pathway(10, "Apoptosis");
    corpus_ = builder.build();
    std::vector<float> const values{1, 0, 1, 0, 1, 0, 0, 1};
    std::vector<std::string> const ids{"KE 1", "KE 2", "KE 3", "KE 4"};
    ASSERT_TRUE(embed::save_npz(folder_ / "ke_embeddings_title_only.npz", ids, {values.data(), 4, 2}));
    auto const loaded = load_embeddings(folder_, *corpus_);
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_TRUE(loaded->ke_title->vector_of("KE 1").empty());
    EXPECT_FALSE(loaded->ke_title->vector_of("KE 4").empty());
    auto const note = std::ranges::find(loaded->notes, "ke_embeddings_title_only.npz", &FileNote::file);
    ASSERT_NE(note, loaded->notes.end());
    EXPECT_EQ(note->state, FileNote::State::degraded);
    EXPECT_THAT(note->consequence, HasSubstr("3 Key Events of unlike or no text have the same vector, first KE 1"));
}

TEST_F(EmbeddingFiles, RefusesADamagedFile)
{
    save("pathway_title_embeddings.npz", {"WP10"});
    std::filesystem::resize_file(folder_ / "pathway_title_embeddings.npz", 60);
    EXPECT_THAT(error(), HasSubstr("pathway_title_embeddings.npz"));
}

TEST_F(EmbeddingFiles, RefusesIdsOutsideTheCorpus)
{
    save("pathway_embeddings.npz", {"WP10", "WP11"});
    EXPECT_THAT(error(), testing::AllOf(HasSubstr("pathway_embeddings.npz"), HasSubstr("WP11")));
    std::filesystem::remove(folder_ / "pathway_embeddings.npz");
    save("ke_embeddings_title_only.npz", {"KE1"});
    EXPECT_THAT(error(), HasSubstr("KE1"));
}

TEST_F(EmbeddingFiles, RefusesVectorsOfUnlikeLength)
{
    save("ke_embeddings_title_only.npz", {"KE 1"}, 4);
    save("pathway_embeddings.npz", {"WP10"}, 8);
    EXPECT_THAT(error(), testing::AllOf(HasSubstr("pathway_embeddings.npz"), HasSubstr("8"), HasSubstr("4")));
}

TEST_F(EmbeddingFiles, RefusesToMixTextProfiles)
{
    save("ke_embeddings_title_only.npz", {"KE 1"});
    save("pathway_embeddings.npz", {"WP10"});
    corpus::Manifest manifest;
    auto file = *corpus::describe_file(folder_ / "pathway_embeddings.npz");
    file.text_profile = "clean";
    manifest.put(file);
    ASSERT_TRUE(corpus::write_manifest(folder_, manifest));
    EXPECT_THAT(error(), testing::AllOf(HasSubstr("'clean'"), HasSubstr("'reference'"), HasSubstr("precompute")));
}

}  // namespace
}  // namespace kewp::suggest
