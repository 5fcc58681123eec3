#pragma once

#include "base/result.hpp"
#include "corpus/corpus.hpp"
#include "curate/workflow.hpp"
#include "store/records.hpp"

#include <optional>

namespace kewp::curate {

/// Puts `edits` into a claim and settles connection type and confidence anew. Without a confidence in the edits
/// the present one stays, unless answers were edited: then it is what they add up to.
/// Error: invalid_argument with one message per field.
[[nodiscard]] Result<void> apply_edits(Edits const& edits, store::Pair const& pair, store::Claim& claim,
                                       std::optional<store::Confidence>& confidence, corpus::Corpus const& corpus);

/// The releases to stamp on a mapping of this resource when it is approved now.
[[nodiscard]] store::SourceStamp stamp_for(Resource resource, corpus::Corpus const& corpus);

/// The mapping that an approved `new` proposal makes: titles from the corpus where it still has the ids, else as
/// proposed.
[[nodiscard]] store::MappingRecord mapping_from(store::ProposalRecord const& proposal, store::Pair const& pair,
                                                corpus::Corpus const& corpus, std::string const& approver, Instant at);

}  // namespace kewp::curate
