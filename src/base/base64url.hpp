#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kewp {

/// Base64 with `-` and `_`, without padding (RFC 4648, section 5), as tokens and PKCE use it.
[[nodiscard]] std::string base64url_encode(std::span<std::uint8_t const> bytes);

/// Plain Base64 with padding (RFC 4648, section 4), as HTTP Basic uses it.
[[nodiscard]] std::string base64_encode(std::string_view bytes);

/// The bytes; nothing when a character or the length cannot be. Padding is accepted.
[[nodiscard]] std::optional<std::string> base64url_decode(std::string_view text);

}  // namespace kewp
