#pragma once

#include "base/result.hpp"
#include "config/scoring.hpp"
#include "corpus/corpus.hpp"
#include "suggest/embedding_files.hpp"
#include "suggest/evidence.hpp"
#include "suggest/key_event_search.hpp"
#include "suggest/suggestion.hpp"
#include "suggest/target_search.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::suggest {

/// What a caller wants from one list.
struct SuggestOptions {
    std::size_t limit = 10;
    Method method = Method::all;
    Aspect aspect = Aspect::all;       // GO only
    bool without_description = false;  // an administrator has switched the description of this Key Event off
    bool lists_by_signal = false;      // also fill the lists by one signal each
    bool explain = false;              // also say what was filtered out and why
    FreshVectors fresh = {};           // of a Key Event for which `texts_to_encode` asks
};

/// Suggests targets for Key Events and finds them by hand.
///
/// Built once before fork; starts no thread. All members are safe to call from several threads, and what
/// they return refers to the corpus.
class Suggester {
public:
    /// With `Hubs::later` lists are ranked without the correction for hubs, and say so, until `make_hub_correction` was
    /// called for all of `hub_corrections()`.
    Suggester(std::shared_ptr<corpus::Corpus const> corpus, Embeddings embeddings, config::ScoringConfig config,
              Hubs when = Hubs::now);
    ~Suggester();
    Suggester(Suggester const&) = delete;
    Suggester& operator=(Suggester const&) = delete;

    /// Targets of `resource` for a Key Event, best first. GO: both aspects, each ranked apart.
    ///
    /// While vectors are missing, of the targets or of this Key Event, the list is ranked by words, genes and
    /// tags (`ranking_mode` is `degraded`) and says so. The same request gives the same list every time.
    /// Errors: not_found (no such Key Event), unavailable (no targets of the resource are loaded).
    [[nodiscard]] Result<SuggestionList> suggest(Resource resource, KeId ke, SuggestOptions const& options) const;

    /// The texts to encode for a Key Event that has no vectors stored while targets have: they go, in this order, into
    /// `SuggestOptions::fresh`. Empty when nothing is missing, or nothing would be compared.
    [[nodiscard]] std::vector<std::string> texts_to_encode(KeId ke) const;

    /// Targets found by id, words, beginnings of words, synonyms and with typing errors, and by meaning when there is a
    /// vector of the query (`query_text` says of what), best first.
    /// Error: unavailable.
    [[nodiscard]] Result<SearchResult> search(Resource resource, std::string_view query,
                                              SearchOptions const& options) const;

    /// Key Events found in the same way, and by meaning when there is a vector of the query (`query_text` says of
    /// what).
    [[nodiscard]] std::vector<KeyEventHit> search_key_events(std::string_view query, std::size_t limit,
                                                             std::span<float const> query_vector = {}) const;
    /// The text to encode for a query, prepared as the stored vectors' texts were.
    [[nodiscard]] std::string query_text(std::string_view query) const;

    [[nodiscard]] corpus::Corpus const& corpus() const { return *corpus_; }
    [[nodiscard]] config::ScoringConfig const& config() const { return config_; }
    [[nodiscard]] Embeddings const& embeddings() const { return embeddings_; }
    /// How many corrections for hubs there may be, and making one of them. For one process of all that share them, in
    /// any order and from any thread, each once; the others have them as soon as they are made.
    [[nodiscard]] static std::size_t hub_corrections();
    void make_hub_correction(std::size_t number) const;
    /// How many are still to be made.
    [[nodiscard]] std::size_t hub_corrections_pending() const;
    /// False when targets of a kind have no vectors that could be compared: for /health.
    [[nodiscard]] bool embeddings_ready(corpus::TargetKind kind) const;

private:
    /// One kind of targets with its search.
    struct Kind;

    [[nodiscard]] Kind const& of(corpus::TargetKind kind) const;
    [[nodiscard]] bool has_targets(Resource resource) const;

    std::shared_ptr<corpus::Corpus const> corpus_;
    Embeddings embeddings_;
    config::ScoringConfig config_;
    std::vector<std::unique_ptr<Kind const>> kinds_;  // by kind
    KeyEventSearch key_event_search_;
};

}  // namespace kewp::suggest
