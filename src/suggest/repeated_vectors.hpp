#pragma once

#include "corpus/corpus.hpp"
#include "embed/embeddings.hpp"
#include "suggest/text_prep.hpp"

#include <cstddef>
#include <vector>

namespace kewp::suggest {

/// Rows of `set` that repeat one vector, bit by bit, for three or more Key Events although their texts differ or are
/// blank, ascending. Such a vector says nothing of any of them: something gave it to every Key Event without a title,
/// say. Key Events of the same text rightly have the same vector. `with_description`: of which texts the vectors are.
[[nodiscard]] std::vector<std::size_t> repeated_rows(embed::EmbeddingSet const& set, corpus::Corpus const& corpus,
                                                     TextProfile profile, bool with_description);

}  // namespace kewp::suggest
