#pragma once

#include "base/time.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace kewp::http {

/// `Tue, 24 Nov 2026 08:00:00 GMT`
[[nodiscard]] std::string http_date(Instant instant);
/// Any of the three forms of RFC 9110 5.6.7; nullopt for what is no date.
[[nodiscard]] std::optional<Instant> parse_http_date(std::string_view text);

/// Says when the content last changed, and answers 304 instead of 200 when `If-Modified-Since` (without
/// `If-None-Match`, which is more exact) tells that the client has it.
///
/// Times have whole seconds: as long as another change may still bear the same one, nothing is said and the client
/// goes by the ETag.
void set_last_modified(Response& response, Request const& request, Instant changed_at, Instant at = now());

}  // namespace kewp::http
