#include "base/json_text.hpp"
#include "publish/csv.hpp"
#include "publish/mapping_object.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kewp::publish {
namespace {

using corpus::Corpus;
using store::MappingRecord;

Corpus small_corpus()
{
    corpus::CorpusParts parts;
    parts.key_events.push_back(
        {.id = KeId{1}, .title = "Increase, X", .level = "Molecular", .aops = {AopId{3}, AopId{41}}});
    corpus::Target pathway{.id = TargetId{Resource::reactome, 90}, .title = "Example"};
    pathway.description = "About it";
    pathway.genes = {0, 1, 2};
    pathway.genes_known = true;
    parts.targets[static_cast<std::size_t>(corpus::TargetKind::reactome)].push_back(pathway);
    parts.other_go_facts[TargetId{Resource::go, 1}] = {.ic = 0.5678, .depth = 6};
    return Corpus{std::move(parts)};
}

MappingRecord mapping_of(Resource resource, std::uint32_t target)
{
    MappingRecord mapping{.pair = {KeId{1}, TargetId{resource, target}}};
    mapping.uuid = "3f0c1b52-6a0e-4a53-9a7b-1d2e3f405162";
    mapping.claim.ke_title = "Increase, X";
    mapping.claim.target_title = "Example, \"quoted\"";
    mapping.confidence = store::Confidence::high;
    return mapping;
}

TEST(MappingObject, HasTheFieldsOfWikiPathwaysInOrderWithUnknownsAsNull)
{
    auto const corpus = small_corpus();
    EXPECT_EQ(to_json_text(mapping_object(mapping_of(Resource::wikipathways, 554), corpus)),
              R"({"uuid":"3f0c1b52-6a0e-4a53-9a7b-1d2e3f405162","ke_id":"KE 1","ke_name":"Increase, X",)"
              R"("pathway_id":"WP554","pathway_title":"Example, \"quoted\"","confidence_level":"high",)"
              R"("connection_type":"undefined","ke_aop_context":["AOP 3","AOP 41"],"ke_bio_level":"Molecular",)"
              R"("assessment":{"relationship":null,"basis":null,"specificity":null,"coverage":null,"version":"v1"},)"
              R"("provenance":{"suggestion_score":null,"approved_by":null,"approved_at":null,"proposed_by":null}})");
}

TEST(MappingObject, OfGoHasInformationContentAndDepthOfTheTerm)
{
    auto const corpus = small_corpus();
    auto mapping = mapping_of(Resource::go, 1);
    mapping.go_direction = store::GoDirection::negative;
    mapping.claim.assessment.connection_score = 3;
    auto const object = mapping_object(mapping, corpus);
    EXPECT_EQ(object.at("go_term_id"), "GO:0000001");
    EXPECT_EQ(object.at("go_ic"), 0.57);
    EXPECT_EQ(object.at("go_depth"), 6);
    EXPECT_EQ(object.at("go_direction"), "negative");
    EXPECT_EQ(object.at("connection_score"), 3);
    EXPECT_TRUE(object.at("go_definition").is_null());
}

TEST(MappingObject, OfReactomeCountsGenesAndSaysNullWhenThePathwayIsGone)
{
    auto const corpus = small_corpus();
    EXPECT_EQ(mapping_object(mapping_of(Resource::reactome, 90), corpus).at("reactome_gene_count"), 3);
    auto const gone = mapping_object(mapping_of(Resource::reactome, 91), corpus);
    EXPECT_TRUE(gone.at("reactome_gene_count").is_null());
    EXPECT_TRUE(gone.at("pathway_description").is_null());
}

TEST(MappingObject, HasExactlyTheFieldsThatAreListedForSelection)
{
    auto const corpus = small_corpus();
    for (auto const resource : kResources) {
        std::vector<std::string> names;
        for (auto const& member : mapping_object(mapping_of(resource, 5), corpus)) {
            names.emplace_back(member.key());
        }
        EXPECT_THAT(mapping_fields(resource), ::testing::ElementsAreArray(names));
    }
    std::vector<std::string> const some{"uuid", "provenance"};
    auto const object = mapping_object(mapping_of(Resource::go, 5), corpus, some);
    EXPECT_EQ(object.size(), 2U);
    EXPECT_TRUE(object.at("provenance").is_object());
}

TEST(MappingCsv, HasTheDocumentedColumnsAndFlattensTheNestedOnes)
{
    auto const corpus = small_corpus();
    auto mapping = mapping_of(Resource::wikipathways, 554);
    mapping.claim.suggestion_score = 0.1 + 0.2;
    mapping.approved_by = "github:admin";
    mapping.claim.assessment.basis = "known";
    std::string csv;
    append_csv_record(csv, mapping_csv_row(mapping, corpus));
    EXPECT_EQ(csv,
              "3f0c1b52-6a0e-4a53-9a7b-1d2e3f405162,KE 1,\"Increase, X\",WP554,\"Example, \"\"quoted\"\"\",high,"
              "0.30000000000000004,github:admin,,,undefined,AOP 3;AOP 41,Molecular,,known,,,v1\r\n");
    for (auto const resource : kResources) {
        EXPECT_EQ(mapping_csv_row(mapping_of(resource, 5), corpus).size(), mapping_csv_columns(resource).size());
    }
}

TEST(Csv, QuotesOnlyWhatNeedsItAndLeavesFormulasAlone)
{
    std::string csv;
    std::vector<std::string> const fields{"=1+1", "a\nb", "", "c,d"};
    append_csv_record(csv, fields);
    EXPECT_EQ(csv, "=1+1,\"a\nb\",,\"c,d\"\r\n");
}

}  // namespace
}  // namespace kewp::publish
