#include "publish/json_ld.hpp"

#include "base/json_text.hpp"
#include "base/time.hpp"
#include "publish/mapping_rdf.hpp"
#include "publish/pieces.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace kewp::publish {
namespace {

using boost::json::object;
using boost::json::value;

value value_of(Property const& property)
{
    switch (property.type) {
        case Property::Type::text: return value(property.value);
        case Property::Type::iri: return object{{"@id", property.value}};
        case Property::Type::date: return object{{"@type", "xsd:date"}, {"@value", property.value}};
        case Property::Type::date_time: return object{{"@type", "xsd:dateTime"}, {"@value", property.value}};
        case Property::Type::decimal: return object{{"@type", "xsd:decimal"}, {"@value", property.value}};
        case Property::Type::integer: return object{{"@type", "xsd:integer"}, {"@value", property.value}};
    }
    return {};
}

std::string page_of(TargetId id)
{
    switch (id.resource()) {
        case Resource::wikipathways: return fmt::format("https://www.wikipathways.org/pathways/{}.html", id.str());
        case Resource::go: return iri_of(id);
        case Resource::reactome: return "https://reactome.org/content/detail/" + id.str();
    }
    return {};
}

object dataset_head(DataSetFacts const& facts, std::optional<Instant> time, std::uint64_t count)
{
    auto const day = time ? format_utc(*time).substr(0, 10) : std::string{};
    object head{{"@context", json_ld_context()},
                {"@type", "Dataset"},
                {"@id", iri_of_dataset(facts.mapping_iri)},
                {"name", facts.title},
                {"description", facts.description},
                {"license", facts.licence},
                {"publisher", object{{"@type", "Organization"}, {"name", facts.publisher}}},
                {"size", fmt::format("{} mapping records", count)}};
    if (!day.empty()) {
        head["dateModified"] = day;
        head["version"] = day;
    }
    return head;
}

}  // namespace

object json_ld_context()
{
    return {{"@vocab", "https://schema.org/"},
            {"dcterms", kDcTerms},
            {"ke-wp", kVocabulary},
            {"xsd", kXsd},
            {"aop", "http://aopwiki.org/vocab#"},
            {"wp", "http://vocabularies.wikipathways.org/"},
            {"ke", "aop:KeyEvent"},
            {"pathway", "wp:Pathway"},
            {"mapping", "aop:PathwayMapping"},
            {"confidence", "aop:confidenceLevel"},
            {"connection", "aop:connectionType"}};
}

object json_ld_node(store::MappingRecord const& mapping, corpus::Corpus const& corpus, std::string_view mapping_iri)
{
    auto const& id = mapping.pair.target_id;
    object node{{"@type", boost::json::array{"mapping", rdf_class_of(mapping.resource())}},
                {"@id", iri_of_mapping(mapping_iri, mapping.uuid)},
                {"identifier", mapping.uuid}};
    node["keyEvent"] = object{{"@type", "ke"},
                              {"@id", fmt::format("https://aopwiki.org/events/{}", mapping.pair.ke_id.number())},
                              {"identifier", mapping.pair.ke_id.str()},
                              {"name", mapping.claim.ke_title}};
    // A GO term is no pathway; everything else is the same.
    node[id.resource() == Resource::go ? "goTerm" : "pathway"] =
        object{{"@type", id.resource() == Resource::go ? "DefinedTerm" : "pathway"},
               {"@id", page_of(id)},
               {"identifier", id.str()},
               {"name", mapping.claim.target_title}};
    node["confidence"] = store::name_of(mapping.confidence);
    if (mapping.claim.connection_type) {
        node["connection"] = *mapping.claim.connection_type;
    }
    if (auto const& creator = mapping.approved_by ? mapping.approved_by : mapping.created_by) {
        node["creator"] = *creator;
    }
    node["dateCreated"] = format_utc(mapping.created_at);
    node["dateModified"] = format_utc(mapping.updated_at);
    for (auto const& property : rdf_properties(mapping, corpus)) {
        node[property.predicate] = value_of(property);
    }
    return node;
}

object json_ld_of(store::MappingRecord const& mapping, corpus::Corpus const& corpus, std::string_view mapping_iri)
{
    object document{{"@context", json_ld_context()}};
    for (auto const& member : json_ld_node(mapping, corpus, mapping_iri)) {
        document[member.key()] = member.value();
    }
    return document;
}

Result<void> write_json_ld(store::Session& session, corpus::Corpus const& corpus, Selection const& selection,
                           DataSetFacts const& facts, Sink const& sink)
{
    auto const time = time_of_data(session, selection);
    auto const count = count_selected(session, selection);
    if (!time || !count) {
        return fail(time ? count.error() : time.error());
    }
    Pieces pieces{sink};
    auto head = to_json_text(dataset_head(facts, *time, *count));
    head.pop_back();  // its brace: `hasPart` follows
    pieces.append(head + ",\"hasPart\":[");
    char const* before = "\n";
    auto const written = each_mapping(session, selection, [&](store::MappingRecord const& mapping) {
        pieces.append(before);
        before = ",\n";
        append_json_text(pieces.buffer(), json_ld_node(mapping, corpus, facts.mapping_iri));
        return pieces.flush();
    });
    if (!written) {
        return fail(written.error());
    }
    pieces.append("\n]}\n");
    return pieces.finish();
}

}  // namespace kewp::publish
