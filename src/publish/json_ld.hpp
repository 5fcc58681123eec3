#pragma once

#include "corpus/corpus.hpp"
#include "publish/each_mapping.hpp"
#include "publish/sink.hpp"

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>

namespace kewp::publish {

/// What a file says about the data set as a whole.
struct DataSetFacts {
    std::string title;
    std::string description;
    std::string publisher;
    std::string licence = "https://creativecommons.org/publicdomain/zero/1.0/";  ///< its address
    std::string mapping_iri;                                                     ///< the setting of that name
};

/// The `@context` of all our JSON-LD, complete in itself: readers need not fetch anything.
[[nodiscard]] boost::json::object json_ld_context();

/// A mapping as a JSON-LD node without a context: the statements of its Turtle, and schema.org's for search engines.
[[nodiscard]] boost::json::object json_ld_node(store::MappingRecord const& mapping, corpus::Corpus const& corpus,
                                               std::string_view mapping_iri);

/// One mapping as a JSON-LD document.
[[nodiscard]] boost::json::object json_ld_of(store::MappingRecord const& mapping, corpus::Corpus const& corpus,
                                             std::string_view mapping_iri);

/// The mappings of a selection as one JSON-LD document: a `Dataset` whose `hasPart` they are.
/// Errors: those of database and sink.
[[nodiscard]] Result<void> write_json_ld(store::Session& session, corpus::Corpus const& corpus,
                                         Selection const& selection, DataSetFacts const& facts, Sink const& sink);

}  // namespace kewp::publish
