#include "corpus/loader.hpp"
#include "corpus/manifest.hpp"
#include "import_bench.hpp"

#include <chrono>
#include <gmock/gmock.h>

namespace kewp::corpus {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

std::string const kShared = KEWP_SHARED_DATA;

/// The real published files; where they are absent the tests are skipped.
class RealData : public testing::Test {
protected:
    void SetUp() override
    {
        if (!std::filesystem::exists(kShared + "/README.md")) {
            GTEST_SKIP() << "no ../shared/data here: the published releases are not part of the project";
        }
    }

    ImportReport import_aopwiki() const
    {
        return bench.ok(
            "aopwiki",
            {kShared + "/reference-datafolder/ke_metadata-202602.json.gz",
             kShared + "/aopwiki/ke_aop_membership-20260723.json.gz",
             kShared + "/aopwiki/aop_ke_mie_ao-20250811.tsv.gz", kShared + "/aopwiki/aop_ke_ker-20250811.tsv.gz",
             kShared + "/aopwiki/aop_ke_ec-20250811.tsv.gz", kShared + "/aopwiki/aops-20260613.ttl.gz",
             kShared + "/aopwiki/aopwiki-relationships-20260613.ttl.gz"});
    }
    ImportReport import_ke_genes() const
    {
        return bench.ok("ke-genes", {kShared + "/aopwiki/AOPWikiRDF-Genes-20260618.ttl.gz", kHgnc});
    }
    ImportReport import_wikipathways() const
    {
        return bench.ok("wikipathways", {kShared + "/wikipathways/wikipathways-database-20260822-Homo_sapiens.tar.gz",
                                         kHgnc, kShared + "/genes/hsapiens_gene_ensembl.tsv.gz",
                                         kShared + "/reference-datafolder/pathway_metadata-202602.json.gz"});
    }
    ImportReport import_reactome() const
    {
        return bench.ok("reactome", {kShared + "/reactome/ReactomePathways-202509.gmt.gz",
                                     kShared + "/reactome/ReactomePathwaysRelation-202509.txt.gz", kHgnc});
    }
    ImportReport import_go() const
    {
        return bench.ok("go",
                        {kShared + "/go/go-basic-20240117-isa.obo.gz", kShared + "/go/goslim_generic-20260519.obo",
                         kShared + "/go/go_bp_hierarchy-202509.tsv.gz", kShared + "/go/go_mf_hierarchy-202509.tsv.gz",
                         kShared + "/reference-datafolder/go_bp_gene_annotations-202602.json.gz",
                         kShared + "/go/GO_BP-202509.gmt.gz", kShared + "/go/GO_MF-202509.gmt.gz", kHgnc});
    }

    std::string const kHgnc = kShared + "/aopwiki/HGNCgenes.txt.gz";
    ImportBench bench;
};

TEST_F(RealData, MakesTheKeyEventFiles)
{
    auto const report = import_aopwiki();
    EXPECT_EQ(report.records_bad, 0U);
    EXPECT_EQ(report.release, "2026-07-23");
    EXPECT_GE(bench.made("ke_metadata.json").as_array().size(), 1'590U);
    EXPECT_EQ(bench.made("ke_aop_membership.json").as_object().size(), 1'609U);
    EXPECT_GE(bench.made("ker_adjacency.json").as_object().size(), 500U);
    EXPECT_EQ(bench.made("ker_adjacency.json").at_pointer("/AOP 3/kes/3/type").as_string(), "MIE");  // KE 888
}

TEST_F(RealData, MakesTheGenesOfKeyEvents)
{
    auto const report = import_ke_genes();
    EXPECT_EQ(report.records_bad, 0U);
    auto const genes = bench.made("ke_genes.json");
    EXPECT_EQ(genes.as_object().size(), 383U);
    EXPECT_EQ(text_of(genes.at("KE 888")),
              R"(["FMN1","IVNS1ABP","MT-ND1","MT-ND2","MT-ND3","MT-ND4","MT-ND4L","MT-ND5","MT-ND6"])");
}

TEST_F(RealData, MakesThePathways)
{
    auto const report = import_wikipathways();
    EXPECT_EQ(report.records_bad, 30U);  // nodes whose label holds a tab
    EXPECT_EQ(report.release, "2026-08-22");
    EXPECT_EQ(bench.made("pathway_metadata.json").as_array().size(), 1'020U);
    std::size_t rankable = 0;
    auto const annotations = bench.made("wikipathways_gene_annotations.json");
    for (auto const& pathway : annotations.as_object()) {
        auto const genes = pathway.value().as_array().size();
        rankable += genes >= 10 && genes <= 500 ? 1U : 0U;
    }
    EXPECT_NEAR(static_cast<double>(rankable), 803, 5);  // what the replaced application counted
}

TEST_F(RealData, ReadsThePublishedGmtReleasesOfThreeYears)
{
    struct Release {
        char const* file;
        char const* date;
        std::size_t pathways;
    };
    for (auto const& [file, date, pathways] :
         {Release{"wikipathways-20260822-gmt-Homo_sapiens.gmt", "2026-08-22", 992},
          Release{"wikipathways-20230410-gmt-Homo_sapiens.gmt.gz", "2023-04-10", 796},
          Release{"wikipathways-20220610-gmt-Homo_sapiens.gmt.gz", "2022-06-13", 746}}) {
        auto const report = bench.ok(
            "wikipathways", {kShared + "/wikipathways/" + file, kShared + "/genes/hsapiens_gene_ensembl.tsv.gz"});
        EXPECT_EQ(report.release, date);
        EXPECT_EQ(bench.made("pathway_metadata.json").as_array().size(), pathways);
    }
}

TEST_F(RealData, MakesTheReactomePathways)
{
    auto const report = import_reactome();
    EXPECT_EQ(report.records_bad, 0U);
    EXPECT_EQ(bench.made("reactome_pathway_metadata.json").as_object().size(), 2'020U);
    EXPECT_FALSE(bench.made("reactome_pathway_metadata.json").as_object().contains("R-HSA-5619084"));  // a disease
}

TEST_F(RealData, MakesTheGoFiles)
{
    auto const report = import_go();
    EXPECT_EQ(report.records_bad, 0U);
    EXPECT_EQ(report.release, "releases/2024-01-17");
    EXPECT_GE(bench.made("go_bp_gene_annotations.json").as_object().size(), 12'000U);
    EXPECT_GE(bench.made("go_mf_gene_annotations.json").as_object().size(), 4'500U);
    auto const hierarchy = bench.made("go_bp_hierarchy.json").as_object();
    EXPECT_GE(hierarchy.size(), 27'186U);
    for (auto const& term : hierarchy) {
        ASSERT_GE(term.value().at("depth").as_int64(), 0) << term.key();
        auto const& score = term.value().at("ic_score");
        ASSERT_GE(score.to_number<double>(), 0.0) << term.key();
        ASSERT_LE(score.to_number<double>(), 1.0) << term.key();
    }
    EXPECT_THAT(std::string{bench.made("go_bp_metadata.json").at("GO:0000278").at("definition").as_string()},
                HasSubstr("Progression through the phases of the mitotic cell cycle"));
}

TEST_F(RealData, ReadsTheGmtLibrariesOfEarlierYears)
{
    for (auto const* const year : {"2018", "2021"}) {
        auto const report = bench.ok("go", {kShared + "/go/go-basic-20240117-isa.obo.gz",
                                            kShared + "/go/GO_Biological_Process_" + year + ".gmt.gz",
                                            kShared + "/go/GO_Molecular_Function_" + year + ".gmt.gz"});
        EXPECT_EQ(report.records_bad, 0U) << year;
        EXPECT_GE(bench.made("go_bp_gene_annotations.json").as_object().size(), 4'500U) << year;
    }
}

TEST_F(RealData, RefusesTheMalformedGafWithItsLines)
{
    auto const report = bench.run(
        "go", {kShared + "/go/go-basic-20240117-isa.obo.gz", kShared + "/go/goa_human-2018-malformed-sample.gaf"});
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::corrupt);
    EXPECT_THAT(report.error().message, HasSubstr("goa_human-2018-malformed-sample.gaf:"));
    EXPECT_THAT(report.error().message, HasSubstr("taxon"));
}

TEST_F(RealData, ReadsTheSampleOfTheXmlDump)
{
    auto const report = bench.ok("aopwiki", {kShared + "/aopwiki/sample_aopwiki.xml"});
    EXPECT_EQ(report.records_bad, 0U);
    EXPECT_EQ(report.release, "2026-04-15");
    EXPECT_EQ(bench.made("ke_metadata.json").as_array().size(), 2U);
    EXPECT_EQ(bench.made("aop_oecd_status.json").at_pointer("/aops/AOP 10/status").as_string(), "EAGMST Under Review");
}

TEST_F(RealData, MakesAFolderThatLoads)
{
    auto const started = std::chrono::steady_clock::now();
    static_cast<void>(import_aopwiki());
    static_cast<void>(import_ke_genes());
    static_cast<void>(import_wikipathways());
    static_cast<void>(import_reactome());
    static_cast<void>(import_go());
    auto const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    RecordProperty("import_seconds", std::to_string(seconds));
    EXPECT_THAT(*verify_manifest(bench.data()), IsEmpty());
    auto const corpus = load_corpus(bench.data());
    ASSERT_TRUE(corpus) << corpus.error().message;
    EXPECT_GE((*corpus)->key_events().size(), 1'500U);
    EXPECT_GE((*corpus)->targets(TargetKind::wikipathways).size(), 1'000U);
    EXPECT_GE((*corpus)->targets(TargetKind::reactome).size(), 1'400U);
    auto const terms = (*corpus)->targets(TargetKind::go_bp).all();
    EXPECT_GE(std::count_if(terms.begin(), terms.end(), [](Target const& term) { return !term.genes.empty(); }), 5'000);
}

}  // namespace
}  // namespace kewp::corpus
