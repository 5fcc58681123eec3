#pragma once

#include "corpus/corpus.hpp"
#include "publish/each_mapping.hpp"
#include "publish/json_ld.hpp"
#include "publish/sink.hpp"

namespace kewp::publish {

/// 0.9, 0.6, 0.3 for high, medium, low.
[[nodiscard]] double sssom_confidence(store::Confidence confidence);

/// The mappings of a selection as SSSOM (https://w3id.org/sssom/, version 1.1): TSV below a YAML header.
///
/// Every pair is `skos:relatedMatch`: a Key Event and a pathway are different things that belong together; how, says
/// the `comment` (connection type, direction). Errors: those of database and sink.
[[nodiscard]] Result<void> write_sssom(store::Session& session, corpus::Corpus const& corpus,
                                       Selection const& selection, DataSetFacts const& facts, Sink const& sink);

}  // namespace kewp::publish
