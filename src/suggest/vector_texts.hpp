#pragma once

#include "config/scoring.hpp"
#include "corpus/corpus.hpp"
#include "embed/precompute.hpp"
#include "suggest/text_prep.hpp"

#include <string_view>
#include <vector>

namespace kewp::suggest {

/// What can be precomputed: `ke`, `wikipathways`, `go`, `reactome`, `all`.
[[nodiscard]] bool is_vector_part(std::string_view part);

/// The sets of `part`, in the order of the reference's files; those without any id are left out.
///
/// Profile `reference`: texts as the replaced application made them, quirks included, so that its vectors and ours
/// compare. Profile `clean`: HTML stripped and entities decoded everywhere, no words picked.
[[nodiscard]] std::vector<embed::VectorTexts> vector_texts(corpus::Corpus const& corpus, std::string_view part,
                                                           TextProfile profile,
                                                           config::EntityExtraction const& entities);

/// Files of the other profile that must go when `part` is made with `profile`.
[[nodiscard]] std::vector<std::string> obsolete_vector_files(std::string_view part, TextProfile profile);

}  // namespace kewp::suggest
