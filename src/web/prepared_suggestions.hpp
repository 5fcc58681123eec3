#pragma once

#include "corpus/corpus.hpp"
#include "http/response.hpp"
#include "suggest/suggester.hpp"
#include "web/prepared_answers.hpp"
#include "web/suggestion_answer.hpp"

#include <cstddef>
#include <optional>

namespace kewp::web {

/// How many places the answers to all requests without parameters take: three for each Key Event.
[[nodiscard]] std::size_t suggestion_places(corpus::Corpus const& corpus);

/// The place of an answer; nothing when the Key Event is not of the corpus.
[[nodiscard]] std::optional<std::size_t> suggestion_place(corpus::Corpus const& corpus, Resource resource, KeId ke);

/// Makes the three answers for a Key Event, those that were not begun yet. `fresh`: as in `SuggestOptions`. An answer
/// that is an error (no targets are loaded) is not kept. Safe to call from several threads.
void prepare_suggestions(PreparedAnswers& answers, suggest::Suggester const& suggester, KeId ke,
                         suggest::FreshVectors const& fresh);

/// The prepared answer to `request`; nothing when it is not there, or the request is not one without parameters.
[[nodiscard]] std::optional<http::Response> prepared_response(PreparedAnswers const& answers,
                                                              corpus::Corpus const& corpus,
                                                              SuggestionRequest const& wanted,
                                                              http::Request const& request);

}  // namespace kewp::web
