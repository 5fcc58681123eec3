#pragma once

#include "base/result.hpp"
#include "corpus/gene_table.hpp"
#include "corpus/go_graph.hpp"
#include "corpus/import_context.hpp"
#include "corpus/ontology.hpp"

#include <vector>

namespace kewp::corpus {

/// `bp` or `mf`, as in the names of the files. Pre-condition: one of these two.
[[nodiscard]] char const* short_name(GoAspect aspect);

/// Stages metadata, hierarchy, direct and propagated annotations of one aspect. `ranks` is the place of each
/// gene of `genes` among all symbols in order.
[[nodiscard]] Result<void> write_go_files(ImportContext& context, Ontology const& ontology, GoAspect aspect,
                                          GenesByTerm const& direct, GoGraph const& graph, GeneTable const& genes,
                                          std::vector<GeneRank> const& ranks);

}  // namespace kewp::corpus
