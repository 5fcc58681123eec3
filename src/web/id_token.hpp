#pragma once

#include "base/result.hpp"
#include "base/time.hpp"

#include <string>
#include <string_view>

namespace kewp::web {

/// What an ID token must agree with.
struct IdTokenExpected {
    std::string_view issuer;
    std::string_view client_id;
    std::string_view nonce;
    Instant at;
};

struct IdTokenClaims {
    std::string subject;
    std::string name;  ///< for people; empty when the token has none
};

/// Reads the claims of an ID token that came straight from the token endpoint over TLS and checks issuer,
/// audience, authorised party, expiry (a minute of clock skew is forgiven) and nonce.
/// Error: unavailable saying which of them is wrong; never with the token in it.
[[nodiscard]] Result<IdTokenClaims> read_id_token(std::string_view token, IdTokenExpected const& expected);

/// A name as people see it: `name`, else given and family name, else `preferred_username`; empty without any.
[[nodiscard]] std::string name_in_claims(std::string_view json);

}  // namespace kewp::web
