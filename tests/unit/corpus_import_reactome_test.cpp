#include "import_bench.hpp"

#include <gmock/gmock.h>

namespace kewp::corpus {
namespace {

using testing::Contains;
using testing::HasSubstr;

constexpr char const* kSets =
    "2-LTR circle formation\tR-HSA-164843\tBANF1\tgag-pol\tvif\n"
    "Apoptosis\tR-HSA-109581.4\tOLDCASP\tCASP3\n"
    "Disease of it\tR-HSA-5\tCFTR\n"
    "Deeper\tR-HSA-6\tCFTR\n"
    "Mouse\tR-MMU-7\tCftr\n";

TEST(ImportReactome, KeepsHumanPathwaysAndDropsTheDiseaseBranch)
{
    ImportBench const bench;
    bench.write("a.gmt", kSets);
    bench.write("relations.txt", "R-HSA-1643685\tR-HSA-5\nR-HSA-5\tR-HSA-6\nR-HSA-6\tR-HSA-5\nR-BTA-1\tR-BTA-2\n");
    static_cast<void>(bench.ok("reactome", {"a.gmt", "relations.txt"}));
    EXPECT_EQ(text_of(bench.made("reactome_gene_annotations.json")),
              R"({"R-HSA-109581":["CASP3","OLDCASP"],"R-HSA-164843":["BANF1","gag-pol","vif"]})");
    EXPECT_EQ(text_of(bench.made("reactome_pathway_metadata.json")),
              R"({"R-HSA-109581":{"name":"Apoptosis","description":""},)"
              R"("R-HSA-164843":{"name":"2-LTR circle formation","description":""}})");
}

TEST(ImportReactome, SaysThatDiseasesStayWithoutRelations)
{
    ImportBench const bench;
    bench.write("a.gmt", kSets);
    auto const report = bench.ok("reactome", {"a.gmt"});
    EXPECT_EQ(bench.made("reactome_gene_annotations.json").as_object().size(), 4U);
    EXPECT_THAT(report.warnings, Contains(HasSubstr("the Disease branch could not be left out")));
}

TEST(ImportReactome, BringsSymbolsUpToDateWithHgnc)
{
    ImportBench const bench;
    bench.write("a.gmt", std::string{kSets} + "Virus\tR-HSA-9\tPB1\tCASP3\n");
    bench.write("hgnc.txt",
                "hgnc_id\tsymbol\talias_symbol\tprev_symbol\n"
                "HGNC:1\tCASP3\t\"CPP32|PB1\"\tOLDCASP|OTHER\nHGNC:2\tBANF1\t\t\nHGNC:3\tCFTR\t\t\n");
    auto const report = bench.ok("reactome", {"a.gmt", "hgnc.txt"});
    auto const genes = bench.made("reactome_gene_annotations.json");
    EXPECT_EQ(text_of(genes.at("R-HSA-109581")), R"(["CASP3"])");
    EXPECT_EQ(text_of(genes.at("R-HSA-164843")), R"(["BANF1"])");
    EXPECT_EQ(text_of(genes.at("R-HSA-9")), R"(["CASP3"])");  // PB1 here is influenza's
    EXPECT_THAT(report.warnings, Contains("1 outdated gene symbols were replaced by the approved ones"));
    EXPECT_THAT(report.warnings, Contains(HasSubstr("3 symbols that HGNC does not know")));
}

TEST(ImportReactome, ReadsTheThreePartLayout)
{
    ImportBench const bench;
    bench.write("a.gmt", "Apoptosis\tR-HSA-1\tReactome Pathway\tCASP3\nOther\tR-HSA-2\tReactome Pathway\tTP53\tBAX\n");
    static_cast<void>(bench.ok("reactome", {"a.gmt"}));
    EXPECT_EQ(text_of(bench.made("reactome_gene_annotations.json")),
              R"({"R-HSA-1":["CASP3"],"R-HSA-2":["BAX","TP53"]})");
}

TEST(ImportReactome, TakesDescriptionsAndKeepsThemNextTime)
{
    ImportBench const bench;
    bench.write("a.gmt", kSets);
    bench.write("summaries.json",
                R"([{"stId":"R-HSA-164843","summation":[{"text":"It <b>binds</b>.<br>Then &amp; there."}]}])");
    bench.write("more.tsv", "R-HSA-109581\tPlain text.\nR-MMU-1\tother\n");
    static_cast<void>(bench.ok("reactome", {"a.gmt", "summaries.json", "more.tsv"}));
    auto const metadata = bench.made("reactome_pathway_metadata.json");
    EXPECT_EQ(metadata.at("R-HSA-164843").at("description").as_string(), "It binds. Then & there.");
    EXPECT_EQ(metadata.at("R-HSA-109581").at("description").as_string(), "Plain text.");
    auto const report = bench.ok("reactome", {"a.gmt"});
    EXPECT_EQ(bench.made("reactome_pathway_metadata.json"), metadata);
    EXPECT_THAT(report.warnings, Contains(HasSubstr("no input has descriptions of pathways; 2 kept")));
}

TEST(ImportReactome, PassesOverTheListOfPathways)
{
    ImportBench const bench;
    bench.write("a.gmt", kSets);
    bench.write("list.txt", "R-BTA-73843\t5-Phosphoribose 1-diphosphate biosynthesis\tBos taurus\n");
    EXPECT_THAT(bench.ok("reactome", {"list.txt", "a.gmt"}).warnings, Contains(HasSubstr("list.txt: passed over")));
}

}  // namespace
}  // namespace kewp::corpus
