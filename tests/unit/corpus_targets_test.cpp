#include "corpus_folder.hpp"

#include <gmock/gmock.h>

namespace kewp::corpus {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr TargetId go(std::uint32_t number)
{
    return {Resource::go, number};
}

TEST(WikiPathways, AreReadWithTheirGenes)
{
    TestFolder const folder;
    folder.write("pathway_metadata.json", R"([
        {"pathwayID": "WP554", "pathwayTitle": "ACE inhibitor pathway", "pathwayLink": "https://example.org/WP554",
         "pathwayDescription": "About ACE.", "ontologyTags": ["disease pathway"],
         "publications": [{"pmid": "10209156", "url": "https://pubmed.ncbi.nlm.nih.gov/10209156/"}]},
        {"pathwayID": "WP5482_r129257", "pathwayTitle": "Other"},
        {"pathwayID": "WP554", "pathwayTitle": "Again"}])");
    folder.write("wikipathways_gene_annotations.json", R"({"WP554": ["REN", "ACE", "REN"], "WP1": ["X"]})");
    auto const corpus = folder.load();
    auto const& set = corpus->targets(TargetKind::wikipathways);
    ASSERT_EQ(set.size(), 2U);
    auto const& target = set[0];
    EXPECT_EQ(target.title, "ACE inhibitor pathway");
    EXPECT_EQ(target.description, "About ACE.");
    EXPECT_EQ(target.svg, "https://www.wikipathways.org/wikipathways-assets/pathways/WP554/WP554.svg");
    EXPECT_THAT(target.tags, ElementsAre("disease pathway"));
    EXPECT_EQ(target.publications.at(0).pmid, "10209156");
    EXPECT_EQ(target.gene_count(), 2U);
    EXPECT_TRUE(corpus->genes().find("ACE"));

    auto const* other = corpus->find_target({Resource::wikipathways, 5482});
    ASSERT_NE(other, nullptr);
    EXPECT_EQ(other->link, "https://identifiers.org/wikipathways/WP5482");
    EXPECT_EQ(other->gene_count(), std::nullopt);  // not listed is not known, never 0
    EXPECT_THAT(corpus->note("pathway_metadata.json")->remarks,
                ElementsAre(HasSubstr("'WP5482_r129257'"), HasSubstr("the first was kept (first: 'WP554')")));
    EXPECT_THAT(corpus->note("wikipathways_gene_annotations.json")->remarks, ElementsAre(HasSubstr("(first: 'WP1')")));
}

TEST(Reactome, IsReadAsObjectByIdAndAsArray)
{
    TestFolder const by_id;
    by_id.write("reactome_pathway_metadata.json",
                R"({"R-HSA-109581.3": {"name": "Apoptosis", "description": "Cells."}})");
    by_id.write("reactome_gene_annotations.json", R"({"R-HSA-109581": []})");
    auto const corpus = by_id.load();
    auto const* target = corpus->find_target({Resource::reactome, 109581});
    ASSERT_NE(target, nullptr);
    EXPECT_EQ(target->title, "Apoptosis");
    EXPECT_EQ(target->species, "Homo sapiens");
    EXPECT_EQ(target->link, "https://reactome.org/content/detail/R-HSA-109581");
    EXPECT_EQ(target->gene_count(), 0U);

    TestFolder const array;
    array.write("reactome_pathway_metadata.json", R"([{"reactome_id": "R-HSA-1", "pathway_name": "P"}])");
    EXPECT_EQ(array.load()->find_target({Resource::reactome, 1})->title, "P");
}

void write_go(TestFolder const& folder)
{
    folder.write("go_bp_metadata.json", R"({
        "GO:0006915": {"name": "apoptotic process", "definition": "A process.", "direction": "unspecified",
                       "synonyms": [{"text": "apoptosis", "type": "NARROW"}, "cell suicide"],
                       "is_a": ["GO:0012501"], "part_of": []},
        "GO:0012501": {"name": "programmed cell death", "definition": "", "synonyms": [], "is_a": [], "part_of": []}})");
    folder.write("go_bp_gene_annotations.json", R"({"GO:0006915": ["CASP3"], "GO:0000001": ["X"]})");
}

constexpr char const* kHierarchy = R"({
    "GO:0006915": {"name": "apoptotic process", "namespace": "biological_process", "depth": 4, "ic_score": 0.25,
                   "propagated_gene_count": 2, "ancestors": ["GO:0012501", "GO:0008150"], "is_obsolete": false},
    "GO:0008150": {"name": "biological_process", "namespace": "biological_process", "depth": 0, "ic_score": 0.0,
                   "propagated_gene_count": 3, "ancestors": [], "is_obsolete": false},
    "GO:0000009": {"name": "gone", "depth": 1, "is_obsolete": true}})";

TEST(GoTerms, AreReadFromAllTheirFiles)
{
    TestFolder const folder;
    write_go(folder);
    folder.write("go_bp_hierarchy.json", kHierarchy);
    folder.write("go_bp_gene_annotations_propagated.json",
                 R"({"GO:0006915": ["BAX", "CASP3"], "GO:0012501": ["BAX", "CASP3", "TNF"]})");
    auto const corpus = folder.load();
    ASSERT_EQ(corpus->targets(TargetKind::go_bp).size(), 2U);
    auto const& term = *corpus->find_target(go(6915));
    EXPECT_EQ(corpus->kind_of(term.id), TargetKind::go_bp);
    EXPECT_EQ(term.title, "apoptotic process");
    EXPECT_EQ(term.description, "A process.");
    EXPECT_EQ(term.direction, "unspecified");
    EXPECT_EQ(term.link, "https://www.ebi.ac.uk/QuickGO/term/GO:0006915");
    ASSERT_THAT(term.synonyms, SizeIs(2));
    EXPECT_EQ(term.synonyms[0].type, "NARROW");
    EXPECT_EQ(term.synonyms[1].text, "cell suicide");
    EXPECT_THAT(term.is_a, ElementsAre(go(12501)));
    EXPECT_THAT(term.ancestors, ElementsAre(go(8150), go(12501)));
    EXPECT_EQ(term.depth, 4);
    EXPECT_EQ(term.ic, 0.25);
    EXPECT_EQ(term.propagated_gene_count, 2U);
    EXPECT_EQ(term.gene_count(), 2U);
    EXPECT_EQ(term.direct_gene_count, 1U);
    ASSERT_THAT(term.direct_genes, SizeIs(1));
    EXPECT_EQ(corpus->genes().symbol(term.direct_genes[0]), "CASP3");
    EXPECT_THAT(corpus->find_target(go(12501))->direct_genes, SizeIs(0));
    EXPECT_EQ(corpus->find_target(go(12501))->direct_gene_count, 0U);

    EXPECT_EQ(corpus->find_target(go(8150)), nullptr);
    EXPECT_EQ(corpus->go_facts(go(8150)).depth, 0);  // a mapping may name it all the same
    EXPECT_EQ(corpus->go_facts(go(6915)).ic, 0.25);
    EXPECT_EQ(corpus->go_facts(go(9)).depth, std::nullopt);
}

TEST(GoTerms, HaveTheirDirectGenesWhereTheOthersAreAbsent)
{
    TestFolder const folder;
    write_go(folder);
    auto const corpus = folder.load();
    EXPECT_EQ(corpus->find_target(go(6915))->gene_count(), 1U);
    EXPECT_EQ(corpus->find_target(go(12501))->gene_count(), 0U);
    EXPECT_EQ(corpus->find_target(go(6915))->ic, std::nullopt);
    EXPECT_EQ(corpus->note("go_bp_gene_annotations_propagated.json")->state, FileNote::State::missing);
    EXPECT_THAT(corpus->note("go_bp_gene_annotations.json")->remarks, ElementsAre(HasSubstr("no targets here")));
}

TEST(GoTerms, HaveUnknownSizesWithoutAnyAnnotations)
{
    TestFolder const folder;
    folder.write("go_mf_metadata.json", R"([{"go_id": "GO:0003674", "go_name": "molecular_function"}])");
    auto const corpus = folder.load();
    auto const* term = corpus->find_target(go(3674));
    ASSERT_NE(term, nullptr);
    EXPECT_EQ(corpus->kind_of(term->id), TargetKind::go_mf);
    EXPECT_EQ(term->gene_count(), std::nullopt);
    EXPECT_EQ(term->direct_gene_count, std::nullopt);
}

TEST(GoTerms, AreFoundInTheHierarchyUnderItsOldNameWithAWarning)
{
    TestFolder const folder;
    write_go(folder);
    folder.write("go_hierarchy.json", kHierarchy);
    auto const corpus = folder.load();
    EXPECT_EQ(corpus->find_target(go(6915))->depth, 4);
    auto const& note = *corpus->note("go_bp_hierarchy.json");
    EXPECT_EQ(note.state, FileNote::State::degraded);
    EXPECT_EQ(note.consequence, "read under its old name go_hierarchy.json; rename it");
}

TEST(GoTerms, AreTakenFromTheHierarchyWhereThereIsNoMetadata)
{
    TestFolder const folder;
    folder.write("go_bp_hierarchy.json", kHierarchy);
    auto const corpus = folder.load();
    ASSERT_EQ(corpus->targets(TargetKind::go_bp).size(), 2U);  // the obsolete one is left out
    EXPECT_EQ(corpus->find_target(go(6915))->title, "apoptotic process");
    EXPECT_EQ(corpus->note("go_bp_metadata.json")->state, FileNote::State::missing);
    EXPECT_THAT(corpus->note("go_bp_metadata.json")->consequence,
                HasSubstr("terms are taken from go_bp_hierarchy.json"));
}

TEST(Targets, OfTheWrongShapeAreRefused)
{
    struct Case {
        char const* file;
        char const* json;
        char const* message;
    };
    for (auto const& [file, json, message] : {
             Case{"pathway_metadata.json", R"([{"pathwayID": "554", "pathwayTitle": "T"}])",
                  "$[0]: '554' is not a wikipathways id; expected one like 'WP554'"},
             Case{"pathway_metadata.json", R"([{"pathwayID": "WP1"}])",
                  R"($[0]["pathwayTitle"]: expected a string, found nothing)"},
             Case{"pathway_metadata.json", R"([{"pathwayID": "WP1", "pathwayTitle": "T", "ontologyTags": "x"}])",
                  R"($[0]["ontologyTags"]: expected an array, found the string 'x')"},
             Case{"wikipathways_gene_annotations.json", R"({"WP1": "ACE"})",
                  R"($["WP1"]: expected an array, found the string 'ACE')"},
             Case{"reactome_pathway_metadata.json", R"({"R-MMU-1": {"name": "N"}})", "'R-MMU-1' is not a reactome id"},
             Case{"reactome_gene_annotations.json", R"({"R-HSA-1": [4]})",
                  R"($["R-HSA-1"][0]: expected a string, found the number 4)"},
             Case{"go_bp_metadata.json", R"({"GO:1": {"name": "N"}})", "'GO:1' is not a go id"},
             Case{"go_bp_metadata.json", R"({"GO:0000001": {"name": "N", "is_a": ["x"]}})",
                  R"($["GO:0000001"]["is_a"][0]: 'x' is not a go id)"},
             Case{"go_mf_hierarchy.json", R"({"GO:0000001": {"name": "N", "depth": "2"}})",
                  R"($["GO:0000001"]["depth"]: expected an integer, found the string '2')"},
             Case{"go_mf_hierarchy.json", R"({"GO:0000001": {"name": "N", "depth": -7}})", "expected a depth"},
             Case{"go_mf_hierarchy.json", R"({"GO:0000001": {"name": "N", "propagated_gene_count": -1}})",
                  "expected a count"},
             Case{"go_bp_gene_annotations.json", "{\"GO:0006915\": [\"A\",\n}",
                  "go_bp_gene_annotations.json:2:1: this is not valid JSON"},
         }) {
        TestFolder const folder;
        folder.write(file, json);
        auto const refusal = folder.refusal();
        EXPECT_THAT(refusal, HasSubstr(file)) << json;
        EXPECT_THAT(refusal, HasSubstr(message)) << json;
    }
}

}  // namespace
}  // namespace kewp::corpus
