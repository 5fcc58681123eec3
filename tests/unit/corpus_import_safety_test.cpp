#include "corpus/manifest.hpp"
#include "import_bench.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/file.h>

namespace kewp::corpus {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;
using testing::UnorderedElementsAre;

namespace fs = std::filesystem;

/// A Reactome GMT with so many good lines, then so many bad ones.
std::string sets(int good_lines, int bad_lines)
{
    std::string text;
    for (int i = 1; i <= good_lines; ++i) {
        text += "name " + std::to_string(i) + "\tR-HSA-" + std::to_string(i) + "\tTP53\n";
    }
    for (int i = 0; i < bad_lines; ++i) {
        text += "this is no pathway\n";
    }
    return text;
}

std::vector<std::string> names_in(fs::path const& folder)
{
    std::vector<std::string> names;
    for (auto const& entry : fs::directory_iterator{folder}) {
        names.push_back(entry.path().filename().string());
    }
    return names;
}

TEST(ImportSafety, ReportsBadRecordsWithFileAndLineAndSkipsThem)
{
    ImportBench const bench;
    bench.write("a.gmt", sets(99, 1));
    auto const report = bench.ok("reactome", {"a.gmt"});
    EXPECT_EQ(report.records_read, 99U);
    EXPECT_EQ(report.records_bad, 1U);
    ASSERT_THAT(report.first_bad, SizeIs(1));
    EXPECT_EQ(bench.without_folder(to_text(report.first_bad[0])),
              "a.gmt:100: expected name, id and genes separated by tabs");
    EXPECT_THAT(to_text(report), HasSubstr("99 records read, 1 bad"));
}

TEST(ImportSafety, FailsAboveOnePercentOfBadRecordsAndChangesNothing)
{
    ImportBench const bench;
    bench.write("a.gmt", sets(98, 1));
    bench.write_data("reactome_pathway_metadata.json", "{}");
    auto const message = bench.refusal("reactome", {"a.gmt"});
    EXPECT_THAT(message, StartsWith("a.gmt: 1 of 99 records are bad, at most 1 % may be"));
    EXPECT_THAT(message, HasSubstr("\n  a.gmt:99: expected name"));
    EXPECT_EQ(*read_file(bench.data() / "reactome_pathway_metadata.json"), "{}");
    EXPECT_THAT(names_in(bench.data()), UnorderedElementsAre("reactome_pathway_metadata.json", ".import.lock"));
}

TEST(ImportSafety, JudgesEachInputOnItsOwn)
{
    ImportBench const bench;
    bench.write("large.gmt", sets(2'000, 0));
    bench.write("relations.txt", "R-HSA-1\tR-HSA-2\nruined\n");
    EXPECT_THAT(bench.refusal("reactome", {"large.gmt", "relations.txt"}), StartsWith("relations.txt: 1 of 2"));
}

TEST(ImportSafety, RecordsFilesRowsAndVersionInTheManifest)
{
    ImportBench const bench;
    bench.write_gzip("ReactomePathways-202509.gmt.gz", sets(3, 0));
    static_cast<void>(bench.ok("reactome", {"ReactomePathways-202509.gmt.gz"}));
    auto const manifest = read_manifest(bench.data());
    ASSERT_TRUE(manifest && *manifest);
    auto const* const file = (*manifest)->find("reactome_gene_annotations.json");
    ASSERT_NE(file, nullptr);
    EXPECT_EQ(file->rows, 3U);
    EXPECT_EQ(file->source, "reactome");
    EXPECT_EQ(file->source_version, "2025-09");
    EXPECT_THAT(*verify_manifest(bench.data()), IsEmpty());
    EXPECT_THAT(names_in(bench.data()),
                UnorderedElementsAre("reactome_pathway_metadata.json", "reactome_gene_annotations.json",
                                     "manifest.json", "source_versions.json", ".import.lock"));
}

TEST(ImportSafety, RecordsTheReleaseOfTheInputsOrTheOneStated)
{
    ImportBench const bench;
    bench.write("a.gmt", sets(3, 0));
    static_cast<void>(bench.ok("reactome", {"a.gmt"}));
    auto const unknown = bench.made("source_versions.json").at_pointer("/sources/reactome");
    EXPECT_EQ(unknown.at("status").as_string(), "unknown");
    EXPECT_EQ(unknown.at("reason").as_string(), "no input states its release; give it with --release");
    static_cast<void>(bench.ok("reactome", {"a.gmt"}, "96"));
    auto const stated = bench.made("source_versions.json").at_pointer("/sources/reactome");
    EXPECT_EQ(stated.at("status").as_string(), "ok");
    EXPECT_EQ(stated.at("release_version").as_string(), "96");
}

TEST(ImportSafety, LeavesOtherSourcesInSourceVersionsAlone)
{
    ImportBench const bench;
    bench.write("a.gmt", sets(3, 0));
    bench.write_data(
        "source_versions.json",
        R"({"captured_at":"2026-01-01T00:00:00Z","sources":{"aopwiki":{"status":"ok","snapshot_date":"2026-01-01"}}})");
    static_cast<void>(bench.ok("reactome", {"a.gmt"}));
    EXPECT_EQ(bench.made("source_versions.json").at_pointer("/sources/aopwiki/snapshot_date").as_string(),
              "2026-01-01");
}

TEST(ImportSafety, ReplacesNothingWhenOneFileCannotBePutInPlace)
{
    ImportBench const bench;
    bench.write("a.gmt", sets(3, 0));
    bench.write_data("reactome_pathway_metadata.json", "old");
    fs::create_directory(bench.data() / "reactome_gene_annotations.json");
    EXPECT_THAT(bench.refusal("reactome", {"a.gmt"}), HasSubstr("is a folder, expected a file"));
    EXPECT_EQ(*read_file(bench.data() / "reactome_pathway_metadata.json"), "old");
    EXPECT_FALSE(fs::exists(bench.data() / "manifest.json"));
}

TEST(ImportSafety, RefusesAManifestThatCannotBeReadBeforeAnythingIsReplaced)
{
    ImportBench const bench;
    bench.write("a.gmt", sets(3, 0));
    bench.write_data("manifest.json", "{broken");
    EXPECT_THAT(bench.refusal("reactome", {"a.gmt"}), HasSubstr("manifest.json"));
    EXPECT_FALSE(fs::exists(bench.data() / "reactome_gene_annotations.json"));
}

TEST(ImportSafety, CompletesAnImportThatWasCutOffAfterItsDecision)
{
    ImportBench const bench;
    auto const decided = bench.data() / ".import-decided-1";
    fs::create_directories(decided / "old");
    bench.write_data(".import-decided-1/manifest.json", "{}");
    bench.write_data(".import-decided-1/ke_genes.json", "new");
    bench.write_data("ke_genes.json", "old");
    auto const finished = finish_interrupted_import(bench.data());
    ASSERT_TRUE(finished) << finished.error().message;
    EXPECT_TRUE(*finished);
    EXPECT_EQ(*read_file(bench.data() / "ke_genes.json"), "new");
    EXPECT_TRUE(fs::exists(bench.data() / "manifest.json"));
    EXPECT_FALSE(fs::exists(decided));
    EXPECT_FALSE(*finish_interrupted_import(bench.data()));
}

TEST(ImportSafety, ThrowsAwayAnImportThatWasCutOffBeforeItsDecision)
{
    ImportBench const bench;
    fs::create_directories(bench.data() / ".import-staged-1");
    bench.write_data(".import-staged-1/ke_genes.json", "half");
    bench.write("a.gmt", sets(3, 0));
    EXPECT_FALSE(*finish_interrupted_import(bench.data()));
    static_cast<void>(bench.ok("reactome", {"a.gmt"}));
    EXPECT_FALSE(fs::exists(bench.data() / ".import-staged-1"));
    EXPECT_FALSE(fs::exists(bench.data() / "ke_genes.json"));
}

TEST(ImportSafety, RefusesASecondImportIntoTheSameFolder)
{
    ImportBench const bench;
    bench.write("a.gmt", sets(3, 0));
    UniqueFd const lock{::open((bench.data() / ".import.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)};
    ASSERT_EQ(::flock(lock.get(), LOCK_EX), 0);
    auto const report = bench.run("reactome", {"a.gmt"});
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::conflict);
}

TEST(ImportSafety, NamesWhatItReadsWhenItCannotTellAnInput)
{
    ImportBench const bench;
    bench.write("notes.txt", "just some text\n");
    bench.write("empty.gmt", "");
    for (auto const source : import_sources()) {
        auto const message = bench.refusal(source, {"notes.txt"});
        EXPECT_THAT(message, StartsWith("notes.txt: not recognised")) << source;
        EXPECT_THAT(message, HasSubstr(std::string{import_help(source)}));
    }
    EXPECT_EQ(bench.refusal("go", {"empty.gmt"}), "empty.gmt: is empty");
    EXPECT_EQ(bench.run("go", {"absent.obo"}).error().code, ErrorCode::not_found);
    EXPECT_THAT(bench.refusal("go", {}), HasSubstr("go-basic.obo"));
    EXPECT_THAT(bench.refusal("kegg", {"notes.txt"}), HasSubstr("expected one of aopwiki"));
}

TEST(ImportSafety, SkipsLinesThatAreNotUtf8)
{
    ImportBench const bench;
    bench.write("a.gmt", sets(200, 0) + "na\xffme\tR-HSA-999\tTP53\n");
    auto const report = bench.ok("reactome", {"a.gmt"});
    ASSERT_THAT(report.first_bad, SizeIs(1));
    EXPECT_EQ(report.first_bad[0].line, 201U);
    EXPECT_EQ(report.first_bad[0].reason, "is not UTF-8");
}

}  // namespace
}  // namespace kewp::corpus
