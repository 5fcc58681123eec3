#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "suggest/suggester.hpp"

#include <boost/json/fwd.hpp>
#include <cstddef>
#include <string>

namespace kewp::web {

/// What a request to one of the three suggestion routes asks for, brought into range.
struct SuggestionRequest {
    Resource resource;
    KeId ke;
    suggest::SuggestOptions options;
    std::string method = "all";
    std::string aspect = "all";
};

/// Length of a list that states no limit.
[[nodiscard]] std::size_t default_limit(Resource resource);

/// A request without parameters.
[[nodiscard]] SuggestionRequest default_request(Resource resource, KeId ke);

/// True when `request` asks for no more and no other than one without parameters.
[[nodiscard]] bool is_default(SuggestionRequest const& request);

/// The JSON that answers `request`, under the reference's names. `request_info.timestamp` is when it was made.
/// Errors: those of `Suggester::suggest`.
[[nodiscard]] Result<boost::json::object> suggestion_answer(suggest::Suggester const& suggester,
                                                            SuggestionRequest const& request);

}  // namespace kewp::web
