#include "base/json_text.hpp"
#include "publish/json_ld.hpp"
#include "publish/mapping_rdf.hpp"
#include "publish/turtle.hpp"
#include "publish_fixture.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kewp::publish {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char const* kBase = "https://ke-wp-mapping.org/mapping/";

TEST(Turtle, HasTheClassThenThePredicatesOfTheReferenceAndWhatWeAdd)
{
    auto mapping = publish_mapping(Resource::go, 6915);
    mapping.claim.target_title = "positive regulation of example process";
    mapping.claim.go_namespace = "biological_process";
    mapping.go_direction = store::GoDirection::positive;
    mapping.claim.suggestion_score = 0.81;
    mapping.claim.assessment.connection_score = 3;
    mapping.sources.target_date = "2026-01-23";
    mapping.sources.target_version = "releases/2026-01-23";
    mapping.sources.aopwiki = "2026-05-06";
    EXPECT_EQ(turtle_of(mapping, publish_corpus(), kBase).value(),
              R"(@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ke-wp: <https://ke-wp-mapping.org/vocab#> .
@prefix mapping: <https://ke-wp-mapping.org/mapping/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

mapping:3f0c1b52-6a0e-4a53-9a7b-1d2e3f405162
	a ke-wp:KeyEventGOMapping ;
	dcterms:creator "github:admin-a" ;
	dcterms:date "2026-02-03T04:05:06Z"^^xsd:dateTime ;
	dcterms:identifier "3f0c1b52-6a0e-4a53-9a7b-1d2e3f405162" ;
	ke-wp:aopWikiSnapshotDate "2026-05-06"^^xsd:date ;
	ke-wp:confidenceLevel "high" ;
	ke-wp:connectionScore 3 ;
	ke-wp:goDirection "positive" ;
	ke-wp:goNamespace "biological_process" ;
	ke-wp:goReleaseDate "2026-01-23"^^xsd:date ;
	ke-wp:goTerm <http://purl.obolibrary.org/obo/GO_0006915> ;
	ke-wp:goTermId "GO:0006915" ;
	ke-wp:goTermName "positive regulation of example process" ;
	ke-wp:keyEvent <https://identifiers.org/aop.events/7> ;
	ke-wp:keyEventId "KE 7" ;
	ke-wp:keyEventName "Loss of example" ;
	ke-wp:proposedBy "github:jdoe" ;
	ke-wp:suggestionScore 0.81 .

)");
}

TEST(Turtle, WritesSmallScoresWithoutAnExponentAndLeavesOutWhatIsNoDate)
{
    auto mapping = publish_mapping(Resource::reactome, 90);
    mapping.claim.suggestion_score = 0.00001;
    mapping.sources.target_date = "bad";
    mapping.sources.target_version = "96";
    auto const turtle = turtle_of(mapping, publish_corpus(), kBase).value();
    EXPECT_THAT(turtle, HasSubstr("ke-wp:suggestionScore 0.00001 "));
    EXPECT_THAT(turtle, HasSubstr("ke-wp:reactomeReleaseVersion \"96\""));
    EXPECT_THAT(turtle, HasSubstr("ke-wp:pathwayDescription \"About <it>\""));
    EXPECT_THAT(turtle, Not(HasSubstr("reactomeReleaseDate")));
    mapping.claim.suggestion_score = 1;
    EXPECT_THAT(turtle_of(mapping, publish_corpus(), kBase).value(), HasSubstr("ke-wp:suggestionScore 1.0 "));
}

TEST(Turtle, EscapesQuotesLineEndsAndBackslashesOnOneLine)
{
    auto mapping = publish_mapping(Resource::wikipathways, 11);
    mapping.claim.target_title = "a \"quoted\"\nline\t\\ β \"\"\"";
    EXPECT_THAT(turtle_of(mapping, publish_corpus(), kBase).value(),
                HasSubstr(R"(ke-wp:pathwayTitle "a \"quoted\"\nline\t\\ β \"\"\"")"));
}

TEST(Turtle, PutsMappingsUnderTheConfiguredIri)
{
    auto const turtle =
        turtle_of(publish_mapping(Resource::wikipathways, 11), publish_corpus(), "https://b.example/m#").value();
    EXPECT_THAT(turtle, HasSubstr("@prefix mapping: <https://b.example/m#> ."));
    EXPECT_EQ(iri_of_dataset(kBase), "https://ke-wp-mapping.org/dataset");
    EXPECT_EQ(iri_of_dataset("https://b.example/m#"), "https://b.example/m#dataset");
}

TEST(JsonLd, SaysWhatTurtleSaysAndNamesKeyEventAndPathwayForSearchEngines)
{
    auto const mapping = publish_mapping(Resource::wikipathways, 11);
    auto const corpus = publish_corpus();
    auto const node = json_ld_node(mapping, corpus, kBase);
    EXPECT_EQ(node.at("@id"), "https://ke-wp-mapping.org/mapping/3f0c1b52-6a0e-4a53-9a7b-1d2e3f405162");
    EXPECT_EQ(to_json_text(node.at("@type")), R"(["mapping","ke-wp:KeyEventPathwayMapping"])");
    EXPECT_EQ(to_json_text(node.at("keyEvent")),
              R"({"@type":"ke","@id":"https://aopwiki.org/events/7","identifier":"KE 7","name":"Loss of example"})");
    EXPECT_EQ(node.at("pathway").at("@id"), "https://www.wikipathways.org/pathways/WP11.html");
    for (auto const& property : rdf_properties(mapping, corpus)) {
        EXPECT_TRUE(node.contains(property.predicate)) << property.predicate;
    }
    EXPECT_EQ(to_json_text(node.at("dcterms:date")), R"({"@type":"xsd:dateTime","@value":"2026-02-03T04:05:06Z"})");
    EXPECT_TRUE(json_ld_of(mapping, corpus, kBase).contains("@context"));
}

}  // namespace
}  // namespace kewp::publish
