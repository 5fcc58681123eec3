#include "corpus/go_graph.hpp"
#include "corpus/ontology.hpp"
#include "import_bench.hpp"

#include <gmock/gmock.h>

namespace kewp::corpus {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// The hand-worked example EX-14 with the terms root, A 1, B 2, C 3, D 4.
constexpr char const* kExample = R"(format-version: 1.2
data-version: releases/2024-01-17
default-namespace: gene_ontology

[Term]
id: GO:0008150
name: biological_process
namespace: biological_process

[Term]
id: GO:0000001
name: A
namespace: biological_process
is_a: GO:0008150 ! biological_process

[Term]
id: GO:0000002
name: positive regulation of B
namespace: biological_process
alt_id: GO:0000020
is_a: GO:0000001 {source="x"} ! A
relationship: part_of GO:0008150 ! biological_process
relationship: regulates GO:0000003 ! C

[Term]
id: GO:0000003
name: C
namespace: biological_process
def: "Says \"C\", with a back\\slash." [GOC:x, PMID:1]
synonym: "see" EXACT [GOC:x]
synonym: "sea \"C\"" RELATED systematic_synonym []
is_a: GO:0000001 ! A

[Typedef]
id: part_of
name: part of

[Term]
id: GO:0000005
name: obsolete E
namespace: biological_process
is_obsolete: true
replaced_by: GO:0000003

[Term]
id: GO:0000006
name: obsolete F
is_obsolete: true
consider: GO:0000005
consider: GO:0000002

[Term]
id: GO:0000007
name: obsolete G
is_obsolete: true

[Term]
id: GO:0003674
name: molecular_function
namespace: molecular_function

[Term]
id: GO:0000008
name: an activity
namespace: molecular_function
is_a: GO:0003674 ! molecular_function
relationship: part_of GO:0000003 ! C

[Term]
id: GO:0000004
name: D
namespace: biological_process
is_a: GO:0000002 ! B)";

constexpr char const* kExampleGenes = R"({"GO:0008150":["g5","g6","g7","g8"],"GO:0000001":["g1","g2"],
  "GO:0000002":["g2","g3"],"GO:0000003":["g4"],"GO:0000008":["g1"]})";

TEST(ImportGo, WorksOutTheExampleOfInformationContent)
{
    ImportBench const bench;
    bench.write("go-basic.obo", kExample);
    bench.write("genes.json", kExampleGenes);
    auto const report = bench.ok("go", {"go-basic.obo", "genes.json"});
    EXPECT_EQ(report.release, "releases/2024-01-17");
    auto const text = *read_file(bench.data() / "go_bp_hierarchy.json");
    auto const expect_term = [&](char const* id, char const* rest) {
        EXPECT_THAT(text, HasSubstr('"' + std::string{id} + "\": {\"name\": " + rest));
    };
    expect_term("GO:0008150",
                R"("biological_process", "namespace": "biological_process", "depth": 0, "ic_score": 0.0, )"
                R"("propagated_gene_count": 8, "ancestors": [], "is_obsolete": false})");
    expect_term("GO:0000001", R"("A", "namespace": "biological_process", "depth": 1, "ic_score": 0.333333, )"
                              R"("propagated_gene_count": 4, "ancestors": ["GO:0008150"], "is_obsolete": false})");
    expect_term("GO:0000002", R"("positive regulation of B", "namespace": "biological_process", "depth": 1, )"
                              R"("ic_score": 0.666667, "propagated_gene_count": 2, )"
                              R"("ancestors": ["GO:0000001","GO:0008150"], "is_obsolete": false})");
    expect_term("GO:0000003",
                R"("C", "namespace": "biological_process", "depth": 2, "ic_score": 1.0, )"
                R"("propagated_gene_count": 1, "ancestors": ["GO:0000001","GO:0008150"], "is_obsolete": false})");
    expect_term("GO:0000004", R"("D", "namespace": "biological_process", "depth": 2, "ic_score": 1.0, )"
                              R"("propagated_gene_count": 0, "ancestors": ["GO:0000001","GO:0000002","GO:0008150"], )"
                              R"("is_obsolete": false})");
    EXPECT_EQ(bench.made("go_bp_hierarchy.json").as_object().size(), 5U);
    EXPECT_EQ(text_of(bench.made("go_bp_gene_annotations_propagated.json").at("GO:0000001")),
              R"(["g1","g2","g3","g4"])");
    EXPECT_FALSE(bench.made("go_bp_gene_annotations_propagated.json").as_object().contains("GO:0000004"));
    EXPECT_EQ(text_of(bench.made("go_bp_gene_annotations.json").at("GO:0000001")), R"(["g1","g2"])");
    // part_of leads from a function to a process, which is another hierarchy.
    EXPECT_EQ(text_of(bench.made("go_mf_hierarchy.json").at("GO:0000008").at("ancestors")), R"(["GO:0003674"])");
}

TEST(ImportGo, UnescapesDefinitionsAndKeepsTheLastTerm)
{
    ImportBench const bench;
    bench.write_gzip("go-basic.obo.gz", kExample);  // it ends without a newline
    bench.write("genes.json", kExampleGenes);
    static_cast<void>(bench.ok("go", {"go-basic.obo.gz", "genes.json"}));
    auto const terms = bench.made("go_bp_metadata.json");
    EXPECT_EQ(
        text_of(terms.at("GO:0000003")),
        R"({"name":"C","definition":"Says \"C\", with a back\\slash.","synonyms":[{"text":"see","type":"EXACT"},)"
        R"({"text":"sea \"C\"","type":"RELATED"}],"is_a":["GO:0000001"],"part_of":[],"direction":"unspecified"})");
    EXPECT_EQ(text_of(terms.at("GO:0000002").at("is_a")), R"(["GO:0000001"])");  // without the qualifier
    EXPECT_EQ(text_of(terms.at("GO:0000002").at("part_of")), R"(["GO:0008150"])");
    EXPECT_EQ(terms.at("GO:0000002").at("direction").as_string(), "positive");
    EXPECT_TRUE(terms.as_object().contains("GO:0000004"));
    EXPECT_FALSE(terms.as_object().contains("GO:0000005"));
}

TEST(ImportGo, MovesGenesOfObsoleteTermsToTheirReplacements)
{
    ImportBench const bench;
    bench.write("go-basic.obo", kExample);
    bench.write("genes.json", R"({"GO:0000005":["r"],"GO:0000006":["c"],"GO:0000007":["lost"],"GO:0000020":["a"],
                                  "GO:0099999":["unknown"],"GO:0000008":["g"]})");
    auto const report = bench.ok("go", {"go-basic.obo", "genes.json"});
    EXPECT_EQ(text_of(bench.made("go_bp_gene_annotations.json")), R"({"GO:0000002":["a","c"],"GO:0000003":["r"]})");
    EXPECT_THAT(report.warnings, Contains("2 annotated ids lead to no living term and were left out"));
    EXPECT_THAT(report.warnings, Contains(HasSubstr("genes of 3 obsolete or secondary bp ids")));
}

std::string gaf(std::string const& symbol, std::string const& qualifier, std::string const& term,
                std::string const& aspect, std::string const& taxon = "taxon:9606")
{
    return "UniProtKB\tA0A1\t" + symbol + "\t" + qualifier + "\t" + term + "\tPMID:1\tIEA\t\t" + aspect +
           "\tname\tsyn\tprotein\t" + taxon + "\t20180421\tInterPro\t\t\n";
}

TEST(ImportGo, ReadsGafWithoutNegatedAndForeignAnnotations)
{
    ImportBench const bench;
    bench.write("go-basic.obo", kExample);
    bench.write("goa_human.gaf", "!gaf-version: 2.1\n!\n" + gaf("CASP3", "", "GO:0000003", "P") +
                                     gaf("TP53", "NOT|involved_in", "GO:0000003", "P") +
                                     gaf("BAX", "contributes_to", "GO:0000008", "F") +
                                     gaf("CC", "", "GO:0005634", "C") +
                                     gaf("Virus", "", "GO:0000003", "P", "taxon:10090") +
                                     gaf("AND", "", "GO:0000003", "P", "taxon:9606|taxon:10090"));
    auto const report = bench.ok("go", {"go-basic.obo", "goa_human.gaf"});
    EXPECT_EQ(report.records_bad, 0U);
    EXPECT_EQ(text_of(bench.made("go_bp_gene_annotations.json")), R"({"GO:0000003":["AND","CASP3"]})");
    EXPECT_EQ(text_of(bench.made("go_mf_gene_annotations.json")), R"({"GO:0000008":["BAX"]})");
}

TEST(ImportGo, ReportsGafLinesThatBreakTheFormat)
{
    ImportBench const bench;
    bench.write("go-basic.obo", kExample);
    std::string text = "!gaf-version: 2.1\n";
    for (int i = 0; i < 500; ++i) {
        text += gaf("G" + std::to_string(i), "", "GO:0000003", "P");
    }
    text += gaf("G", "", "GO:3", "P") + gaf("", "", "GO:0000003", "P") + gaf("G", "", "GO:0000003", "P", "NCBITaxon:") +
            gaf("G", "", "GO:0000003", "X") + "too\tshort\n";
    bench.write("a.gaf", text);
    auto const report = bench.ok("go", {"go-basic.obo", "a.gaf"});
    std::vector<std::string> reasons;
    for (auto const& record : report.first_bad) {
        reasons.push_back(std::to_string(record.line) + " " + record.reason);
    }
    EXPECT_THAT(reasons, ElementsAre("502 expected an id such as GO:0006915, found 'GO:3'",
                                     "503 the gene product has no id or no symbol",
                                     "504 expected a taxon such as taxon:9606, found 'NCBITaxon:'",
                                     "505 expected the aspect P, F or C, found 'X'",
                                     "506 expected at least 15 columns, found 2"));
}

TEST(ImportGo, ReadsGmtLibrariesWithBlankLines)
{
    ImportBench const bench;
    bench.write("go-basic.obo", kExample);
    bench.write("a.gmt", "C (GO:0000003)\t\tCASP3\tTP53\t\n\nan activity (GO:0000008),BAX\tBAK1\n");
    bench.write("b.gmt", "C{GO:0000003}\tBCL2\n");
    auto const report = bench.ok("go", {"go-basic.obo", "a.gmt", "b.gmt"});
    EXPECT_EQ(report.records_read, 13U);  // 10 terms, 3 sets
    EXPECT_EQ(text_of(bench.made("go_bp_gene_annotations.json")), R"({"GO:0000003":["BCL2","CASP3","TP53"]})");
    EXPECT_EQ(text_of(bench.made("go_mf_gene_annotations.json")), R"({"GO:0000008":["BAK1","BAX"]})");
}

TEST(ImportGo, AddsEdgesOfANewerHierarchy)
{
    ImportBench const bench;
    bench.write("go-basic.obo", kExample);
    bench.write("a.gmt", "brand new{GO:0000090}\tTP53\nC{GO:0000003}\tBAX\n");
    bench.write("edges.tsv",
                "GO:0000091\tGO:0000092\nGO:0000003\tGO:0000090\nGO:0000003\tGO:0000004\nGO:0000004\tGO:0000001\n");
    auto const report = bench.ok("go", {"go-basic.obo", "a.gmt", "edges.tsv"});
    auto const hierarchy = bench.made("go_bp_hierarchy.json");
    EXPECT_EQ(hierarchy.at("GO:0000090").at("name").as_string(), "brand new");
    EXPECT_EQ(text_of(hierarchy.at("GO:0000090").at("ancestors")), R"(["GO:0000001","GO:0000003","GO:0008150"])");
    EXPECT_EQ(text_of(hierarchy.at("GO:0000004").at("ancestors")),
              R"(["GO:0000001","GO:0000002","GO:0000003","GO:0008150"])");
    EXPECT_EQ(text_of(bench.made("go_bp_metadata.json").at("GO:0000090").at("is_a")), R"(["GO:0000003"])");
    EXPECT_THAT(report.warnings, Contains(HasSubstr("1 of 4 edges of the hierarchy lists name terms")));
    EXPECT_THAT(report.warnings, Contains("edges left out because they would close a circle: 1"));
}

TEST(ImportGo, CompletesTheLargerOntologyFromTheSmaller)
{
    ImportBench const bench;
    bench.write("slim.obo",
                "format-version: 1.2\ndata-version: go/releases/2026-05-19/subsets/goslim_generic.owl\n\n[Term]\n"
                "id: GO:0000004\nname: D renamed\nnamespace: biological_process\ndef: \"What D is.\" []\n"
                "is_a: GO:0008150\n");
    bench.write("go-basic.obo", kExample);
    bench.write("genes.json", kExampleGenes);
    auto const report = bench.ok("go", {"slim.obo", "go-basic.obo", "genes.json"});
    auto const term = bench.made("go_bp_metadata.json").at("GO:0000004");
    EXPECT_EQ(term.at("name").as_string(), "D");
    EXPECT_EQ(term.at("definition").as_string(), "What D is.");
    EXPECT_EQ(text_of(term.at("is_a")), R"(["GO:0000002"])");
    EXPECT_EQ(report.release, "releases/2024-01-17");
}

TEST(ImportGo, ReportsBadStanzasAtTheirLine)
{
    ImportBench const bench;
    std::string text = kExample;
    for (int i = 100; i < 400; ++i) {
        text += "\n\n[Term]\nid: GO:0000" + std::to_string(i) + "\nname: n\nnamespace: biological_process\n";
    }
    auto const lines = std::count(text.begin(), text.end(), '\n');
    bench.write("go-basic.obo", text +
                                    "\n[Term]\nid: GO:77\nname: n\nnamespace: biological_process\n"
                                    "\n[Term]\nid: GO:0000800\nname: n\nnamespace: biological_process\ndef: unquoted\n"
                                    "\n[Term]\nid: CHEBI:1\nname: of another ontology\n");
    bench.write("genes.json", kExampleGenes);
    auto const report = bench.ok("go", {"go-basic.obo", "genes.json"});
    ASSERT_EQ(report.first_bad.size(), 2U);
    EXPECT_EQ(report.first_bad[0].line, static_cast<std::size_t>(lines) + 2);
    EXPECT_EQ(report.first_bad[0].reason, "expected an id such as GO:0006915, found 'GO:77'");
    EXPECT_EQ(report.first_bad[1].line, static_cast<std::size_t>(lines) + 11);
    EXPECT_EQ(report.first_bad[1].reason, "expected a definition in quotes");
}

TEST(ImportGo, KeepsTheGenesOfAnAspectThatNoInputHas)
{
    ImportBench const bench;
    bench.write("go-basic.obo", kExample);
    bench.write("genes.json", R"({"GO:0000003":["CASP3"]})");
    bench.write_data("go_mf_gene_annotations.json", R"({"GO:0000008":["BAX"]})");
    auto const report = bench.ok("go", {"go-basic.obo", "genes.json"});
    EXPECT_EQ(text_of(bench.made("go_mf_gene_annotations.json")), R"({"GO:0000008":["BAX"]})");
    EXPECT_THAT(report.warnings, Contains("no input has genes of mf terms; 1 terms with genes kept from "
                                          "go_mf_gene_annotations.json"));
}

TEST(ImportGo, SaysWhatIsMissing)
{
    ImportBench const bench;
    bench.write("go-basic.obo", kExample);
    bench.write("genes.json", kExampleGenes);
    EXPECT_THAT(bench.refusal("go", {"go-basic.obo"}), HasSubstr("add goa_human.gaf or a GMT library"));
    EXPECT_THAT(bench.refusal("go", {"genes.json"}), HasSubstr("add go-basic.obo"));
}

}  // namespace
}  // namespace kewp::corpus
