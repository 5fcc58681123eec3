#include "suggest/top_k.hpp"

#include "embed/dot_product.hpp"

#include <algorithm>
#include <cmath>

namespace kewp::suggest {

namespace {

bool better(Scored const& a, Scored const& b)
{
    return a.score > b.score || (a.score == b.score && a.row < b.row);
}

}  // namespace

std::vector<Scored> top_k(embed::MatrixView matrix, std::span<float const> query, std::size_t k)
{
    return top_k(cosines(matrix, query), k);
}

std::vector<Scored> top_k(std::span<float const> scores, std::size_t k)
{
    // A heap with the worst of the best at its front. Rows come in ascending order, so a later one has to be
    // strictly higher to push another out: the common case is one comparison.
    std::vector<Scored> best;
    if (k == 0) {
        return best;
    }
    best.reserve(std::min(k, scores.size()));
    for (std::size_t row = 0; row < scores.size(); ++row) {
        float const score = scores[row];
        if (best.size() == k) {
            if (!(score > best.front().score)) {
                continue;
            }
            std::pop_heap(best.begin(), best.end(), better);
            best.back() = {row, score};
        } else if (!std::isnan(score)) {
            best.push_back({row, score});
        } else {
            continue;
        }
        std::push_heap(best.begin(), best.end(), better);
    }
    std::sort_heap(best.begin(), best.end(), better);
    return best;
}

std::vector<float> cosines(embed::MatrixView matrix, std::span<float const> query)
{
    std::vector<float> scores(matrix.rows);
    embed::dot_rows(matrix, query, scores);
    return scores;
}

}  // namespace kewp::suggest
