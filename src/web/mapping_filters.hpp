#pragma once

#include "base/result.hpp"
#include "corpus/corpus.hpp"
#include "http/request.hpp"
#include "store/mapping_repository.hpp"

#include <array>
#include <functional>
#include <string_view>

namespace kewp::web {

/// What `read_more_filters` reads; links to other pages repeat them.
inline constexpr std::array<std::string_view, 5> kMoreFilters = {"level", "proposed_by", "approved_from", "approved_to",
                                                                 "q"};

/// Filters of a list of mappings that people look through: `level` (biological level of the Key Event, `unknown` for
/// those without), `proposed_by` (an identity), `approved_from` and `approved_to` (a day, which counts as a whole, or a
/// time), `q` (text in an id or title).
/// Error: invalid_argument naming the parameter.
[[nodiscard]] Result<void> read_more_filters(http::Request const& request, corpus::Corpus const& corpus,
                                             store::MappingFilter& filter);

/// Leaves only Key Events that `keep` lets through; without a list so far, those of the corpus.
void keep_key_events(store::MappingFilter& filter, corpus::Corpus const& corpus,
                     std::function<bool(corpus::KeyEvent const&)> const& keep);

/// Whether a Key Event is of the level that `level` names, in any case; `unknown` names those without one.
[[nodiscard]] bool is_of_level(corpus::KeyEvent const& key_event, std::string_view level);

}  // namespace kewp::web
