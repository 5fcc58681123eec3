#pragma once

#include "corpus/corpus.hpp"
#include "suggest/kind_index.hpp"
#include "suggest/letter_counts.hpp"
#include "suggest/lexical_index.hpp"
#include "suggest/suggestion.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::suggest {

inline constexpr double kDefaultSearchThreshold = 0.4;

struct SearchOptions {
    double threshold = kDefaultSearchThreshold;  // least relevance; outside [0.1, 1] or no number: the default
    std::size_t limit = 20;
    Aspect aspect = Aspect::all;         // GO only
    std::span<float const> vector = {};  // of the query, where meaning counts too
};

/// A target that was searched for by hand. Refers to the corpus.
struct SearchHit {
    corpus::Target const* target = nullptr;
    corpus::TargetKind kind = corpus::TargetKind::wikipathways;
    double name_similarity = 0.0;
    double description_similarity = 0.0;
    double relevance = 0.0;
    std::vector<std::string> matched_words;
    std::optional<double> similarity = {};  // cosine of name and query, when the query has a vector
    bool by_meaning = false;                // words alone would have given it less, or nothing
};

struct SearchResult {
    std::string query;  // trimmed
    double threshold = kDefaultSearchThreshold;
    std::vector<SearchHit> hits;  // best first
    bool by_id = false;           // the query is an id: nothing else was looked for
};

/// The target that a query names by its id: `WP254`, `wp:254`; `GO:0006915`, `go_6915`; `R-HSA-109581`,
/// `rhsa109581`. Nothing when the query is no id of the resource.
[[nodiscard]] std::optional<TargetId> target_id_in(Resource resource, std::string_view query);

/// Finds targets of one kind by text.
///
/// Relevance is the larger of the similarity letter by letter (`sequence_ratio` with title or description)
/// and of what the words of the query are worth: up to 0.60 in title and synonyms, 0.49 in the
/// description. A name that is the query counts 1, one that has it as whole words 0.92, as letters 0.85
/// (Reactome: 0.85 both), a synonym that is the query 0.97.
class TargetSearch {
public:
    explicit TargetSearch(KindIndex const& index);

    /// At least the best `limit` hits, in no order. `query` is not blank.
    [[nodiscard]] std::vector<SearchHit> find(std::string_view query, double threshold, std::size_t limit,
                                              bool autojunk) const;
    /// Adds likeness in meaning to `hits`, the best `limit` by words, and the targets that are like in meaning alone.
    /// As in the search for Key Events a cosine counts by how far it stands out among those of all names, and is worth
    /// no more than the words of a query in a name. `query`: a unit vector as long as those of the names. Targets
    /// without a vector stay as they are.
    void add_meaning(std::vector<SearchHit>& hits, std::span<float const> query, double threshold,
                     std::size_t limit) const;
    /// The hit for an id: all values 1.
    [[nodiscard]] std::optional<SearchHit> by_id(TargetId id) const;

private:
    struct Wanted;
    struct Candidate;

    [[nodiscard]] std::vector<Candidate> candidates(Wanted const& wanted) const;
    [[nodiscard]] double containment(std::size_t target, Wanted const& wanted) const;
    [[nodiscard]] double name_ratio(std::size_t target, Wanted const& wanted) const;
    [[nodiscard]] double description_ratio(std::size_t target, Wanted const& wanted) const;
    [[nodiscard]] SearchHit hit_of(Candidate const& candidate, Wanted const& wanted) const;
    [[nodiscard]] double description_weight() const;
    [[nodiscard]] std::string const& compared_name(std::size_t target) const;

    KindIndex const* index_;
    std::vector<LetterCounts> name_letters_;          // of the text that is compared
    std::vector<std::string> folded_names_;           // Reactome only: others are compared by their clean names
    std::vector<std::string> descriptions_;           // as they are compared
    std::vector<std::uint32_t> description_lengths_;  // their code points
};

/// Best first: relevance, then the shorter name, then the id.
void sort_hits(std::vector<SearchHit>& hits);

}  // namespace kewp::suggest
