#include "corpus/hgnc.hpp"
#include "import_bench.hpp"

#include <gmock/gmock.h>

namespace kewp::corpus {
namespace {

using testing::Contains;
using testing::HasSubstr;

constexpr char const* kPrefixes =
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    "@prefix aop.events: <https://identifiers.org/aop.events/> .\n"
    "@prefix aop.relationships: <https://identifiers.org/aop.relationships/> .\n"
    "@prefix edam: <http://edamontology.org/> .\n"
    "@prefix hgnc: <https://identifiers.org/hgnc/>.\n";
constexpr char const* kTable =
    "HGNC ID\tApproved symbol\tApproved name\tPrevious symbols\tAlias symbols\tAccession\tEnsembl\n"
    "1\tAAA\tname\tOLD1, OLD2\tNICK, SHARED\t\t\n"
    "2\tBBB\tname\tOLD3\tSHARED\t\t\n"
    "3\tOLD3\tname\t\t\t\t\n"
    "HGNC:4\tDDD\tname\tNICK\t\t\t\n";

TEST(HgncTable, ResolvesOldSymbols)
{
    HgncTable table;
    table.add(1, "AAA", {"OLD1", "OLD2"}, {"NICK", "SHARED"});
    table.add(2, "BBB", {"OLD3"}, {"SHARED"});
    table.add(3, "OLD3", {}, {});
    table.add(4, "DDD", {"NICK"}, {});
    using How = HgncTable::How;
    auto const expect = [&](char const* symbol, How how, char const* approved) {
        auto const resolution = table.resolve(symbol);
        EXPECT_EQ(resolution.how, how) << symbol;
        EXPECT_EQ(resolution.symbol, approved) << symbol;
    };
    expect("AAA", How::approved, "AAA");
    expect("OLD1", How::previous, "AAA");
    expect("OLD3", How::approved, "OLD3");  // an approved symbol is not what another gene was once called
    expect("NICK", How::previous, "DDD");   // nor is a previous symbol another gene's alias
    expect("SHARED", How::ambiguous, "");
    expect("vif", How::unknown, "");
    expect("aaa", How::unknown, "");
}

TEST(ImportKeGenes, WritesApprovedSymbols)
{
    ImportBench const bench;
    bench.write_gzip("AOPWikiRDF-Genes-20260618.ttl.gz", std::string{kPrefixes} +
                                                             "aop.events:888\tedam:data_1025\thgnc:2,hgnc:1 .\n"
                                                             "aop.events:55\tedam:data_1025\thgnc:4 .\n"
                                                             "aop.relationships:9\tedam:data_1025\thgnc:1 .\n"
                                                             "hgnc:1 a edam:data_2298 ; rdfs:label \"OUTDATED\" .\n");
    bench.write("HGNCgenes.txt", kTable);
    auto const report = bench.ok("ke-genes", {"AOPWikiRDF-Genes-20260618.ttl.gz", "HGNCgenes.txt"});
    EXPECT_EQ(text_of(bench.made("ke_genes.json")), R"({"KE 55":["DDD"],"KE 888":["AAA","BBB"]})");
    EXPECT_EQ(report.release, "2026-06-18");
}

TEST(ImportKeGenes, FindsAWithdrawnGeneByItsOldSymbol)
{
    ImportBench const bench;
    bench.write("genes.ttl", std::string{kPrefixes} +
                                 "aop.events:1\tedam:data_1025\thgnc:77 .\n"
                                 "hgnc:77 rdfs:label \"OLD2\" .\n");
    bench.write("HGNCgenes.txt", kTable);
    static_cast<void>(bench.ok("ke-genes", {"genes.ttl", "HGNCgenes.txt"}));
    EXPECT_EQ(text_of(bench.made("ke_genes.json")), R"({"KE 1":["AAA"]})");
}

TEST(ImportKeGenes, ReportsAGeneThatNobodyKnowsWithItsLine)
{
    ImportBench const bench;
    std::string text = kPrefixes;
    for (int i = 0; i < 150; ++i) {
        text += "aop.events:" + std::to_string(i + 1) + " edam:data_1025 hgnc:1 .\n";
    }
    bench.write("genes.ttl", text + "aop.events:1 edam:data_1025 hgnc:99 .\n");
    bench.write("HGNCgenes.txt", kTable);
    auto const report = bench.ok("ke-genes", {"genes.ttl", "HGNCgenes.txt"});
    ASSERT_EQ(report.first_bad.size(), 1U);
    EXPECT_EQ(bench.without_folder(to_text(report.first_bad[0])), "genes.ttl:156: KE 1: HGNC knows no gene 99");
}

TEST(ImportKeGenes, TakesTheLabelsOfTheTurtleWhenThereIsNoTable)
{
    ImportBench const bench;
    bench.write("genes.ttl",
                std::string{kPrefixes} + "aop.events:1 edam:data_1025 hgnc:7 .\nhgnc:7 rdfs:label \"TP53\" .\n");
    auto const report = bench.ok("ke-genes", {"genes.ttl"});
    EXPECT_EQ(text_of(bench.made("ke_genes.json")), R"({"KE 1":["TP53"]})");
    EXPECT_THAT(report.warnings, Contains(HasSubstr("no HGNC table was given")));
    bench.write("HGNCgenes.txt", kTable);
    EXPECT_THAT(bench.refusal("ke-genes", {"HGNCgenes.txt"}), HasSubstr("add AOPWikiRDF-Genes.ttl"));
}

}  // namespace
}  // namespace kewp::corpus
