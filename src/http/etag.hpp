#pragma once

#include "base/crypto.hpp"

#include <string>
#include <string_view>

namespace kewp::http {

/// `"<first 24 hex digits of SHA-256>"`: a strong entity tag of these bytes.
[[nodiscard]] std::string etag_of(std::string_view bytes);

/// The same tag from the SHA-256 at hand.
[[nodiscard]] std::string etag_of(crypto::Digest const& digest);

/// The tag with `suffix` inside its quotes (`"abc"` → `"abc-gzip"`), for another encoding.
[[nodiscard]] std::string etag_with(std::string_view tag, std::string_view suffix);

/// The tag as a weak one (`W/"abc"`).
[[nodiscard]] std::string weak(std::string_view tag);

/// RFC 9110 8.8.3.2: strong needs both strong and equal; weak ignores `W/`.
[[nodiscard]] bool strong_equal(std::string_view a, std::string_view b);
[[nodiscard]] bool weak_equal(std::string_view a, std::string_view b);

/// True when the value of an If-None-Match header (`*` or a list of tags) names `tag`, compared
/// weakly. A malformed piece ends the list.
[[nodiscard]] bool none_match_hits(std::string_view if_none_match, std::string_view tag);

}  // namespace kewp::http
