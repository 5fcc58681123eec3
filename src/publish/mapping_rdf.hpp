#pragma once

#include "corpus/corpus.hpp"
#include "store/records.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::publish {

/// Names of the vocabulary. They are published: they must not change.
inline constexpr std::string_view kVocabulary = "https://ke-wp-mapping.org/vocab#";
inline constexpr std::string_view kDcTerms = "http://purl.org/dc/terms/";
inline constexpr std::string_view kXsd = "http://www.w3.org/2001/XMLSchema#";

/// One statement about a mapping.
struct Property {
    enum class Type : std::uint8_t { text, date, date_time, decimal, integer, iri };

    std::string_view predicate;  ///< `dcterms:date`, `ke-wp:keyEventId`
    std::string value;           ///< without quotes or brackets; never empty
    Type type = Type::text;
};

/// `ke-wp:KeyEventPathwayMapping`, `ke-wp:KeyEventGOMapping`, `ke-wp:KeyEventReactomeMapping`.
[[nodiscard]] std::string_view rdf_class_of(Resource resource);

/// `mapping_iri` (setting of that name) and the UUID.
[[nodiscard]] std::string iri_of_mapping(std::string_view mapping_iri, std::string_view uuid);
/// The data set's own IRI beside those of its mappings: `https://ke-wp-mapping.org/dataset`.
[[nodiscard]] std::string iri_of_dataset(std::string_view mapping_iri);

/// What others call it: `https://identifiers.org/aop.events/55`, `https://identifiers.org/wikipathways/WP554`,
/// `http://purl.obolibrary.org/obo/GO_0006915`, `https://identifiers.org/reactome/R-HSA-109581`.
[[nodiscard]] std::string iri_of(KeId id);
[[nodiscard]] std::string iri_of(TargetId id);

/// Everything RDF says about a mapping but its class, ascending by predicate; what is unknown is left out, a date that
/// is none too. The description of a Reactome pathway comes from `corpus`.
[[nodiscard]] std::vector<Property> rdf_properties(store::MappingRecord const& mapping, corpus::Corpus const& corpus);

}  // namespace kewp::publish
