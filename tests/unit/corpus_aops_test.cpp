#include "corpus_folder.hpp"

#include <gmock/gmock.h>

namespace kewp::corpus {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

void write_key_events(TestFolder const& folder)
{
    folder.write("ke_metadata.json",
                 R"([{"KElabel": "KE 55", "KEtitle": "A"}, {"KElabel": "KE 188", "KEtitle": "B"}])");
}

constexpr char const* kAdjacency = R"({
  "AOP 3": {"title": "Three", "kes": [{"id": "KE 188", "title": "B", "type": "AO"}, {"id": "KE 55", "title": "A", "type": "MIE"}],
            "kers": [{"upstream": "KE 55", "downstream": "KE 188"}]},
  "_metadata": {"generated_at": "2026-05-14T00:00:00Z", "aop_count": 1, "total_kers": 1, "total_kes": 2}})";

TEST(Aops, AreGatheredFromMembershipAdjacencyAndStatus)
{
    TestFolder const folder;
    write_key_events(folder);
    folder.write("ke_aop_membership.json", R"({
        "KE 188": [{"aop_id": "AOP 12", "aop_title": "Twelve"}, {"aop_id": "AOP 3", "aop_title": "Three"}],
        "KE 2300": [{"aop_id": "AOP 3", "aop_title": "Three"}]})");
    folder.write("ker_adjacency.json", kAdjacency);
    folder.write("aop_oecd_status.json", R"({"_meta": {"vocabulary": []}, "aops": {
        "AOP 3": {"status": "WPHA/WNT Endorsed", "title": "Three"}, "AOP 12": {"status": "", "title": "Twelve"}}})");
    auto const corpus = folder.load();

    ASSERT_THAT(corpus->aops(), SizeIs(2));
    auto const& aop = corpus->aops()[0];
    EXPECT_EQ(aop.id, AopId{3});
    EXPECT_EQ(aop.title, "Three");
    EXPECT_EQ(aop.oecd_status, "WPHA/WNT Endorsed");
    EXPECT_THAT(aop.key_events, ElementsAre(KeId{55}, KeId{188}, KeId{2300}));
    EXPECT_THAT(aop.relationships, ElementsAre(Pair(KeId{55}, KeId{188})));
    ASSERT_THAT(aop.events, SizeIs(2));
    EXPECT_EQ(aop.events[0].ke, KeId{188});
    EXPECT_EQ(aop.events[0].type, "AO");
    EXPECT_EQ(corpus->find(AopId{12})->oecd_status, "Unknown");
    EXPECT_EQ(corpus->find(AopId{4}), nullptr);

    EXPECT_THAT(corpus->find(KeId{188})->aops, ElementsAre(AopId{12}, AopId{3}));
    EXPECT_THAT(corpus->find(KeId{55})->aops, IsEmpty());  // the membership file is what counts
    EXPECT_THAT(corpus->note("ke_aop_membership.json")->remarks,
                ElementsAre("1 Key Events are not in ke_metadata.json (first: 'KE 2300')"));
    EXPECT_THAT(corpus->note("ker_adjacency.json")->remarks, IsEmpty());
    EXPECT_EQ(corpus->note("ker_adjacency.json")->rows, 1U);
}

TEST(Aops, ListTheirKeyEventsByAdjacencyWhereThereIsNoMembership)
{
    TestFolder const folder;
    write_key_events(folder);
    folder.write("ker_adjacency.json", kAdjacency);
    auto const corpus = folder.load();
    EXPECT_THAT(corpus->find(KeId{55})->aops, ElementsAre(AopId{3}));
    auto const& note = *corpus->note("ke_aop_membership.json");
    EXPECT_EQ(note.state, FileNote::State::missing);
    EXPECT_THAT(note.consequence, HasSubstr("the AOPs of ker_adjacency.json only"));
}

TEST(Aops, NormaliseIdsOfEverySpelling)
{
    TestFolder const folder;
    write_key_events(folder);
    folder.write("ke_aop_membership.json", R"({"aop.events/55": [{"aop_id": "Aop:1", "aop_title": "One"}, "AOP 2"]})");
    auto const corpus = folder.load();
    EXPECT_THAT(corpus->find(KeId{55})->aops, ElementsAre(AopId{1}, AopId{2}));
    EXPECT_THAT(corpus->note("ke_aop_membership.json")->remarks,
                ElementsAre("2 ids are not in the canonical form and were normalised (first: 'aop.events/55')"));
}

TEST(Aops, NoteCountsThatDoNotAgreeWithTheContent)
{
    TestFolder const folder;
    write_key_events(folder);
    folder.write("ker_adjacency.json",
                 R"({"AOP 3": {"title": "T", "kes": [], "kers": []}, "_metadata": {"aop_count": 9}})");
    EXPECT_THAT(folder.load()->note("ker_adjacency.json")->remarks, ElementsAre(HasSubstr("'aop_count: 9'")));
}

TEST(Aops, OfTheWrongShapeAreRefused)
{
    struct Case {
        char const* file;
        char const* json;
        char const* message;
    };
    for (auto const& [file, json, message] : {
             Case{"ke_aop_membership.json", R"({"KE 1": {"aops": 5}})",
                  R"($["KE 1"]["aops"]: expected an array, found the number 5)"},
             Case{"ke_aop_membership.json", R"({"KE 1": [{"aop_id": "KE 1"}]})",
                  R"($["KE 1"][0]: 'KE 1' is not an AOP id)"},
             Case{"ke_aop_membership.json", R"({"KE 1": [{"aop_title": "T"}]})",
                  R"($["KE 1"][0]["aop_id"]: expected a string, found nothing)"},
             Case{"ker_adjacency.json", R"({"AOP 1": {"kes": [{"id": "KE 1", "type": "XY"}]}})",
                  R"($["AOP 1"]["kes"][0]["type"]: expected MIE, KE or AO, found the string 'XY')"},
             Case{"ker_adjacency.json", R"({"AOP 1": {"kers": [{"upstream": "KE 1"}]}})",
                  R"($["AOP 1"]["kers"][0]["downstream"]: expected a string, found nothing)"},
             Case{"ker_adjacency.json", R"({"pathway": {}})", "'pathway' is not an AOP id"},
             Case{"aop_oecd_status.json", R"({"aops": {"AOP 1": {"status": 4}}})",
                  R"($["aops"]["AOP 1"]["status"]: expected a string, found the number 4)"},
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
