#include "corpus_folder.hpp"

#include <gmock/gmock.h>

namespace kewp::corpus {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

constexpr char const* kTwoKeyEvents = R"([
  {"KElabel": "KE 55", "KEtitle": "Increase, Cell injury/death", "KEdescription": "Cells die.",
   "biolevel": "Cellular", "KEpage": "https://identifiers.org/aop.events/55"},
  {"KElabel": "KE 188", "KEtitle": "N/A, Neuroinflammation", "KEdescription": "", "biolevel": "Tissue"}])";

TEST(KeyEvents, AreReadInTheOrderOfTheFile)
{
    TestFolder const folder;
    folder.write("ke_metadata.json", kTwoKeyEvents);
    auto const corpus = folder.load();
    ASSERT_THAT(corpus->key_events(), SizeIs(2));
    auto const& event = corpus->key_events()[0];
    EXPECT_EQ(event.id, KeId{55});
    EXPECT_EQ(event.title, "Increase, Cell injury/death");
    EXPECT_EQ(event.description, "Cells die.");
    EXPECT_EQ(event.level, "Cellular");
    EXPECT_EQ(event.page, "https://identifiers.org/aop.events/55");
    EXPECT_EQ(corpus->index_of(KeId{188}), 1U);
    EXPECT_EQ(corpus->find(KeId{188})->page, "https://identifiers.org/aop.events/188");
    EXPECT_EQ(corpus->find(KeId{1}), nullptr);
    EXPECT_EQ(corpus->note("ke_metadata.json")->rows, 2U);
    EXPECT_EQ(corpus->note("ke_metadata.json")->state, FileNote::State::loaded);
}

TEST(KeyEvents, AreReadFromAnObjectByIdToo)
{
    TestFolder const folder;
    folder.write("ke_metadata.json",
                 R"({"_metadata": {"count": 1}, "KE 7": {"KEtitle": "T", "KEdescription": null, "biolevel": null}})");
    auto const corpus = folder.load();
    ASSERT_THAT(corpus->key_events(), SizeIs(1));
    EXPECT_EQ(corpus->find(KeId{7})->title, "T");
    EXPECT_EQ(corpus->find(KeId{7})->level, "");
}

TEST(KeyEvents, ThatOccurTwiceAreMergedWithTheLongestDescriptionAndTheFirstLevel)
{
    TestFolder const folder;
    folder.write("ke_metadata.json", R"([
        {"KElabel": "KE 5", "KEtitle": "First", "KEdescription": "short", "biolevel": ""},
        {"KElabel": "KE 5", "KEtitle": "Second", "KEdescription": "longer text", "biolevel": "Organ"},
        {"KElabel": "KE 5", "KEtitle": "Third", "KEdescription": "", "biolevel": "Tissue"}])");
    auto const corpus = folder.load();
    ASSERT_THAT(corpus->key_events(), SizeIs(1));
    EXPECT_EQ(corpus->key_events()[0].title, "First");
    EXPECT_EQ(corpus->key_events()[0].description, "longer text");
    EXPECT_EQ(corpus->key_events()[0].level, "Organ");
    EXPECT_THAT(
        corpus->note("ke_metadata.json")->remarks,
        ElementsAre("2 rows repeat a Key Event and were merged (longest description, first level) (first: 'KE 5')"));
}

TEST(KeyEvents, HaveTheirIdsNormalisedAndTheRepairIsNoted)
{
    TestFolder const folder;
    folder.write("ke_metadata.json", R"([{"KElabel": "Event:12", "KEtitle": "T"}])");
    auto const corpus = folder.load();
    EXPECT_NE(corpus->find(KeId{12}), nullptr);
    EXPECT_THAT(corpus->note("ke_metadata.json")->remarks, ElementsAre(HasSubstr("'Event:12'")));
}

TEST(KeyEvents, WithAnUnreadableIdAreRefused)
{
    TestFolder const folder;
    folder.write("ke_metadata.json", R"([{"KElabel": "KE 1", "KEtitle": "T"}, {"KElabel": "WP 12", "KEtitle": "T"}])");
    auto const message = folder.refusal();
    EXPECT_THAT(message, StartsWith("ke_metadata.json: at $[1]: 'WP 12' is not a Key Event id"));
    EXPECT_THAT(message, HasSubstr("run 'kewp import aopwiki'"));
}

TEST(KeyEvents, OfTheWrongShapeAreRefused)
{
    struct Case {
        char const* json;
        char const* message;
    };
    for (auto const& [json, message] : {
             Case{R"("text")", "at $: expected an array of objects or an object by id, found the string 'text'"},
             Case{R"([["KE 1"]])", "at $[0]: expected an object, found an array of 1"},
             Case{R"([{"KEtitle": "T"}])", R"(at $[0]["KElabel"]: expected a string, found nothing)"},
             Case{R"([{"KElabel": "KE 1"}])", R"(at $[0]["KEtitle"]: expected a string, found nothing)"},
             Case{R"([{"KElabel": "KE 1", "KEtitle": 3}])",
                  R"(at $[0]["KEtitle"]: expected a string, found the number 3)"},
             Case{R"([{"KElabel": "KE 1", "KEtitle": "T", "biolevel": ["a"]}])",
                  R"(at $[0]["biolevel"]: expected a string, found an array of 1)"},
         }) {
        TestFolder const folder;
        folder.write("ke_metadata.json", json);
        EXPECT_THAT(folder.refusal(), HasSubstr(message)) << json;
    }
}

TEST(KeyEvents, GetTheirGenesInFileOrderForDisplayAndSortedForMatching)
{
    TestFolder const folder;
    folder.write("ke_metadata.json", kTwoKeyEvents);
    folder.write("ke_genes.json",
                 R"({"KE 188": ["TNF", "IL6"], "KE 55": ["IL6", "CASP3", "IL6", " TNF ", ""], "KE 9": ["X"]})");
    auto const corpus = folder.load();
    EXPECT_TRUE(corpus->ke_genes_known());
    auto const& event = *corpus->find(KeId{55});
    EXPECT_THAT(event.gene_symbols, ElementsAre("IL6", "CASP3", "TNF"));
    EXPECT_THAT(event.genes,
                ElementsAre(corpus->genes().find("TNF"), corpus->genes().find("IL6"), corpus->genes().find("CASP3")));
    EXPECT_EQ(corpus->genes().symbol(event.genes[0]), "TNF");
    auto const& note = *corpus->note("ke_genes.json");
    EXPECT_EQ(note.rows, 2U);
    EXPECT_THAT(note.remarks, ElementsAre(HasSubstr("1 gene symbols are empty"),
                                          "1 ids are not in ke_metadata.json and were left out (first: 'KE 9')"));
}

TEST(KeyEvents, HaveUnknownGenesWithoutTheFile)
{
    TestFolder const folder;
    folder.write("ke_metadata.json", kTwoKeyEvents);
    auto const corpus = folder.load();
    EXPECT_FALSE(corpus->ke_genes_known());
    EXPECT_THAT(corpus->key_events()[0].genes, IsEmpty());
    EXPECT_EQ(corpus->note("ke_genes.json")->state, FileNote::State::missing);
    EXPECT_THAT(corpus->note("ke_genes.json")->consequence, HasSubstr("gene overlap does not count"));
}

}  // namespace
}  // namespace kewp::corpus
