#pragma once

#include "corpus/corpus.hpp"
#include "store/records.hpp"
#include "suggest/suggester.hpp"
#include "web/html.hpp"

#include <vector>

namespace kewp::web {

/// What is known of a Key Event: description, level, AOPs, neighbours, genes, mappings so far.
[[nodiscard]] Html key_event_context(corpus::KeyEvent const& event, corpus::Corpus const& corpus,
                                     std::vector<store::MappingRecord> const& mapped);

/// A card for each suggestion, with the parts of its score and the way to propose it.
[[nodiscard]] Html suggestion_cards(suggest::SuggestionList const& list);

/// A card for each target found by hand.
[[nodiscard]] Html search_cards(corpus::KeyEvent const& event, suggest::SearchResult const& result);

}  // namespace kewp::web
