#include "embed/model.hpp"
#include "embed/model_import.hpp"
#include "golden_model.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>
#include <unistd.h>

namespace kewp::embed {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class ModelImport : public testing::Test {
protected:
    void SetUp() override
    {
        root_ = fs::path{testing::TempDir()} / ("model-import-" + std::to_string(::getpid()));
        fs::remove_all(root_);
        fs::create_directories(root_);
        fs::copy(test::golden_folder("tiny_cased"), root_ / "tiny");
    }
    void TearDown() override { fs::remove_all(root_); }

    Result<ModelManifest> import(fs::path const& source, std::string const& name = "")
    {
        std::ostringstream out;
        corpus::Progress progress{out, corpus::Progress::Mode::silent};
        return import_model({source.string(), data(), name}, progress);
    }
    std::string refusal(fs::path const& source)
    {
        auto const done = import(source);
        return done ? "accepted" : done.error().message;
    }
    [[nodiscard]] fs::path data() const { return root_ / "data"; }

    fs::path root_;
};

TEST_F(ModelImport, InstallsAModelWithItsChecksums)
{
    auto const manifest = import(root_ / "tiny", "made/tiny");
    ASSERT_TRUE(manifest) << manifest.error().message;
    auto const folder = model_folder(data());
    EXPECT_EQ(manifest->files.size(), 4U);
    EXPECT_THAT(verify_model(folder).value(), testing::IsEmpty());
    auto const described = describe_model(folder);
    ASSERT_TRUE(described) << described.error().message;
    EXPECT_THAT(*described, testing::AllOf(HasSubstr("made/tiny"), HasSubstr("2 layers, 24 values"),
                                           HasSubstr("case kept"), HasSubstr("at most 48 tokens")));
    EXPECT_FALSE(fs::exists(folder / "golden.json")) << "only what a model needs";
    EXPECT_FALSE(fs::exists(data() / ".model-new"));
}

TEST_F(ModelImport, ReplacesAModelOnlyByOneThatWorks)
{
    ASSERT_TRUE(import(root_ / "tiny", "first"));
    auto content = read_file(root_ / "tiny/model.safetensors").value();
    ASSERT_TRUE(write_file_atomically(root_ / "tiny/model.safetensors", content.substr(0, content.size() - 2)));
    EXPECT_THAT(refusal(root_ / "tiny"), HasSubstr("cut short"));
    EXPECT_EQ(read_model_manifest(model_folder(data())).value()->name, "first");
    ASSERT_TRUE(import(test::golden_folder("tiny_uncased"), "second"));
    EXPECT_EQ(read_model_manifest(model_folder(data())).value()->name, "second");
    EXPECT_FALSE(fs::exists(data() / ".model-new"));
}

TEST_F(ModelImport, RefusesAPickleWithTheCommandThatConvertsIt)
{
    fs::rename(root_ / "tiny/model.safetensors", root_ / "tiny/pytorch_model.bin");
    EXPECT_THAT(refusal(root_ / "tiny"),
                testing::AllOf(HasSubstr("lacks model.safetensors"), HasSubstr("weights_only=True"),
                               HasSubstr((root_ / "tiny/pytorch_model.bin").string()),
                               HasSubstr("kewp model import " + (root_ / "tiny").string())));
}

TEST_F(ModelImport, NamesWhatIsMissing)
{
    EXPECT_THAT(refusal(root_ / "nowhere"), HasSubstr("lacks config.json"));
    fs::remove(root_ / "tiny/vocab.txt");
    EXPECT_THAT(refusal(root_ / "tiny"), HasSubstr("lacks vocab.txt"));
    EXPECT_FALSE(fs::exists(model_folder(data())));
}

TEST_F(ModelImport, FindsAFileThatWasChangedLater)
{
    ASSERT_TRUE(import(root_ / "tiny"));
    auto const vocabulary = model_folder(data()) / "vocab.txt";
    auto content = read_file(vocabulary).value();
    ASSERT_TRUE(write_file_atomically(vocabulary, content + "more\n"));
    auto const described = describe_model(model_folder(data()));
    ASSERT_FALSE(described);
    EXPECT_THAT(described.error().message, HasSubstr("vocab.txt: model.json says SHA-256"));
}

TEST_F(ModelImport, GivesAnotherRevisionForOtherCase)
{
    auto const revision = [&] {
        auto const settings = read_model_settings(root_ / "tiny").value();
        return identify_model(root_ / "tiny", settings).value().revision;
    };
    auto const cased = revision();
    EXPECT_EQ(revision(), cased);
    ASSERT_TRUE(write_file_atomically(root_ / "tiny/tokenizer_config.json", R"({"do_lower_case": true})"));
    EXPECT_NE(revision(), cased);
}

}  // namespace
}  // namespace kewp::embed
