#pragma once

#include "corpus/corpus.hpp"
#include "publish/each_mapping.hpp"
#include "publish/sink.hpp"

#include <string>
#include <string_view>

namespace kewp::publish {

/// The mappings of a selection as RDF Turtle: `rdf_properties` of each, below a comment that says what it is and of
/// when. `mapping_iri` is the setting of that name. Error: unavailable when there are none, those of database and sink.
[[nodiscard]] Result<void> write_turtle(store::Session& session, corpus::Corpus const& corpus,
                                        Selection const& selection, std::string_view mapping_iri, Sink const& sink);

/// One mapping as a Turtle document. Error: internal (a text that is not UTF-8).
[[nodiscard]] Result<std::string> turtle_of(store::MappingRecord const& mapping, corpus::Corpus const& corpus,
                                            std::string_view mapping_iri);

}  // namespace kewp::publish
