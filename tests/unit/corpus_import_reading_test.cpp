#include "corpus/archive.hpp"
#include "corpus/gmt.hpp"
#include "corpus/import_input.hpp"
#include "corpus/json_records.hpp"
#include "corpus/line_reader.hpp"
#include "corpus/progress.hpp"
#include "corpus/turtle.hpp"
#include "corpus/xml_reader.hpp"
#include "import_bench.hpp"

#include <gmock/gmock.h>

namespace kewp::corpus {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

/// Hands out `text` in pieces of `step` bytes, so that every boundary is met.
ByteSource pieces(std::string text, std::size_t step)
{
    return [text = std::move(text), step, at = std::size_t{0}](std::span<char> buffer) mutable -> Result<std::size_t> {
        auto const count = std::min({step, buffer.size(), text.size() - at});
        std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(at), count, buffer.begin());
        at += count;
        return count;
    };
}

std::vector<std::string> lines_of(std::string const& text, std::size_t step)
{
    LineReader reader{pieces(text, step)};
    std::vector<std::string> lines;
    while (*reader.next()) {
        lines.emplace_back(reader.line());
    }
    return lines;
}

TEST(LineReader, CutsAtBothKindsOfLineEndsWhereverTheBytesArrive)
{
    for (std::size_t step = 1; step < 9; ++step) {
        EXPECT_THAT(lines_of("\xEF\xBB\xBF"
                             "a\r\n\nbc\nlast",
                             step),
                    ElementsAre("a", "", "bc", "last"));
    }
    EXPECT_THAT(lines_of("", 4), IsEmpty());
    EXPECT_THAT(lines_of("a\n", 4), ElementsAre("a"));
}

TEST(Archive, ReadsGzipLikeAPlainFile)
{
    ImportBench const bench;
    bench.write("a.txt", "hello");
    bench.write_gzip("b.txt.gz", "hello");
    for (auto const* const name : {"a.txt", "b.txt.gz"}) {
        auto archive = Archive::open(bench.inputs() / name);
        ASSERT_TRUE(archive);
        ASSERT_TRUE(*archive->next());
        EXPECT_FALSE(archive->is_container());
        EXPECT_EQ(archive->name(), std::string{name}.substr(0, 5));
        EXPECT_EQ(*archive->read_all(100), "hello");
    }
}

TEST(Archive, RefusesAGzipFileThatIsCutOff)
{
    ImportBench const bench;
    std::string noise;
    for (std::uint32_t i = 0, state = 1; i < 200'000; ++i) {
        state = state * 1'664'525U + 1'013'904'223U;
        noise += static_cast<char>(state >> 24U);
    }
    bench.write_gzip("whole.gz", noise);
    auto const whole = *read_file(bench.inputs() / "whole.gz");
    bench.write("cut.gz", whole.substr(0, whole.size() / 2));
    auto archive = Archive::open(bench.inputs() / "cut.gz");
    ASSERT_TRUE(archive);
    ASSERT_TRUE(*archive->next());
    auto const text = archive->read_all(1'000'000);
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().code, ErrorCode::corrupt);
    EXPECT_THAT(text.error().message, HasSubstr("cut.gz: cannot be unpacked"));
}

TEST(Archive, StopsAtTheLimit)
{
    ImportBench const bench;
    bench.write_gzip("zeros.gz", std::string(500'000, '0'));
    auto archive = Archive::open(bench.inputs() / "zeros.gz");
    ASSERT_TRUE(*archive->next());
    EXPECT_EQ(archive->read_all(1'000).error().code, ErrorCode::too_large);
}

TEST(DateInName, FindsDaysAndMonths)
{
    EXPECT_EQ(date_in_name("aops-20260613.ttl"), "2026-06-13");
    EXPECT_EQ(date_in_name("aop-wiki-xml-2026-07-01.gz"), "2026-07-01");
    EXPECT_EQ(date_in_name("releases/2024-01-17"), "2024-01-17");
    EXPECT_EQ(date_in_name("ReactomePathways-202509.gmt"), "2025-09");
    EXPECT_EQ(date_in_name("wikipathways-99999999.gmt"), "");
    EXPECT_EQ(date_in_name("go-basic.obo"), "");
}

TEST(SplitJson, GivesEachRecordWithItsLine)
{
    std::vector<std::string> seen;
    auto const collect = [&](JsonRecord const& record) {
        seen.push_back(std::string{record.key} + "|" + std::string{record.value} + "|" + std::to_string(record.line));
    };
    ASSERT_TRUE(split_json("{\n \"a\": [1, \"x,}\\\"\"],\n\"b\": {\"c\":\n2}\n}", collect));
    EXPECT_THAT(seen, ElementsAre("a|[1, \"x,}\\\"\"]|2", "b|{\"c\":\n2}|3"));
    seen.clear();
    ASSERT_TRUE(split_json("[ 1,\n{} ]", collect));
    EXPECT_THAT(seen, ElementsAre("|1|1", "|{}|2"));
    ASSERT_TRUE(split_json("{}", collect));
}

TEST(SplitJson, RefusesTextWhoseRecordsCannotBeToldApart)
{
    for (auto const* const text : {"", "x", "[1", "{\"a\" 1}", "{\"a\":", "[1,,2]", "[1] 2", "{\"a\":\"b", "[1}"}) {
        auto const split = split_json(text, [](JsonRecord const&) {});
        EXPECT_FALSE(split) << text;
    }
}

TEST(Turtle, WritesNamesOutAndTellsTheLine)
{
    std::vector<std::string> seen;
    auto const read = read_turtle(
        pieces("@prefix e: <https://x/> .\ne:1 e:p e:2, \"text\"@en .\n", 3),
        [&](Triple const& t) {
            seen.push_back(std::string{t.subject} + " " + std::string{t.predicate} + " " + std::string{t.object} + " " +
                           std::to_string(t.line) + (t.object_is_literal ? " literal" : ""));
        },
        [](std::size_t, std::string) { ADD_FAILURE(); });
    ASSERT_TRUE(read);
    EXPECT_THAT(seen, ElementsAre("https://x/1 https://x/p https://x/2 2", "https://x/1 https://x/p text 2 literal"));
}

TEST(Turtle, GoesOnAfterAStatementThatIsNone)
{
    int triples = 0;
    std::vector<std::size_t> bad_lines;
    auto const read = read_turtle(
        pieces("@prefix e: <https://x/> .\ne:1 e:p e:2 .\ne:1 }{ broken .\nf:1 e:p e:2 .\ne:3 e:p e:4 .\n", 1000),
        [&](Triple const&) { ++triples; }, [&](std::size_t line, std::string) { bad_lines.push_back(line); });
    ASSERT_TRUE(read);
    EXPECT_EQ(triples, 2);
    EXPECT_THAT(bad_lines, ElementsAre(3, 4));
}

TEST(Turtle, CountsABrokenStatementOnce)
{
    for (auto const* const statement : {"e:1 e:p \"no end .", "e:1 e:p <no iri at all .", "}{"}) {
        int triples = 0;
        std::vector<std::size_t> bad_lines;
        auto const text = "@prefix e: <https://x/> .\n" + std::string{statement} + "\ne:3 e:p e:4 .\n";
        ASSERT_TRUE(read_turtle(
            pieces(text, 7), [&](Triple const& t) { triples += t.line == 3 ? 1 : 0; },
            [&](std::size_t line, std::string) { bad_lines.push_back(line); }));
        EXPECT_EQ(triples, 1) << statement;
        EXPECT_THAT(bad_lines, ElementsAre(2)) << statement;
    }
}

TEST(Xml, HandsOutTheChildrenOfTheRoot)
{
    std::vector<std::string> seen;
    auto const read =
        read_xml(pieces("<?xml version='1.0'?>\n<d xmlns='u'>\n<a id='1'><t>x &amp; y</t></a>\n<b/></d>", 5),
                 [&](XmlElement element) {
                     seen.push_back(std::string{element.name()} + element.attribute("id") + element.child_text("t") +
                                    std::to_string(element.line()));
                 });
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_THAT(seen, ElementsAre("a1x & y3", "b4"));
}

TEST(Xml, RefusesWhatIsNotWellFormedWithTheLine)
{
    auto const read = read_xml(pieces("<d>\n<a>\n</d>", 100), [](XmlElement) {});
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::corrupt);
    EXPECT_THAT(read.error().message, StartsWith("line 2: no XML: Opening and ending tag mismatch"));
    EXPECT_FALSE(read_xml(pieces("<d><a/>", 100), [](XmlElement) {}));
}

TEST(Xml, DoesNotReadFilesThatTheDocumentNames)
{
    ImportBench const bench;
    bench.write("secret", "secret text");
    std::string seen;
    auto const text =
        "<!DOCTYPE d [<!ENTITY e SYSTEM 'file://" + (bench.inputs() / "secret").string() + "'>]>\n<d><a>&e;</a></d>";
    static_cast<void>(read_xml(pieces(text, 100), [&](XmlElement element) { seen += element.text(); }));
    EXPECT_THAT(seen, Not(HasSubstr("secret text")));
}

TEST(Gmt, ReadsTheLayoutsOfGoLibraries)
{
    struct Case {
        char const* line;
        char const* id;
        char const* name;
        std::vector<std::string_view> genes;
    };
    Case const cases[] = {
        {"'de novo' AMP process{GO:0044208}\tADSL\tPFAS", "GO:0044208", "'de novo' AMP process", {"ADSL", "PFAS"}},
        {"folding (GO:0051084)\t\tSDF2L1\tHSPA9\t", "GO:0051084", "folding", {"SDF2L1", "HSPA9"}},
        {"gene silencing (GO:0060148),FXR1\tZFP36", "GO:0060148", "gene silencing", {"FXR1", "ZFP36"}},
        {"(2E\\,6E)-farnesyl activity{GO:0004337}\tFDPS", "GO:0004337", "(2E,6E)-farnesyl activity", {"FDPS"}},
        {"folding (GO:0051084)\ta longer description\tHSPA9,1.0", "GO:0051084", "folding", {"HSPA9"}},
        {"GO:0000001\tmitochondrion inheritance\tMTM1", "GO:0000001", "mitochondrion inheritance", {"MTM1"}},
    };
    for (auto const& c : cases) {
        auto const set = parse_go_set(c.line);
        ASSERT_TRUE(set) << set.error().message;
        EXPECT_EQ(set->id, c.id);
        EXPECT_EQ(set->name, c.name);
        EXPECT_EQ(set->genes, c.genes) << c.line;
    }
    EXPECT_FALSE(parse_go_set("GOBP_APOPTOSIS\thttp://x\tTP53"));
    EXPECT_FALSE(parse_go_set("name {GO:12}\tTP53"));
}

TEST(Gmt, ReadsWikiPathwaysTitlesWithAPercentSign)
{
    auto const set =
        parse_wikipathways_set("50% more%WikiPathways_20220613%WP5187_r1%Homo sapiens\thttp://x\t7098\t8792");
    ASSERT_TRUE(set) << set.error().message;
    EXPECT_EQ(set->id, "WP5187");
    EXPECT_EQ(set->name, "50% more");
    EXPECT_EQ(set->date, "2022-06-13");
    EXPECT_EQ(set->species, "Homo sapiens");
    EXPECT_THAT(set->genes, ElementsAre("7098", "8792"));
    EXPECT_FALSE(parse_wikipathways_set("title only\thttp://x\t1"));
}

TEST(Gmt, FindsWhereReactomesGenesBegin)
{
    EXPECT_EQ(reactome_first_gene("n\tR-HSA-1\tBANF1\tHMGA1"), 2U);
    EXPECT_EQ(reactome_first_gene("n\tR-HSA-1\tReactome Pathway\tBANF1"), 3U);
    EXPECT_EQ(reactome_first_gene("n\tR-HSA-1\thttps://reactome.org/x\tBANF1"), 3U);
    EXPECT_EQ(reactome_first_gene("n\tR-HSA-1\t\tBANF1"), 3U);
    EXPECT_EQ(parse_reactome_set("n\tR-HSA-109581.4\tBANF1", 2)->id, "R-HSA-109581");
}

TEST(Progress, WritesLinesWhereThereIsNoTerminal)
{
    std::ostringstream out;
    Progress progress{out, Progress::Mode::lines};
    progress.begin("reading x", 100);
    progress.advance_to(50);
    progress.finish("7 records");
    EXPECT_EQ(out.str(), "reading x: 7 records\n");
}

TEST(Progress, TakesTheBarAwayBeforeItWritesALine)
{
    std::ostringstream out;
    Progress progress{out, Progress::Mode::bar};
    progress.begin("reading x", 2'000'000);
    while (out.str().empty()) {  // the bar is drawn a few times in a second only
        progress.advance_to(1'000'000);
    }
    EXPECT_THAT(out.str(), HasSubstr("reading x [###############...............] 1.0 MB of 2.0 MB"));
    progress.finish("done");
    EXPECT_THAT(out.str(), HasSubstr("\r\x1b[Kreading x: done\n"));
    std::ostringstream nothing;
    Progress silent{nothing, Progress::Mode::silent};
    silent.begin("x", 1);
    silent.finish("done");
    EXPECT_EQ(nothing.str(), "");
}

}  // namespace
}  // namespace kewp::corpus
