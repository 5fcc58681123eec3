#include "import_bench.hpp"

#include <gmock/gmock.h>

namespace kewp::corpus {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::SizeIs;

// The form of AOP-Wiki's dump: ids of its own, and the list of what they are at AOP-Wiki.
constexpr char const* kXml = R"(<?xml version="1.0" encoding="UTF-8"?>
<data xmlns="http://www.aopkb.org/aop-xml">
  <key-event id="k100">
    <title>Activation of receptor</title>
    <biological-organization-level>Molecular</biological-organization-level>
    <description>&lt;p&gt;First &amp;amp; second.&lt;/p&gt;</description>
  </key-event>
  <key-event id="k101"><title>Cell death</title><description/></key-event>
  <key-event-relationship id="r50">
    <title><upstream-id>k100</upstream-id><downstream-id>k101</downstream-id></title>
    <last-modification-timestamp>2024-06-01T00:00:00</last-modification-timestamp>
  </key-event-relationship>
  <aop id="a1">
    <title>Receptor to death</title>
    <status><oecd-status>EAGMST Under Review</oecd-status></status>
    <last-modification-timestamp>2024-06-15T12:00:00</last-modification-timestamp>
    <key-events><key-event key-event-id="k100"/><key-event key-event-id="k101"/></key-events>
    <key-event-relationships><relationship id="r50"/></key-event-relationships>
    <molecular-initiating-event key-event-id="k100"/>
    <adverse-outcome key-event-id="k101"/>
  </aop>
  <aop id="a2"><title>Without events</title><status/></aop>
  <vendor-specific>
    <aop-reference id="a1" aop-wiki-id="10"/>
    <aop-reference id="a2" aop-wiki-id="11"/>
    <key-event-reference id="k100" aop-wiki-id="200"/>
    <key-event-reference id="k101" aop-wiki-id="30"/>
    <key-event-relationship-reference id="r50" aop-wiki-id="500"/>
  </vendor-specific>
</data>
)";

TEST(ImportAopWiki, ReadsTheXmlDump)
{
    ImportBench const bench;
    bench.write("dump.xml", kXml);
    auto const report = bench.ok("aopwiki", {"dump.xml"});
    EXPECT_EQ(report.records_bad, 0U);
    EXPECT_EQ(report.release, "2024-06-15");
    EXPECT_EQ(text_of(bench.made("ke_metadata.json")),
              R"([{"KElabel":"KE 30","KEtitle":"Cell death","KEdescription":"","biolevel":"",)"
              R"("KEpage":"https://identifiers.org/aop.events/30"},)"
              R"({"KElabel":"KE 200","KEtitle":"Activation of receptor","KEdescription":"First & second.",)"
              R"("biolevel":"Molecular","KEpage":"https://identifiers.org/aop.events/200"}])");
    EXPECT_EQ(text_of(bench.made("ke_aop_membership.json")),
              R"({"KE 200":[{"aop_id":"AOP 10","aop_title":"Receptor to death"}],)"
              R"("KE 30":[{"aop_id":"AOP 10","aop_title":"Receptor to death"}]})");
    auto const adjacency = bench.made("ker_adjacency.json");
    EXPECT_EQ(
        text_of(adjacency.at("AOP 10")),
        R"({"title":"Receptor to death","kes":[{"id":"KE 200","title":"Activation of receptor","type":"MIE"},)"
        R"({"id":"KE 30","title":"Cell death","type":"AO"}],"kers":[{"upstream":"KE 200","downstream":"KE 30"}]})");
    EXPECT_EQ(adjacency.at("_metadata").at("aop_count"), 1);
    EXPECT_EQ(adjacency.at("_metadata").at("total_kers"), 1);
    EXPECT_EQ(adjacency.at("_metadata").at("total_kes"), 2);
    EXPECT_FALSE(adjacency.as_object().contains("AOP 11"));
}

TEST(ImportAopWiki, StoresTheOecdStatusAsItComes)
{
    ImportBench const bench;
    bench.write("dump.xml", kXml);
    static_cast<void>(bench.ok("aopwiki", {"dump.xml"}));
    auto const status = bench.made("aop_oecd_status.json");
    EXPECT_EQ(status.at("_meta").at("vocabulary").as_array().size(), 8U);
    EXPECT_EQ(text_of(status.at("aops")), R"({"AOP 10":{"status":"EAGMST Under Review","title":"Receptor to death"},)"
                                          R"("AOP 11":{"status":"Unknown","title":"Without events"}})");
}

TEST(ImportAopWiki, ReportsAKeyEventWithoutAopWikiId)
{
    ImportBench const bench;
    std::string xml{kXml};
    xml.replace(xml.find(R"(<key-event-reference id="k101")"), 30, R"(<key-event-reference id="other")");
    bench.write("dump.xml", xml);
    auto const message = bench.refusal("aopwiki", {"dump.xml"});
    EXPECT_THAT(message, HasSubstr("dump.xml:8: key event 'k101' has no AOP-Wiki id"));
}

TEST(ImportAopWiki, SaysAtWhichLineADumpIsNoXml)
{
    ImportBench const bench;
    bench.write("dump.xml", std::string{kXml}.substr(0, 300));
    EXPECT_THAT(bench.refusal("aopwiki", {"dump.xml"}), HasSubstr("dump.xml: line "));
}

TEST(ImportAopWiki, ReadsItsTablesWhateverTheIdsLookLike)
{
    ImportBench const bench;
    bench.write("mie.tsv",
                "Aop:1\tEvent:142\tKeyEvent\tHyperplasia, Hyperplasia\n"
                "AOP 1\tKE 57\tMolecularInitiatingEvent\tProliferation\n"
                "1\taop.events/334\tAdverseOutcome\tCarcinoma\n");
    bench.write("ker.tsv", "Aop:1\tEvent:57\tEvent:142\tRelationship:69\tadjacent\t2\t\n");
    bench.write("ec.tsv", "Aop:2\tEvent:57\tincreased\t\t\t\tGO\tGO:0008283\tcell proliferation\n");
    bench.write_data("aop_oecd_status.json",
                     R"({"_meta":{},"aops":{"AOP 1":{"status":"EAGMST Approved","title":"x"}}})");
    auto const report = bench.ok("aopwiki", {"mie.tsv", "ker.tsv", "ec.tsv"});
    EXPECT_EQ(report.records_read, 5U);
    EXPECT_EQ(text_of(bench.made("ker_adjacency.json").at("AOP 1").at("kes")),
              R"([{"id":"KE 142","title":"Hyperplasia, Hyperplasia","type":"KE"},)"
              R"({"id":"KE 57","title":"Proliferation","type":"MIE"}])");
    EXPECT_EQ(bench.made("ke_aop_membership.json").at("KE 57").as_array().size(), 2U);
    // Nothing in these tables says it, so the old value stays, and that is said.
    EXPECT_EQ(bench.made("aop_oecd_status.json").at_pointer("/aops/AOP 1/status").as_string(), "EAGMST Approved");
    EXPECT_THAT(report.warnings, Contains(HasSubstr("no input states the OECD status of AOPs; 1 kept")));
}

TEST(ImportAopWiki, TrustsTitlesOfTheXmlMostAndOfTheTurtleLeast)
{
    ImportBench const bench;
    bench.write("a.ttl",
                "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
                "<https://identifiers.org/aop.events/57> rdfs:label \"from turtle\"@en .\n"
                "<https://identifiers.org/aop.events/58> rdfs:label \"KE5: only in turtle\"@en .\n"
                "<https://identifiers.org/aop.events/142> rdfs:label \"from turtle\"@en .\n");
    bench.write("b.tsv", "Aop:1\tEvent:57\tKeyEvent\tfrom table\nAop:1\tEvent:142\tKeyEvent\tfrom table\n");
    bench.write("c.json", R"([{"KElabel":"KE 57","KEtitle":"from json","KEdescription":"short","biolevel":"Cellular"},
        {"KElabel":"KE 57","KEtitle":"again","KEdescription":"much longer","biolevel":"Organ"}])");
    static_cast<void>(bench.ok("aopwiki", {"a.ttl", "b.tsv", "c.json"}));
    auto const events = bench.made("ke_metadata.json").as_array();
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(events[0].at("KEtitle").as_string(), "from json");
    EXPECT_EQ(events[0].at("KEdescription").as_string(), "much longer");
    EXPECT_EQ(events[0].at("biolevel").as_string(), "Cellular");
    EXPECT_EQ(events[1].at("KEtitle").as_string(), "KE5: only in turtle");
    EXPECT_EQ(events[2].at("KEtitle").as_string(), "from table");
}

TEST(ImportAopWiki, GivesLooseRelationshipsToTheAopsThatHaveBothEnds)
{
    ImportBench const bench;
    bench.write("ker.ttl",
                "@prefix b: <https://www.sbd4nano.eu/bel/#> .\n"
                "<https://identifiers.org/aop.relationships/7> b:cause <https://identifiers.org/aop.events/1> ;\n"
                "  b:outcome <https://identifiers.org/aop.events/2> .\n"
                "<https://identifiers.org/aop.relationships/8> b:cause <https://identifiers.org/aop.events/2> ;\n"
                "  b:outcome <https://identifiers.org/aop.events/3> .\n"
                "<https://identifiers.org/aop.relationships/9> b:cause <https://identifiers.org/aop.events/3> ;\n"
                "  b:outcome <https://identifiers.org/aop.events/9> .\n");
    bench.write("members.json", R"({"KE 1":[{"aop_id":"AOP 1","aop_title":"a"},{"aop_id":"AOP 2","aop_title":"b"}],
        "KE 2":[{"aop_id":"AOP 1","aop_title":"a"},{"aop_id":"AOP 2","aop_title":"b"}],
        "KE 3":[{"aop_id":"AOP 1","aop_title":"a"},{"aop_id":"AOP 2","aop_title":"b"}]})");
    bench.write("ker.tsv",
                "Aop:1\tEvent:1\tEvent:3\tRelationship:20\tadjacent\t\t\n"
                "Aop:2\tEvent:1\tEvent:2\tRelationship:7\tadjacent\t\t\n");
    auto const report = bench.ok("aopwiki", {"ker.ttl", "members.json", "ker.tsv"});
    auto const adjacency = bench.made("ker_adjacency.json");
    // 7 is stated for AOP 2, so AOP 1, which has relationships of its own, does not get it; 8 goes to both.
    EXPECT_EQ(text_of(adjacency.at("AOP 1").at("kers")),
              R"([{"upstream":"KE 1","downstream":"KE 3"},{"upstream":"KE 2","downstream":"KE 3"}])");
    EXPECT_EQ(text_of(adjacency.at("AOP 2").at("kers")),
              R"([{"upstream":"KE 1","downstream":"KE 2"},{"upstream":"KE 2","downstream":"KE 3"}])");
    EXPECT_THAT(report.warnings, Contains(HasSubstr("1 relationships belong to no AOP")));
}

TEST(ImportAopWiki, ReadsTheVocabularyOfAopWikiRdf)
{
    ImportBench const bench;
    bench.write("AOPWikiRDF-20260613.ttl", R"(@prefix aopo: <http://aopkb.org/aop_ontology#> .
@prefix dc: <http://purl.org/dc/elements/1.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix nci: <http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl#> .
@prefix aop: <https://identifiers.org/aop/> .
@prefix aop.events: <https://identifiers.org/aop.events/> .
@prefix aop.relationships: <https://identifiers.org/aop.relationships/> .
aop:3 a aopo:AdverseOutcomePathway ; rdfs:label "AOP 3" ; dc:title "Complex I" ; nci:C25688 "WPHA/WNT Endorsed" ;
  aopo:has_key_event aop.events:1 , aop.events:2 ; aopo:has_molecular_initiating_event aop.events:1 ;
  aopo:has_key_event_relationship aop.relationships:5 .
aop.events:1 a aopo:KeyEvent ; rdfs:label "KE 1" ; dc:title "One" ; nci:C25664 "Molecular" ; dc:description "About." .
aop.events:2 a aopo:KeyEvent ; rdfs:label "KE 2" ; dc:title "Two" .
aop.relationships:5 aopo:has_upstream_key_event aop.events:1 ; aopo:has_downstream_key_event aop.events:2 .
)");
    auto const report = bench.ok("aopwiki", {"AOPWikiRDF-20260613.ttl"});
    EXPECT_EQ(report.release, "2026-06-13");
    EXPECT_TRUE(report.warnings.empty()) << report.warnings.front();
    auto const events = bench.made("ke_metadata.json").as_array();
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].at("KEtitle").as_string(), "One");
    EXPECT_EQ(events[0].at("biolevel").as_string(), "Molecular");
    EXPECT_EQ(bench.made("aop_oecd_status.json").at_pointer("/aops/AOP 3/status").as_string(), "WPHA/WNT Endorsed");
    EXPECT_EQ(bench.made("ker_adjacency.json").at_pointer("/AOP 3/kes/0/type").as_string(), "MIE");
}

TEST(ImportAopWiki, LeavesKeyEventsWithoutATitleOutOfTheMetadata)
{
    ImportBench const bench;
    bench.write("members.json", R"({"KE 1":[{"aop_id":"AOP 1","aop_title":"a"}]})");
    bench.write("titles.json", R"([{"KElabel":"KE 2","KEtitle":"two"}])");
    auto const report = bench.ok("aopwiki", {"members.json", "titles.json"});
    EXPECT_EQ(bench.made("ke_metadata.json").as_array().size(), 1U);
    EXPECT_TRUE(bench.made("ke_aop_membership.json").as_object().contains("KE 1"));
    EXPECT_THAT(report.warnings, Contains(HasSubstr("1 Key Events are members of AOPs, but no input has their title")));
}

}  // namespace
}  // namespace kewp::corpus
