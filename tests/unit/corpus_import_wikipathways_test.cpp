#include "import_bench.hpp"

#include <gmock/gmock.h>

namespace kewp::corpus {
namespace {

using testing::Contains;
using testing::HasSubstr;

constexpr char const* kNodes =
    "Label\tType\tIdentifier\tComment\tEnsembl\tNCBI gene\tHGNC\n"
    "ACE\tGeneProduct\tncbigene:1636\t\"\"\tensembl:E1\tncbigene:1636\thgnc.symbol:ACE\n"
    "pair\tProtein\tx\t\"\"\t\t\thgnc.symbol:AGT;hgnc.symbol:REN\n"
    "again\tGeneProduct\tx\t\"\"\t\t\thgnc.symbol:ACE\n"
    "id only\tGeneProduct\tx\t\"\"\t\tncbigene:59272\t\n"
    "Bradykinin\tMetabolite\tx\t\"\"\t\t\t\n";
constexpr char const* kIds =
    "ensembl_gene_id\texternal_gene_name\tentrezgene_id\n"
    "ENSG1\tACE2\t59272\nENSG2\tACE2P\t59272\nENSG3\tMT-TF\t\nENSG4\t\t5\n";

std::string info(std::string const& title, std::string const& organism, std::string const& edited)
{
    return R"({"wpid":"x","organisms":[")" + organism +
           R"("],"description":"About \u201cit\u201d [link](u) &amp;.","title":")" + title + R"(","last-edited":")" +
           edited + "\"}";
}

/// A checkout with one complete pathway, one with information only, and one of a mouse.
void write_checkout(ImportBench const& bench)
{
    for (auto const* const id : {"WP554", "WP7", "WP8"}) {
        std::filesystem::create_directories(bench.inputs() / "checkout/pathways" / id);
    }
    bench.write("checkout/README.md", "no pathway");
    bench.write("checkout/pathways/WP554/WP554-info.json", info("ACE inhibitor pathway", "Homo sapiens", "2025-07-10"));
    bench.write("checkout/pathways/WP554/WP554-datanodes.tsv", kNodes);
    bench.write("checkout/pathways/WP554/WP554.gpml", "<not read/>");
    bench.write("checkout/pathways/WP554/WP554-refs.tsv", "ID\tDatabase\n17464936\tPubmed\n10.1/x\tDOI\n");
    bench.write(
        "checkout/pathways/WP554/WP554.md",
        "---\nannotations:\n- id: PW:1\n  parent: p\n  type: Pathway Ontology\n  value: signaling pathway\n"
        "- id: DOID:1\n  type: Disease Ontology\n  value: hypertension\n"
        "- id: PW:2\n  type: Pathway Ontology\n  value: 'a long value: that\n    goes on'\nauthors:\n- x\n---\n");
    bench.write("checkout/pathways/WP7/WP7-info.json", info("Bare", "Homo sapiens", "2026-08-01"));
    bench.write("checkout/pathways/WP8/WP8-info.json", info("Mouse", "Mus musculus", "2026-09-01"));
    bench.write("checkout/pathways/WP8/WP8-datanodes.tsv", kNodes);
}

TEST(ImportWikiPathways, ReadsACheckout)
{
    ImportBench const bench;
    write_checkout(bench);
    bench.write("ids.tsv", kIds);
    auto const report = bench.ok("wikipathways", {"checkout", "ids.tsv"});
    auto const pathways = bench.made("pathway_metadata.json").as_array();
    ASSERT_EQ(pathways.size(), 2U);  // the mouse's is left out
    EXPECT_EQ(pathways[0].at("pathwayID").as_string(), "WP7");
    EXPECT_EQ(text_of(pathways[1]),
              R"({"pathwayID":"WP554","pathwayTitle":"ACE inhibitor pathway",)"
              R"("pathwayLink":"https://identifiers.org/wikipathways/WP554",)"
              "\"pathwayDescription\":\"About \xE2\x80\x9Cit\xE2\x80\x9D [link](u) &amp;.\","
              R"("pathwaySvgUrl":"https://www.wikipathways.org/wikipathways-assets/pathways/WP554/WP554.svg",)"
              R"("ontologyTags":["signaling pathway","a long value: that goes on"],)"
              R"("publications":[{"pmid":"17464936","url":"https://pubmed.ncbi.nlm.nih.gov/17464936/"}]})");
    // WP7 has no list of nodes: its genes are unknown, which is not the same as none.
    EXPECT_EQ(text_of(bench.made("wikipathways_gene_annotations.json")), R"({"WP554":["ACE","ACE2","AGT","REN"]})");
    EXPECT_EQ(report.release, "2026-08-01");
    EXPECT_EQ(bench.made("source_versions.json").at_pointer("/sources/wikipathways/release_date").as_string(),
              "2026-08-01");
}

TEST(ImportWikiPathways, ReportsANodeWithTooManyColumns)
{
    ImportBench const bench;
    write_checkout(bench);
    std::string nodes = kNodes;
    for (int i = 0; i < 200; ++i) {
        nodes += "g\tGeneProduct\tx\t\t\t\thgnc.symbol:G" + std::to_string(i) + "\n";
    }
    bench.write("checkout/pathways/WP554/WP554-datanodes.tsv",
                nodes + "PLCG1\t\tGeneProduct\tx\t\t\t\thgnc.symbol:PLCG1\n");
    auto const report = bench.ok("wikipathways", {"checkout"});
    ASSERT_EQ(report.first_bad.size(), 1U);
    EXPECT_EQ(bench.without_folder(to_text(report.first_bad[0])),
              "checkout/pathways/WP554/WP554-datanodes.tsv:207: expected 7 columns, found 8");
}

TEST(ImportWikiPathways, ReadsTheMonthlyGmt)
{
    ImportBench const bench;
    bench.write(
        "wikipathways-20220610-gmt-Homo_sapiens.gmt",
        "First%WikiPathways_20220613%WP5%Homo sapiens\thttp://www.wikipathways.org/instance/WP5_r12\t59272\t5\n\n"
        "Mouse%WikiPathways_20220613%WP6%Mus musculus\thttp://x\t59272\n");
    bench.write("ids.tsv", kIds);
    bench.write_data("pathway_metadata.json", R"([{"pathwayID":"WP5","pathwayTitle":"old","pathwayDescription":"kept",
        "ontologyTags":["tag"],"publications":[{"pmid":"1","url":"u"}]},
        {"pathwayID":"WP99","pathwayTitle":"withdrawn"}])");
    auto const report = bench.ok("wikipathways", {"wikipathways-20220610-gmt-Homo_sapiens.gmt", "ids.tsv"});
    EXPECT_EQ(report.release, "2022-06-13");  // what the lines say, not the name
    auto const pathways = bench.made("pathway_metadata.json").as_array();
    ASSERT_EQ(pathways.size(), 1U);
    EXPECT_EQ(pathways[0].at("pathwayTitle").as_string(), "First");
    EXPECT_EQ(pathways[0].at("pathwayDescription").as_string(), "kept");
    EXPECT_EQ(pathways[0].at("ontologyTags").as_array().size(), 1U);
    EXPECT_EQ(text_of(bench.made("wikipathways_gene_annotations.json")), R"({"WP5":["ACE2"]})");
    EXPECT_THAT(report.warnings, Contains(HasSubstr("1 mentions of NCBI gene ids")));
    EXPECT_THAT(report.warnings,
                Contains(HasSubstr("1 pathways the inputs lack a description, tags or publications; 1 kept theirs")));
}

TEST(ImportWikiPathways, AsksForTheTableOfIdsThatAGmtNeeds)
{
    ImportBench const bench;
    bench.write("a.gmt", "First%WikiPathways_20220613%WP5%Homo sapiens\thttp://x\t59272\n");
    EXPECT_THAT(bench.refusal("wikipathways", {"a.gmt"}), HasSubstr("add a table of gene ids"));
    bench.write("symbols.gmt", "First%WikiPathways_20220613%WP5%Homo sapiens\thttp://x\tTP53\n");
    static_cast<void>(bench.ok("wikipathways", {"symbols.gmt"}));
    EXPECT_EQ(text_of(bench.made("wikipathways_gene_annotations.json")), R"({"WP5":["TP53"]})");
}

TEST(ImportWikiPathways, LeavesOutAPathwayWithoutUsableInformation)
{
    ImportBench const bench;
    write_checkout(bench);
    std::filesystem::create_directories(bench.inputs() / "checkout/pathways/WP9");
    bench.write("checkout/pathways/WP9/WP9-datanodes.tsv", kNodes);
    auto const report = bench.ok("wikipathways", {"checkout"});
    EXPECT_EQ(bench.made("pathway_metadata.json").as_array().size(), 2U);
    EXPECT_THAT(report.warnings, Contains(HasSubstr("1 pathways have no usable WPn-info.json")));
}

}  // namespace
}  // namespace kewp::corpus
