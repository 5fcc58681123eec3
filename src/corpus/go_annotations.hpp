#pragma once

#include "base/result.hpp"
#include "corpus/gene_table.hpp"
#include "corpus/hgnc.hpp"
#include "corpus/import_context.hpp"
#include "corpus/ontology.hpp"

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace kewp::corpus {

/// Which genes the files say GO terms have, as they say it: obsolete ids and ids that no ontology knows included.
struct GoAnnotations {
    GeneTable genes;
    std::unordered_map<GoNumber, std::vector<Gene>> genes_of;  // may repeat
    std::unordered_map<GoNumber, std::string> names;           // from GMT, for terms newer than the ontology

    void add(GoNumber term, std::string_view symbol);
};

[[nodiscard]] bool is_gaf(Input const& input);
/// GAF 2.x: all evidence codes, no `NOT`, human only.
[[nodiscard]] Result<void> read_gaf(ImportContext& context, Input const& input, SymbolUpdater& symbols,
                                    GoAnnotations& into);

[[nodiscard]] bool is_go_gmt(Input const& input);
/// A GMT library in any of the layouts of `parse_go_set`.
[[nodiscard]] Result<void> read_go_gmt(ImportContext& context, Input const& input, SymbolUpdater& symbols,
                                       GoAnnotations& into);

/// `{"GO:0006915": ["CASP3", …]}`.
[[nodiscard]] Result<void> read_go_annotation_json(ImportContext& context, Input const& input, SymbolUpdater& symbols,
                                                   GoAnnotations& into);
/// One record of it; what is wrong, or "".
[[nodiscard]] std::string take_go_annotation(std::string_view key, boost::json::value const& value,
                                             SymbolUpdater& symbols, GoAnnotations& into);

using GoEdges = std::vector<std::pair<GoNumber, GoNumber>>;  // parent, child

[[nodiscard]] bool is_go_edge_list(Input const& input);
/// Lines of parent and child, separated by a tab.
[[nodiscard]] Result<void> read_go_edges(ImportContext& context, Input const& input, GoEdges& into);

}  // namespace kewp::corpus
