#pragma once

#include "config/scoring.hpp"

#include <cstddef>
#include <vector>

namespace kewp::suggest {

/// Sizes of the overlap between the genes of a Key Event and those of a target.
struct Overlap {
    std::size_t hits = 0;       // genes in both
    std::size_t key_event = 0;  // genes of the Key Event
    std::size_t target = 0;     // genes of the target
};

/// Gene signal of WikiPathways, in [0, max_confidence]; 0 without a common gene.
///
/// `min(max, (0.15 + 0.4·hits/key_event + 0.4·min(1, 10·hits/target)) · f)`, f = 0.8 for a Key Event with
/// fewer than three genes (numbers as configured).
[[nodiscard]] double pathway_gene_score(Overlap const& overlap, config::GeneScoring const& scoring);

/// Gene signal of GO and Reactome, in [0, 1]: `0.7·hits/key_event + 0.3·hits/union`, for a target of
/// fewer than `min_term_size` genes times `target/min_term_size`.
[[nodiscard]] double set_gene_score(Overlap const& overlap, unsigned min_term_size);

/// Probability that as many or more genes are common by chance.
class HypergeometricTest {
public:
    /// `population`: number of genes with any annotation in the collection that is searched.
    explicit HypergeometricTest(std::size_t population);

    /// P(X ≥ hits) when `key_event` genes are drawn from the population, `target` of which are marked.
    /// 1 when hits is 0. The genes counted must be of the population.
    [[nodiscard]] double p_value(Overlap const& overlap) const;

private:
    [[nodiscard]] double log_choose(std::size_t n, std::size_t k) const;

    std::vector<double> log_factorial_;
};

}  // namespace kewp::suggest
