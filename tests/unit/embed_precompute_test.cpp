#include "corpus/manifest.hpp"
#include "embed/npz.hpp"
#include "embed/precompute.hpp"
#include "golden_model.hpp"

#include <csignal>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

namespace kewp::embed {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Precompute : public testing::Test {
protected:
    void SetUp() override
    {
        data_ = fs::path{testing::TempDir()} / ("precompute-" + std::to_string(::getpid()));
        fs::remove_all(data_);
        fs::create_directories(data_);
        request_.data_folder = data_;
        request_.model_folder = test::golden_folder("tiny_uncased");
        request_.text_profile = "clean";
        request_.precision = Precision::fp32;
    }
    void TearDown() override { fs::remove_all(data_); }

    static VectorTexts texts(std::string file, std::vector<std::string> texts)
    {
        VectorTexts set{.file = std::move(file), .source = "aopwiki", .version = "2026", .ids = {}, .texts = {}};
        for (std::size_t i = 0; i < texts.size(); ++i) {
            set.ids.push_back("KE " + std::to_string(i + 1));
        }
        set.texts = std::move(texts);
        return set;
    }
    static std::vector<std::string> many(std::size_t count)
    {
        std::vector<std::string> made;
        for (std::size_t i = 0; i < count; ++i) {
            made.push_back("liver cell receptor " + std::string(i % 30, 'a') + " " + std::to_string(i));
        }
        return made;
    }
    Result<PrecomputeReport> run(std::vector<VectorTexts> const& sets)
    {
        std::ostringstream out;
        corpus::Progress progress{out, corpus::Progress::Mode::silent};
        return run_precompute(request_, sets, progress);
    }
    [[nodiscard]] std::string bytes_of(std::string const& file) const { return read_file(data_ / file).value(); }
    [[nodiscard]] VectorJournal journal(Model const& model) const
    {
        return {data_ / ".precompute", model.revision + " fp32", model.columns()};
    }

    fs::path data_;
    PrecomputeRequest request_;
};

TEST_F(Precompute, WritesFilesWithTheirOriginInTheManifest)
{
    auto const report = run({texts("ke_embeddings.npz", {"liver", "cell", "liver"}),
                             texts("pathway_embeddings.npz",
                                   {"cell", std::string(400, 'x') + " and " + many(40)[3] + std::string(200, ',')})});
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->texts, 3U) << "equal texts are encoded once";
    EXPECT_EQ(report->encoded, 3U);
    EXPECT_EQ(report->files[1].truncated, 1U);
    auto const set = load_npz(data_ / "ke_embeddings.npz", ChecksumPolicy::all);
    ASSERT_TRUE(set) << set.error().message;
    EXPECT_THAT(set->ids(), testing::ElementsAre("KE 1", "KE 2", "KE 3"));
    EXPECT_EQ(set->cols(), 24U);
    EXPECT_THAT(set->vector_of("KE 3"), testing::ElementsAreArray(set->vector_of("KE 1")));
    EXPECT_EQ(set->renormalised(), 0U);
    auto const manifest = corpus::read_manifest(data_).value().value();
    auto const* const entry = manifest.find("ke_embeddings.npz");
    ASSERT_NE(entry, nullptr);
    EXPECT_EQ(entry->rows, 3U);
    EXPECT_EQ(entry->source, "aopwiki");
    EXPECT_EQ(entry->text_profile, "clean");
    EXPECT_EQ(entry->model, "tiny_uncased");
    EXPECT_EQ(entry->model_revision->size(), 16U);
    EXPECT_TRUE(corpus::verify_manifest(data_).value().empty());
    EXPECT_FALSE(fs::exists(data_ / ".precompute"));
}

TEST_F(Precompute, GivesTheSameBytesForAnyBatchAndAnyNumberOfProcesses)
{
    std::vector<std::string> results;
    for (auto const& [processes, batch] : {std::pair{1U, 512U}, {1U, 1U}, {3U, 64U}, {2U, 100'000U}}) {
        request_.split = {.processes = processes, .batch_tokens = batch};
        auto const report = run({texts("ke_embeddings.npz", many(120))});
        ASSERT_TRUE(report) << report.error().message;
        EXPECT_EQ(report->encoded, 120U);
        results.push_back(bytes_of("ke_embeddings.npz"));
    }
    EXPECT_THAT(results, testing::Each(results[0]));
}

TEST_F(Precompute, GoesOnWhereAKilledRunEnded)
{
    request_.split.batch_tokens = 1;
    auto const sets = std::vector{texts("ke_embeddings.npz", many(3000))};
    auto const child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        ::_exit(run(sets) ? 0 : 1);
    }
    auto const model = load_model(request_.model_folder, Precision::fp32).value();
    while (journal(model).read().value().size() < 20) {
        ::usleep(1000);
    }
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "it had finished already";
    EXPECT_FALSE(fs::exists(data_ / "ke_embeddings.npz"));
    auto report = run(sets);
    while (!report && report.error().code == ErrorCode::conflict) {  // its children are still dying, with the lock
        ::usleep(1000);
        report = run(sets);
    }
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_GE(report->resumed, 20U);
    EXPECT_EQ(report->resumed + report->encoded, 3000U);
    auto const resumed = bytes_of("ke_embeddings.npz");
    ASSERT_TRUE(run(sets));
    EXPECT_EQ(bytes_of("ke_embeddings.npz"), resumed);
}

TEST_F(Precompute, DropsARecordThatWasCutOffAndOnesOfAnotherModel)
{
    auto const model = load_model(request_.model_folder, Precision::fp32).value();
    auto const mine = journal(model);
    std::vector<float> const row(24, 0.5F);
    {
        auto const file = mine.start_file();
        ASSERT_TRUE(file);
        ASSERT_TRUE(mine.append(*file, std::vector{crypto::sha256("one"), crypto::sha256("two")},
                                std::vector<float>(48, 0.25F)));
        VectorJournal const other{data_ / ".precompute", "other", 24};
        auto const others = other.start_file();
        ASSERT_TRUE(others);
        ASSERT_TRUE(other.append(*others, std::vector{crypto::sha256("three")}, row));
    }
    EXPECT_EQ(mine.read().value().size(), 2U);
    for (auto const& entry : fs::directory_iterator{data_ / ".precompute"}) {
        fs::resize_file(entry.path(), fs::file_size(entry.path()) - 1);
    }
    auto const left = mine.read().value();
    EXPECT_THAT(left, testing::SizeIs(1));
    EXPECT_TRUE(left.contains(crypto::sha256("one")));
}

TEST_F(Precompute, EncodesOnlyWhatChangedWhenTold)
{
    auto set = texts("ke_embeddings.npz", many(10));
    ASSERT_TRUE(run({set}));
    auto const before = bytes_of("ke_embeddings.npz");
    request_.only_changed = true;
    auto const same = run({set});
    ASSERT_TRUE(same);
    EXPECT_EQ(same->encoded, 0U);
    EXPECT_EQ(same->files[0].kept, 10U);
    EXPECT_EQ(bytes_of("ke_embeddings.npz"), before);
    set.texts[4] = "another text";
    set.ids.emplace_back("KE 11");
    set.texts.emplace_back("a new one");
    auto const changed = run({set});
    ASSERT_TRUE(changed);
    EXPECT_EQ(changed->encoded, 2U);
    EXPECT_EQ(changed->files[0].kept, 9U);
    request_.only_changed = false;
    auto const partly = bytes_of("ke_embeddings.npz");
    ASSERT_TRUE(run({set}));
    EXPECT_EQ(bytes_of("ke_embeddings.npz"), partly);
}

TEST_F(Precompute, WritesNothingInADryRun)
{
    request_.dry_run = true;
    auto const report = run({texts("ke_embeddings.npz", {"liver", "cell"})});
    ASSERT_TRUE(report);
    EXPECT_EQ(report->encoded, 2U);
    EXPECT_THAT(to_text(*report), HasSubstr("would encode 2 of 2 different texts"));
    EXPECT_FALSE(fs::exists(data_ / "ke_embeddings.npz"));
}

TEST_F(Precompute, RefusesToMixProfiles)
{
    ASSERT_TRUE(run({texts("ke_embeddings.npz", {"liver"}), texts("pathway_embeddings.npz", {"cell"})}));
    request_.text_profile = "reference";
    auto const mixed = run({texts("ke_embeddings.npz", {"liver"})});
    ASSERT_FALSE(mixed);
    EXPECT_EQ(mixed.error().code, ErrorCode::conflict);
    EXPECT_THAT(mixed.error().message,
                testing::AllOf(HasSubstr("pathway_embeddings.npz"), HasSubstr("precompute all")));
    request_.obsolete = {"pathway_embeddings.npz"};
    ASSERT_TRUE(run({texts("ke_embeddings.npz", {"liver"})}));
    EXPECT_FALSE(fs::exists(data_ / "pathway_embeddings.npz"));
    EXPECT_EQ(corpus::read_manifest(data_).value()->find("pathway_embeddings.npz"), nullptr);
}

}  // namespace
}  // namespace kewp::embed
