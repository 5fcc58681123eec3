#pragma once

#include <span>

namespace kewp::suggest {

/// How much a cosine says depends on the model. What counts is how far it stands out among those of one query with
/// everything that is searched, in standard deviations: from 2.5 on (one of a hundred by chance).
class Prominence {
public:
    explicit Prominence(std::span<float const> cosines);

    /// In [0, 0.6], which is what the words of a query are worth in a name: words come first.
    [[nodiscard]] double relevance(float cosine) const;

private:
    double mean_ = 0.0;
    double deviation_ = 1.0;
};

}  // namespace kewp::suggest
