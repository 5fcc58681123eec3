#pragma once

#include "base/result.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::http {

/// The networks whose word on the client is believed.
class ProxyTrust {
public:
    ProxyTrust() = default;
    /// Addresses and networks (`127.0.0.1`, `10.0.0.0/8`, `fd00::/8`). Error: invalid_argument.
    [[nodiscard]] static Result<ProxyTrust> parse(std::vector<std::string> const& networks);

    [[nodiscard]] bool trusts(std::string_view address) const;
    /// The client's address: `peer`, or while that is trusted, the next element of X-Forwarded-For
    /// from the right. An element that is no address ends the walk.
    [[nodiscard]] std::string client_of(std::string_view peer, std::string_view forwarded_for) const;

private:
    struct Network {
        std::array<std::uint8_t, 16> bytes;  // IPv4 as ::ffff:a.b.c.d
        unsigned bits;
    };
    std::vector<Network> networks_;
};

/// The address in canonical form (`[::1]:80` and `1.2.3.4:80` lose their port, `::ffff:1.2.3.4`
/// becomes `1.2.3.4`); empty when it's none.
[[nodiscard]] std::string canonical_address(std::string_view text);

}  // namespace kewp::http
