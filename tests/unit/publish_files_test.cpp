#include "base/crypto.hpp"
#include "publish/excel.hpp"
#include "publish/flat_mapping.hpp"
#include "publish/gmt.hpp"
#include "publish/labels.hpp"
#include "publish/sssom.hpp"
#include "publish/tables.hpp"
#include "publish/turtle.hpp"
#include "publish_fixture.hpp"
#include "store_fixture.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>

namespace kewp::publish {
namespace {

using store::Confidence;
using store::testing::value;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr char const* kBase = "https://ke-wp-mapping.org/mapping/";

DataSetFacts facts()
{
    return {.title = "Mappings: \"ours\"", .description = "About\nthem", .publisher = "Us", .mapping_iri = kBase};
}

/// Every file is made from a real database.
class Files : public store::testing::StoreTest {
protected:
    void put(store::MappingRecord mapping)
    {
        mapping.uuid = crypto::uuid4();
        value(store::testing::store(writer_, mapping));
    }

    template <class Write>
    Result<std::string> made(Write write)
    {
        Collected collected;
        store::Readers readers{database()};
        auto const written = readers.read([&](store::Session& session) { return write(session, collected.sink()); });
        return written ? Result<std::string>{collected.text} : fail(written.error());
    }

    std::string gmt(GmtLines lines, Selection selection = {.resource = Resource::wikipathways})
    {
        auto const text = made([&](store::Session& session, Sink const& sink) {
            return write_gmt(session, corpus_, selection, lines, sink);
        });
        return text ? *text : std::string{name_of(text.error().code)} + ": " + text.error().message;
    }

    corpus::Corpus corpus_ = publish_corpus();

private:
    store::Writer writer_{database()};
};

TEST(Gmt, NamesHoldASlugOfTheTitle)
{
    auto const corpus = publish_corpus();
    auto mapping = publish_mapping(Resource::wikipathways, 11);
    auto const name_of_title = [&](char const* title) {
        mapping.claim.ke_title = title;
        auto const line = gmt_line(mapping, corpus);
        return line.substr(0, line.find('\t'));
    };
    EXPECT_EQ(name_of_title("Decreased BDNF Expression"), "KE7_Decreased_BDNF_Expression_WP11");
    EXPECT_EQ(name_of_title("Increase, CYP2E1 (liver)"), "KE7_Increase_CYP2E1_liver_WP11");
    EXPECT_EQ(name_of_title("a/b--c_d"), "KE7_a_b_c_d_WP11");
    EXPECT_EQ(name_of_title("Ünïcode ½ ﬁ"), "KE7_Unicode_12_fi_WP11");
    EXPECT_EQ(name_of_title("TNF-α signalling"), "KE7_TNF_signalling_WP11");  // a letter that has no ASCII form goes
    EXPECT_EQ(name_of_title("  trimmed! "), "KE7_trimmed_WP11");
    EXPECT_EQ(name_of_title("β"), "KE7__WP11");
    EXPECT_EQ(name_of_title(""), "KE7__WP11");
}

TEST(Gmt, LinesHaveTitleAndGenesAndGoTermsTheirOwnGenesAndDirection)
{
    auto const corpus = publish_corpus();
    auto mapping = publish_mapping(Resource::wikipathways, 12);
    mapping.claim.target_title = "Pathway\tB\r\nof two lines";
    EXPECT_EQ(gmt_line(mapping, corpus), "KE7_Loss_of_example_WP12\tPathway B of two lines\tGENEB\tGENEC\n");
    auto term = publish_mapping(Resource::go, 6915);
    term.claim.target_title = "apoptotic process";
    EXPECT_EQ(gmt_line(term, corpus), "KE7_Loss_of_example_GO:0006915\tapoptotic process\tGENEA\tGENEC\n");
    term.go_direction = store::GoDirection::negative;
    EXPECT_THAT(gmt_line(term, corpus), HasSubstr("\tapoptotic process | direction:negative\tGENEA"));
    EXPECT_EQ(gmt_line(publish_mapping(Resource::wikipathways, 13), corpus), "");  // no genes
    EXPECT_EQ(gmt_line(publish_mapping(Resource::wikipathways, 99), corpus), "");  // not in the release
}

TEST_F(Files, GmtHasOneLinePerMappingNewestFirstOrPerKeyEventByNumber)
{
    EXPECT_THAT(gmt(GmtLines::per_mapping), StartsWith("unavailable: No KE-WP mappings available"));
    auto old = publish_mapping(Resource::wikipathways, 12);
    old.claim.ke_title = "Loss of example (old title)";
    old.claim.target_title = "Pathway B";
    old.created_at -= std::chrono::days{1};
    old.confidence = Confidence::medium;
    put(old);
    put(publish_mapping(Resource::wikipathways, 11, KeId{12}));
    put(publish_mapping(Resource::wikipathways, 11));
    put(publish_mapping(Resource::wikipathways, 13));  // without genes
    put(publish_mapping(Resource::go, 6915));
    EXPECT_EQ(gmt(GmtLines::per_mapping),
              "KE12_Increase_oxidation_WP11\tPathway A\tGENEA\tGENEB\n"
              "KE7_Loss_of_example_WP11\tPathway A\tGENEA\tGENEB\n"
              "KE7_Loss_of_example_old_title_WP12\tPathway B\tGENEB\tGENEC\n");
    EXPECT_EQ(gmt(GmtLines::per_key_event),
              "KE7\tLoss of example (old title)\tGENEA\tGENEB\tGENEC\n"
              "KE12\tIncrease, β-oxidation\tGENEA\tGENEB\n");
}

TEST_F(Files, GmtKeepsToTheTierOrThoseFromATierUp)
{
    auto mapping = publish_mapping(Resource::wikipathways, 11);
    put(mapping);
    mapping.pair.target_id = TargetId{Resource::wikipathways, 12};
    mapping.confidence = Confidence::medium;
    put(mapping);
    auto const lines = [&](Selection selection) {
        selection.resource = Resource::wikipathways;
        return std::ranges::count(gmt(GmtLines::per_mapping, selection), '\n');
    };
    EXPECT_EQ(lines({.minimum_confidence = Confidence::medium}), 2);
    EXPECT_EQ(lines({.minimum_confidence = Confidence::high}), 1);
    EXPECT_EQ(lines({.confidence = Confidence::medium}), 1);
    EXPECT_THAT(gmt(GmtLines::per_key_event, {.resource = Resource::wikipathways, .confidence = Confidence::low}),
                HasSubstr("confidence low only"));
}

TEST_F(Files, TablesQuoteWhatNeedsItAndLeaveFormulasAlone)
{
    auto mapping = publish_mapping(Resource::wikipathways, 11);
    mapping.claim.ke_title = "=cmd|' /C calc'!A0";
    mapping.claim.target_title = "a, \"b\"\tc\nd";
    put(mapping);
    auto const csv =
        value(made([&](auto& session, auto const& sink) { return write_csv(session, corpus_, {}, sink); }));
    EXPECT_THAT(csv, StartsWith("uuid,resource,ke_id,ke_name,target_id,target_name,confidence_level,"));
    EXPECT_THAT(csv, HasSubstr(",wikipathways,KE 7,=cmd|' /C calc'!A0,WP11,\"a, \"\"b\"\"\tc\nd\",high,"));
    EXPECT_TRUE(csv.ends_with("\r\n"));
    auto const tsv =
        value(made([&](auto& session, auto const& sink) { return write_tsv(session, corpus_, {}, sink); }));
    EXPECT_THAT(tsv, HasSubstr("\tKE 7\t=cmd|' /C calc'!A0\tWP11\t\"a, \"\"b\"\"\tc\nd\"\thigh\t"));
}

TEST_F(Files, JsonHasTheRowsOfNdjsonBetweenDescriptionAndStatistics)
{
    put(publish_mapping(Resource::wikipathways, 11));
    put(publish_mapping(Resource::reactome, 90));
    auto const lines =
        value(made([&](auto& session, auto const& sink) { return write_ndjson(session, corpus_, {}, sink); }));
    EXPECT_EQ(std::ranges::count(lines, '\n'), 2);
    auto const first = boost::json::parse(lines.substr(0, lines.find('\n')));
    EXPECT_EQ(first.at("target_id"), "WP11");
    EXPECT_TRUE(first.at("species").is_null());
    EXPECT_EQ(first.as_object().size(), flat_columns().size());
    auto const whole = boost::json::parse(
        value(made([&](auto& session, auto const& sink) { return write_json(session, corpus_, {}, facts(), sink); })));
    EXPECT_EQ(whole.at("mappings").at(0), first);
    EXPECT_EQ(whole.at("dataset_info").at("record_count"), 2);
    EXPECT_EQ(whole.at("dataset_info").at("export_timestamp"), "2026-02-03T04:05:06Z");
    EXPECT_EQ(whole.at("statistics").at("resource_distribution").at("reactome"), 1);
    EXPECT_EQ(whole.at("data_schema").at("fields").as_array().size(), flat_columns().size());
}

TEST_F(Files, SssomHasAYamlHeaderAndRowsOfCuries)
{
    auto mapping = publish_mapping(Resource::go, 6915);
    mapping.claim.connection_type = "describes";
    mapping.claim.target_title = "a\tb";
    mapping.confidence = Confidence::medium;
    mapping.approved_by = "ls:some one@x";
    put(mapping);
    auto const sssom =
        value(made([&](auto& session, auto const& sink) { return write_sssom(session, corpus_, {}, facts(), sink); }));
    EXPECT_THAT(sssom, StartsWith("#sssom_version: \"1.1\"\n#mapping_set_id: \"https://ke-wp-mapping.org/dataset\"\n"));
    EXPECT_THAT(sssom, HasSubstr("\n#mapping_set_title: \"Mappings: \\\"ours\\\"\"\n"));
    EXPECT_THAT(sssom, HasSubstr("\n#  \"wikipathways\": \"https://identifiers.org/wikipathways/\"\n"));
    EXPECT_THAT(sssom, HasSubstr("\taop.events:7\tLoss of example\tskos:relatedMatch\tGO:0006915\ta b\t"
                                 "semapv:ManualMappingCuration\tgithub:jdoe\tls:some%20one%40x\t"
                                 "bioregistry:go\t\t2026-02-03\t0.6\tconnection: describes\n"));
}

TEST_F(Files, ExcelIsTheSameBytesForTheSameData)
{
    put(publish_mapping(Resource::wikipathways, 11));
    auto const excel = [&] {
        return value(made([&](auto& session, auto const& sink) {
            return write_excel(session, corpus_, {}, facts(), folder(), sink);
        }));
    };
    auto const first = excel();
    EXPECT_THAT(first, StartsWith("PK"));
    auto const second_began = now();
    while (now() == second_began) {  // a clock's second later: no time of making may be in the file
    }
    EXPECT_EQ(first, excel());
    EXPECT_THAT(std::distance(std::filesystem::directory_iterator{folder()}, {}),
                testing::Le(3));  // the database alone
}

TEST(Excel, PutsAnApostropheBeforeWhatASpreadsheetWouldRun)
{
    for (auto const* const text : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"}) {
        EXPECT_EQ(without_formula(text), std::string{"'"} + text);
    }
    EXPECT_EQ(without_formula("Decrease, x=1"), "Decrease, x=1");
    EXPECT_EQ(without_formula(""), "");
}

TEST_F(Files, AreWrittenInPiecesAndEndWithTheSinksError)
{
    for (std::uint32_t target = 1; target <= 400; ++target) {
        put(publish_mapping(Resource::wikipathways, 1000 + target));
    }
    Collected collected;
    store::Readers readers{database()};
    value(readers.read([&](auto& session) { return write_turtle(session, corpus_, {}, kBase, collected.sink()); }));
    EXPECT_GT(collected.text.size(), 4 * collected.longest_piece);
    int pieces = 0;
    auto const full = readers.read([&](store::Session& session) {
        return write_ndjson(session, corpus_, {}, [&](std::string_view) -> Result<void> {
            ++pieces;
            return fail(ErrorCode::io, "no space left");
        });
    });
    ASSERT_FALSE(full);
    EXPECT_THAT(full.error().message, HasSubstr("no space left"));
    EXPECT_EQ(pieces, 1);
}

TEST(Labels, NameTheTierInFileNamesAndForReaders)
{
    EXPECT_EQ(tier_in_name({}), "All");
    EXPECT_EQ(tier_in_name({.minimum_confidence = Confidence::high}), "High");
    EXPECT_EQ(tier_in_name({.confidence = Confidence::medium}), "Medium-only");
    EXPECT_EQ(tier_text({.minimum_confidence = Confidence::medium}), "confidence medium or higher");
    EXPECT_EQ(one_line("a\t\r\nb"), "a b");
}

}  // namespace
}  // namespace kewp::publish
