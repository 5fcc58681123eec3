#pragma once

#include "config/scoring.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::suggest {

/// How the ontology tags of one pathway answer the keywords of a Key Event.
struct TagScore {
    double score = 0.0;  // in [0, max_confidence], three decimals; 0 when below the minimum
    std::size_t exact = 0;
    std::size_t fuzzy = 0;
    std::vector<std::string> tags;  // the tag that each matching keyword met, in the order of the keywords
};

/// The ontology tags of all pathways, distinct ones compared once per request.
class TagIndex {
public:
    /// Adds the tags of the next pathway. Tags without a letter or digit are left out.
    void add(std::span<std::string const> tags);

    /// Scores of all pathways, in the order in which they were added.
    ///
    /// For each keyword a pathway's tags are tried in order until one matches: exactly, when one is part
    /// of the other, else by `sequence_ratio`. A pathway that only generic keywords match scores 0.
    [[nodiscard]] std::vector<TagScore> score(std::span<std::string const> keywords,
                                              config::OntologyTags const& options, bool autojunk) const;

    /// True when no pathway has a tag.
    [[nodiscard]] bool empty() const { return clean_.empty(); }

private:
    std::vector<std::string> written_;  // distinct tags as written first
    std::vector<std::string> clean_;    // the same through `clean`
    std::vector<std::vector<std::uint32_t>> of_pathway_;
};

}  // namespace kewp::suggest
