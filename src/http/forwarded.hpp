#pragma once

#include "http/proxy_trust.hpp"
#include "http/request_builder.hpp"

#include <string_view>

namespace kewp::http {

/// Takes over what the trusted proxy `peer` says of the client: its address, the scheme, host and path
/// prefix under which it sees us, and the request id. What is malformed is left as it was.
void take_forwarded(ProxyTrust const& trust, std::string_view peer, RequestBuilder& builder);

}  // namespace kewp::http
