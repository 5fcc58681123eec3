#include "corpus/source_versions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kewp::corpus {
namespace {

using testing::HasSubstr;
using testing::Not;

SourceVersions example()
{
    auto versions = SourceVersions::parse(R"({"captured_at": "2026-05-14T21:46:25Z", "sources": {
        "wikipathways": {"status": "ok", "release_date": "2026-05-10", "method": "sparql:void-dataset-iri"},
        "gene_ontology": {"status": "ok", "release_label": "releases/2026-01-23", "release_date": "2026-01-23"},
        "reactome": {"status": "ok", "release_version": 96, "release_date": "2026-03-25"},
        "aopwiki": {"status": "ok", "snapshot_date": "2026-05-06", "captured_at": null}}})",
                                          "source_versions.json");
    EXPECT_TRUE(versions) << versions.error().message;
    return versions ? *versions : SourceVersions{};
}

TEST(SourceVersions, AreShownAsDatesAndForReactomeAsAVersion)
{
    auto const versions = example();
    EXPECT_EQ(versions.captured_at(), "2026-05-14T21:46:25Z");
    EXPECT_EQ(versions.display(Source::wikipathways), "2026-05-10");
    EXPECT_EQ(versions.display(Source::gene_ontology), "2026-01-23");
    EXPECT_EQ(versions.display(Source::reactome), "v96");
    EXPECT_EQ(versions.display(Source::aopwiki), "2026-05-06");
}

TEST(SourceVersions, StampAnApprovalWithTheReleasesOfItsTwoSources)
{
    auto const stamps = example().stamps(Resource::reactome);
    EXPECT_EQ(stamps.aopwiki_snapshot_date, "2026-05-06");
    EXPECT_EQ(stamps.reactome_release_version, "96");
    EXPECT_EQ(stamps.reactome_release_date, "2026-03-25");
    EXPECT_EQ(stamps.wp_release_date, std::nullopt);
    EXPECT_EQ(stamps.go_release_date, std::nullopt);
    EXPECT_EQ(example().stamps(Resource::go).go_release_date, "2026-01-23");
    EXPECT_EQ(example().stamps(Resource::wikipathways).wp_release_date, "2026-05-10");
}

TEST(SourceVersions, GiveNothingForASourceThatFailedOrIsAbsent)
{
    auto const versions = SourceVersions::parse(
        R"({"sources": {"wikipathways": {"status": "unknown", "reason": "time-out", "release_date": "2026-05-10"}}})",
        "f");
    ASSERT_TRUE(versions);
    EXPECT_EQ(versions->display(Source::wikipathways), std::nullopt);
    EXPECT_EQ(versions->stamps(Resource::wikipathways).wp_release_date, std::nullopt);
    EXPECT_EQ(versions->find(Source::wikipathways)->field("reason"), "time-out");
    EXPECT_EQ(versions->display(Source::reactome), std::nullopt);
    EXPECT_EQ(versions->find(Source::reactome), nullptr);
}

TEST(SourceVersions, WriteWhatTheyReadAndCanBeRestricted)
{
    auto versions = example();
    auto const again = SourceVersions::parse(versions.to_json(), "f");
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(again->to_json(), versions.to_json());
    auto const some = versions.to_json({Source::reactome, Source::aopwiki});
    EXPECT_THAT(some, HasSubstr("\"release_version\": \"96\""));
    EXPECT_THAT(some, Not(HasSubstr("wikipathways")));

    versions.set(Source::reactome, {{{"status", "ok"}, {"release_version", "97"}}}, "2026-07-01T00:00:00Z");
    EXPECT_EQ(versions.display(Source::reactome), "v97");
    EXPECT_EQ(versions.display(Source::aopwiki), "2026-05-06");
    EXPECT_EQ(versions.captured_at(), "2026-07-01T00:00:00Z");
}

TEST(SourceVersions, OfTheWrongShapeAreRefused)
{
    auto const versions = SourceVersions::parse(R"({"sources": {"aopwiki": "2026"}})", "source_versions.json");
    ASSERT_FALSE(versions);
    EXPECT_EQ(versions.error().message,
              R"(source_versions.json: at $["sources"]["aopwiki"]: expected an object, found the string '2026')");
}

}  // namespace
}  // namespace kewp::corpus
