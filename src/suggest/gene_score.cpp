#include "suggest/gene_score.hpp"

#include <algorithm>
#include <cmath>

namespace kewp::suggest {
namespace {

double ratio(std::size_t part, std::size_t whole)
{
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

double pathway_gene_score(Overlap const& overlap, config::GeneScoring const& scoring)
{
    if (overlap.hits == 0 || overlap.key_event == 0 || overlap.target == 0) {
        return 0.0;
    }
    auto const specificity = std::min(1.0, scoring.specificity_scaling_factor * ratio(overlap.hits, overlap.target));
    auto const sum = scoring.overlap_weight * ratio(overlap.hits, overlap.key_event) +
                     scoring.specificity_weight * specificity + scoring.base_boost;
    auto const trust = overlap.key_event >= scoring.min_genes_for_high_confidence ? 1.0 : scoring.low_gene_penalty;
    return std::min(scoring.max_confidence, sum * trust);
}

double set_gene_score(Overlap const& overlap, unsigned min_term_size)
{
    if (overlap.hits == 0) {
        return 0.0;
    }
    auto const in_either = overlap.key_event + overlap.target - overlap.hits;
    auto const score = 0.7 * ratio(overlap.hits, overlap.key_event) + 0.3 * ratio(overlap.hits, in_either);
    return overlap.target < min_term_size ? score * ratio(overlap.target, min_term_size) : score;
}

HypergeometricTest::HypergeometricTest(std::size_t population) : log_factorial_(population + 1)
{
    for (std::size_t n = 1; n <= population; ++n) {
        log_factorial_[n] = log_factorial_[n - 1] + std::log(static_cast<double>(n));
    }
}

double HypergeometricTest::log_choose(std::size_t n, std::size_t k) const
{
    return log_factorial_[n] - log_factorial_[k] - log_factorial_[n - k];
}

double HypergeometricTest::p_value(Overlap const& overlap) const
{
    auto const population = log_factorial_.size() - 1;
    auto const drawn = std::min(overlap.key_event, population);
    auto const marked = std::min(overlap.target, population);
    if (overlap.hits == 0) {
        return 1.0;
    }
    auto const all = log_choose(population, drawn);
    double p = 0.0;
    for (auto hits = overlap.hits; hits <= std::min(drawn, marked); ++hits) {
        if (drawn - hits <= population - marked) {
            p += std::exp(log_choose(marked, hits) + log_choose(population - marked, drawn - hits) - all);
        }
    }
    return std::min(1.0, p);
}

}  // namespace kewp::suggest
