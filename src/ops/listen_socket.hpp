#pragma once

#include "base/file.hpp"
#include "base/result.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace kewp::ops {

/// A TCP socket that listens: non-blocking, closed on exec, inherited by fork.
struct ListenSocket {
    UniqueFd fd;
    std::string address;  ///< numeric, as bound
    std::uint16_t port;   ///< as bound: the one chosen by the system when 0 was asked for

    /// `http://127.0.0.1:5000`, `http://[::1]:5000`.
    [[nodiscard]] std::string url() const;
};

/// Binds `host` (IPv4, IPv6 or a name; the first of its addresses that works) and listens. `::` takes
/// IPv4 too. Waits up to `patience` for a holder of the port that is just ending: the children of a service that was
/// killed, when it is started again at once. Errors: invalid_argument for a host that does not resolve or is not of
/// this machine, conflict when the port is taken, forbidden for a port that needs privileges, io.
[[nodiscard]] Result<ListenSocket> listen_on(std::string const& host, std::uint16_t port,
                                             std::chrono::milliseconds patience = std::chrono::seconds{1});

}  // namespace kewp::ops
