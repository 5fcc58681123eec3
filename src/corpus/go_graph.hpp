#pragma once

#include "corpus/ontology.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace kewp::corpus {

/// A gene as its place among all symbols in order, so that sorted numbers are sorted symbols.
using GeneRank = std::uint32_t;
using GenesByTerm = std::map<GoNumber, std::vector<GeneRank>>;  // sorted, unique

/// What follows from the hierarchy for one term.
struct GoNode {
    std::vector<GoNumber> ancestors;  // ascending, without the term; over is_a and part_of inside the aspect
    std::vector<GeneRank> genes;      // of the term and all below it: sorted, unique
    int depth = -1;                   // fewest edges from the root, -1 when it cannot be reached
    double information = 0;           // scaled information content, in [0, 1]
};

/// The hierarchy of one aspect.
struct GoGraph {
    std::map<GoNumber, GoNode> nodes;  // living terms only
    std::size_t dropped_edges = 0;     // that would have closed a circle
};

/// `GO:0008150` or `GO:0003674`. Pre-condition: not unknown.
[[nodiscard]] GoNumber root_of(GoAspect aspect);

/// Propagates genes to all ancestors (a gene of a term is one of everything that the term is or is part of)
/// and scores how specific each term is:
///
///     IC(t) = −log2( n(t) / n(root) ),   score(t) = IC(t) / max IC
///
/// with n(t) the number of genes of t and all below it; without genes the score is 1 (nothing is more
/// specific), the root has 0. This is the measure of Resnik (1995), scaled. `direct` holds living terms only.
[[nodiscard]] GoGraph build_go_graph(Ontology const& ontology, GoAspect aspect, GenesByTerm const& direct);

}  // namespace kewp::corpus
