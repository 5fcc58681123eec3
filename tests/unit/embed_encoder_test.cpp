#include "embed/encoder.hpp"
#include "golden_model.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <numeric>
#include <optional>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace kewp::embed {
namespace {

using testing::HasSubstr;

Model golden_model(std::string const& name, Precision precision)
{
    auto model = load_model(test::golden_folder(name), precision);
    EXPECT_TRUE(model) << model.error().message;
    return std::move(*model);
}

/// Precisions that this processor multiplies.
std::vector<Precision> precisions()
{
    return multiplies_bf16() ? std::vector{Precision::fp32, Precision::bf16} : std::vector{Precision::fp32};
}

std::vector<float> encode(Model const& model, std::vector<std::string> const& texts)
{
    std::vector<Tokens> tokens;
    for (auto const& text : texts) {
        tokens.push_back(model.tokenizer.encode(text));
    }
    std::vector<Tokens const*> pointers;
    for (auto const& one : tokens) {
        pointers.push_back(&one);
    }
    std::vector<float> rows(texts.size() * model.columns());
    Encoder{model}.encode(pointers, rows);
    return rows;
}

std::size_t threads_of_this_process()
{
    using Entries = std::filesystem::directory_iterator;
    return static_cast<std::size_t>(std::distance(Entries{"/proc/self/task"}, Entries{}));
}

TEST(Encoder, AgreesWithPyTorch)
{
    for (auto const* const name : {"tiny_cased", "tiny_uncased"}) {
        for (auto const precision : precisions()) {
            auto const model = golden_model(name, precision);
            Encoder encoder{model};
            for (auto const& golden : test::golden_texts(model.folder)) {
                auto const vector = encoder.encode(golden.text);
                ASSERT_EQ(vector.size(), golden.vector.size());
                auto const cosine = std::inner_product(vector.begin(), vector.end(), golden.vector.begin(), 0.0);
                EXPECT_GT(cosine, precision == Precision::fp32 ? 0.99999 : 0.999) << name << ": " << golden.text;
            }
        }
    }
}

TEST(Encoder, GivesTheSameVectorWhateverATextIsEncodedWith)
{
    for (auto const precision : precisions()) {
        auto const model = golden_model("tiny_uncased", precision);
        std::vector<std::string> texts;
        for (int i = 0; i < 70; ++i) {
            texts.push_back(std::string("liver receptor cell ").substr(0, static_cast<std::size_t>(i % 19)) +
                            std::to_string(i * 7919));
        }
        auto const together = encode(model, texts);
        std::vector<float> apart;
        for (auto const& text : texts) {
            auto const one = encode(model, {text});
            apart.insert(apart.end(), one.begin(), one.end());
        }
        float most = 0.0F;
        for (std::size_t i = 0; i < together.size(); ++i) {
            most = std::max(most, std::abs(together[i] - apart[i]));
        }
        EXPECT_LT(most, 1e-4F);
    }
}

TEST(Encoder, StartsNoThreadAndWorksAfterFork)
{
    auto const before = threads_of_this_process();
    auto const model = golden_model("tiny_cased", Precision::fp32);
    auto const here = encode(model, {"liver"});
    EXPECT_EQ(threads_of_this_process(), before);
    for (int i = 0; i < 2; ++i) {
        auto const child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            std::vector<float> there;
            std::thread{[&] { there = encode(model, {"liver"}); }}.join();
            ::_exit(there == here && threads_of_this_process() == 1 ? 0 : 1);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
    }
}

/// Kilobytes that this process alone holds of the mapping with `address`; nothing when there is no such mapping.
std::optional<long> private_kilobytes(void const* address)
{
    std::ifstream maps{"/proc/self/smaps"};
    auto const wanted = reinterpret_cast<std::uintptr_t>(address);
    bool inside = false;
    std::optional<long> sum;
    for (std::string line; std::getline(maps, line);) {
        std::uintptr_t begin = 0;
        std::uintptr_t end = 0;
        if (std::sscanf(line.c_str(), "%lx-%lx", &begin, &end) == 2) {
            inside = begin <= wanted && wanted < end;
        } else if (inside && line.starts_with("Private_")) {
            sum = sum.value_or(0) + std::stol(line.substr(line.find(':') + 1));
        }
    }
    return sum;
}

TEST(Encoder, SharesEveryPageOfItsWeightsWithForkedWorkers)
{
    auto const model = golden_model("tiny_uncased", precisions().back());
    auto const child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        auto const vector = Encoder{model}.encode("liver");
        ::_exit(!vector.empty() && private_kilobytes(model.weights.layers()[0].expand.packed) == 0 ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "a worker has pages of its own";
}

TEST(Encoder, RunsOnSeveralThreadsOverOneModel)
{
    auto const model = golden_model("tiny_cased", Precision::fp32);
    auto const alone = encode(model, {"liver", "TNF"});
    std::vector<std::vector<float>> results(4);
    {
        std::vector<std::jthread> threads;
        for (auto& result : results) {
            threads.emplace_back([&] { result = encode(model, {"liver", "TNF"}); });
        }
    }
    EXPECT_THAT(results, testing::Each(alone));
}

/// A copy of a golden model that a test damages.
class DamagedModel : public testing::Test {
protected:
    void SetUp() override
    {
        folder_ = std::filesystem::path{testing::TempDir()} / ("damaged-model-" + std::to_string(::getpid()));
        std::filesystem::remove_all(folder_);
        std::filesystem::copy(test::golden_folder("tiny_cased"), folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    void replace(std::string const& file, std::string const& from, std::string const& to)
    {
        auto content = read_file(folder_ / file).value();
        auto const at = content.find(from);
        ASSERT_NE(at, std::string::npos) << from;
        ASSERT_TRUE(write_file_atomically(folder_ / file, content.replace(at, from.size(), to)));
    }
    std::string refusal()
    {
        auto const model = load_model(folder_);
        return model ? "accepted" : model.error().message;
    }

    std::filesystem::path folder_;
};

TEST_F(DamagedModel, WithoutATensorIsRefusedByName)
{
    replace("model.safetensors", "encoder.layer.1.output.dense.bias", "encoder.layer.1.output.dense.bias_");
    EXPECT_THAT(refusal(), HasSubstr("model.safetensors: "));
}

TEST_F(DamagedModel, WithAnotherTensorNameIsRefusedByName)
{
    replace("model.safetensors", "encoder.layer.1.output.dense.bias", "encoder.layer.1.output.dense.bulk");
    EXPECT_THAT(refusal(), HasSubstr("tensor 'encoder.layer.1.output.dense.bias' is missing"));
}

TEST_F(DamagedModel, OfAnotherShapeThanItsConfigurationIsRefused)
{
    replace("config.json", "\"hidden_size\": 24", "\"hidden_size\": 48");
    EXPECT_THAT(refusal(), testing::AllOf(HasSubstr("has shape ("), HasSubstr("config.json says (")));
}

TEST_F(DamagedModel, OfAnotherVocabularyIsRefused)
{
    replace("vocab.txt", "[MASK]\n", "[MASK]\nextra\nwords\n");
    EXPECT_THAT(refusal(), HasSubstr("the files are of different models"));
}

TEST_F(DamagedModel, OfAnotherKindIsRefused)
{
    replace("config.json", "\"model_type\": \"bert\"", "\"model_type\": \"gpt2\"");
    EXPECT_THAT(refusal(), HasSubstr("model_type is 'gpt2'"));
}

TEST_F(DamagedModel, WithImpossibleNumbersIsRefused)
{
    replace("config.json", "\"num_hidden_layers\": 2", "\"num_hidden_layers\": 0");
    EXPECT_THAT(refusal(), HasSubstr("a whole number from 1 to"));
}

TEST_F(DamagedModel, WithNanIsFoundByTheScan)
{
    auto content = read_file(folder_ / "model.safetensors").value();
    content[content.size() - 100] = '\x00';
    content[content.size() - 99] = '\x7E';  // a NaN as float16
    ASSERT_TRUE(write_file_atomically(folder_ / "model.safetensors", content));
    auto const file = Safetensors::open(folder_ / "model.safetensors");
    ASSERT_TRUE(file);
    auto const settings = read_model_settings(folder_);
    ASSERT_TRUE(settings);
    auto const checked = check_weights(*file, settings->config);
    ASSERT_FALSE(checked);
    EXPECT_THAT(checked.error().message, HasSubstr("holds a NaN or an infinity"));
}

}  // namespace
}  // namespace kewp::embed
