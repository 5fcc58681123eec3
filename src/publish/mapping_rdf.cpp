#include "publish/mapping_rdf.hpp"

#include "base/text.hpp"
#include "base/time.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <optional>

namespace kewp::publish {
namespace {

using Type = Property::Type;

/// Plain notation, never with an exponent: `1e-05` would be a double in Turtle. Always with a point.
std::string decimal_text(double number)
{
    std::array<char, 400> buffer{};
    auto const [end, error] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed);
    std::string text{buffer.data(), error == std::errc{} ? end : buffer.data()};
    return text.find('.') == std::string::npos ? text + ".0" : text;
}

/// Collects statements; what is unknown or empty makes none.
class Properties {
public:
    void add(std::string_view predicate, std::string value, Type type = Type::text)
    {
        if (!value.empty()) {
            list_.push_back({predicate, std::move(value), type});
        }
    }
    void add(std::string_view predicate, std::optional<std::string> const& value)
    {
        add(predicate, value.value_or(""));
    }
    void add(std::string_view predicate, std::optional<int> value)
    {
        add(predicate, value ? std::to_string(*value) : "", Type::integer);
    }
    void add_date(std::string_view predicate, std::optional<std::string> const& value)
    {
        auto const time = parse_utc(value.value_or(""));
        add(predicate, time ? format_utc(*time).substr(0, 10) : "", Type::date);
    }
    std::vector<Property> sorted() &&
    {
        std::ranges::stable_sort(list_, {}, &Property::predicate);
        return std::move(list_);
    }

private:
    std::vector<Property> list_;
};

void add_target(Properties& out, store::MappingRecord const& mapping, corpus::Corpus const& corpus)
{
    auto const& claim = mapping.claim;
    auto const id = mapping.pair.target_id;
    switch (id.resource()) {
        case Resource::wikipathways:
            out.add("ke-wp:pathwayId", id.str());
            out.add("ke-wp:pathwayTitle", claim.target_title);
            out.add("ke-wp:pathway", iri_of(id), Type::iri);
            out.add_date("ke-wp:wpReleaseDate", mapping.sources.target_date);
            break;
        case Resource::go:
            out.add("ke-wp:goTermId", id.str());
            out.add("ke-wp:goTermName", claim.target_title);
            out.add("ke-wp:goTerm", iri_of(id), Type::iri);
            out.add("ke-wp:goDirection",
                    mapping.go_direction ? std::string{store::name_of(*mapping.go_direction)} : "");
            out.add("ke-wp:goNamespace", claim.go_namespace);
            out.add_date("ke-wp:goReleaseDate", mapping.sources.target_date);
            break;
        case Resource::reactome:
            out.add("ke-wp:reactomeId", id.str());
            out.add("ke-wp:pathwayName", claim.target_title);
            out.add("ke-wp:pathway", iri_of(id), Type::iri);
            out.add("ke-wp:species", claim.species);
            if (auto const* const pathway = corpus.find_target(id)) {
                out.add("ke-wp:pathwayDescription", pathway->description);
            }
            out.add("ke-wp:reactomeReleaseVersion", mapping.sources.target_version);
            out.add_date("ke-wp:reactomeReleaseDate", mapping.sources.target_date);
            break;
    }
}

void add_assessment(Properties& out, store::Assessment const& answers)
{
    out.add("ke-wp:relationship", answers.relationship);
    out.add("ke-wp:evidenceBasis", answers.basis);
    out.add("ke-wp:pathwaySpecificity", answers.specificity);
    out.add("ke-wp:keyEventCoverage", answers.coverage);
    out.add("ke-wp:connectionScore", answers.connection_score);
    out.add("ke-wp:specificityScore", answers.specificity_score);
    out.add("ke-wp:evidenceScore", answers.evidence_score);
}

}  // namespace

std::string_view rdf_class_of(Resource resource)
{
    switch (resource) {
        case Resource::wikipathways: return "ke-wp:KeyEventPathwayMapping";
        case Resource::go: return "ke-wp:KeyEventGOMapping";
        case Resource::reactome: return "ke-wp:KeyEventReactomeMapping";
    }
    return {};
}

std::string iri_of_mapping(std::string_view mapping_iri, std::string_view uuid)
{
    return std::string{mapping_iri} + text::percent_encode(uuid);
}

std::string iri_of_dataset(std::string_view mapping_iri)
{
    constexpr std::string_view kOwnFolder = "mapping/";
    if (mapping_iri.ends_with(kOwnFolder)) {
        mapping_iri.remove_suffix(kOwnFolder.size());
    }
    return std::string{mapping_iri} + "dataset";
}

std::string iri_of(KeId id)
{
    return "https://identifiers.org/aop.events/" + std::to_string(id.number());
}

std::string iri_of(TargetId id)
{
    switch (id.resource()) {
        case Resource::wikipathways: return "https://identifiers.org/wikipathways/" + id.str();
        case Resource::go: return fmt::format("http://purl.obolibrary.org/obo/GO_{:07}", id.number());
        case Resource::reactome: return "https://identifiers.org/reactome/" + id.str();
    }
    return {};
}

std::vector<Property> rdf_properties(store::MappingRecord const& mapping, corpus::Corpus const& corpus)
{
    Properties out;
    out.add("dcterms:identifier", mapping.uuid);
    out.add("dcterms:creator", mapping.approved_by);
    out.add("dcterms:date", mapping.approved_at ? format_utc(*mapping.approved_at) : "", Type::date_time);
    out.add("ke-wp:keyEventId", mapping.pair.ke_id.str());
    out.add("ke-wp:keyEventName", mapping.claim.ke_title);
    out.add("ke-wp:keyEvent", iri_of(mapping.pair.ke_id), Type::iri);
    out.add("ke-wp:confidenceLevel", std::string{store::name_of(mapping.confidence)});
    out.add("ke-wp:connectionType", mapping.claim.connection_type);
    out.add("ke-wp:proposedBy", mapping.proposed_by);
    if (auto const score = mapping.claim.suggestion_score) {
        out.add("ke-wp:suggestionScore", decimal_text(*score), Type::decimal);
    }
    out.add_date("ke-wp:aopWikiSnapshotDate", mapping.sources.aopwiki);
    add_target(out, mapping, corpus);
    add_assessment(out, mapping.claim.assessment);
    return std::move(out).sorted();
}

}  // namespace kewp::publish
