#include "ops/listen_socket.hpp"

#include <cerrno>
#include <fmt/format.h>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <utility>

namespace kewp::ops {
namespace {

/// Waiting connections that the system queues before a worker takes them.
constexpr int kBacklog = 1024;

/// Between two tries to get a port that is taken.
constexpr std::chrono::milliseconds kPause{20};

using AddressList = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

Result<AddressList> resolve(std::string const& host, std::uint16_t port)
{
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    int const rc = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
    if (rc != 0) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("cannot listen on '{}': {}; expected an address of this machine such as 127.0.0.1, "
                                "0.0.0.0 or ::, or its name",
                                host, ::gai_strerror(rc)));
    }
    return AddressList{found, &::freeaddrinfo};
}

/// A socket that listens on one address; the error is errno.
UniqueFd try_address(addrinfo const& address, int& error)
{
    UniqueFd fd{::socket(address.ai_family, address.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, address.ai_protocol)};
    int const on = 1;
    int const off = 0;
    bool ok = static_cast<bool>(fd);
    // Without it a restart fails for a minute while old connections are in TIME_WAIT.
    ok = ok && ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0;
    if (ok && address.ai_family == AF_INET6) {
        ok = ::setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off) == 0;
    }
    ok = ok && ::bind(fd.get(), address.ai_addr, address.ai_addrlen) == 0 && ::listen(fd.get(), kBacklog) == 0;
    if (!ok) {
        error = errno;
        fd.reset();
    }
    return fd;
}

std::string shown(std::string const& host, std::uint16_t port)
{
    return host.find(':') == std::string::npos ? fmt::format("{}:{}", host, port) : fmt::format("[{}]:{}", host, port);
}

tl::unexpected<Error> refused(std::string const& host, std::uint16_t port, int error)
{
    auto const where = shown(host, port);
    switch (error) {
        case EADDRINUSE:
            return fail(ErrorCode::conflict,
                        fmt::format("cannot listen on {}: port {} is taken by another program; stop it or choose "
                                    "another port",
                                    where, port));
        case EACCES:
            return fail(
                ErrorCode::forbidden,
                fmt::format("cannot listen on {}: ports below 1024 need privileges; choose a higher one", where));
        case EADDRNOTAVAIL:
            return fail(ErrorCode::invalid_argument,
                        fmt::format("cannot listen on {}: '{}' is not an address of this machine", where, host));
        default: break;
    }
    errno = error;
    return fail(ErrorCode::io, fmt::format("cannot listen on {}: {}", where, errno_text()));
}

Result<ListenSocket> describe(UniqueFd fd)
{
    sockaddr_storage bound{};
    socklen_t size = sizeof bound;
    char host[NI_MAXHOST];
    char port[NI_MAXSERV];
    auto* const address = reinterpret_cast<sockaddr*>(&bound);
    if (::getsockname(fd.get(), address, &size) != 0 ||
        ::getnameinfo(address, size, host, sizeof host, port, sizeof port, NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
        return fail(ErrorCode::io, "cannot read back the address that was bound: " + errno_text());
    }
    return ListenSocket{std::move(fd), host, static_cast<std::uint16_t>(std::stoul(port))};
}

}  // namespace

std::string ListenSocket::url() const
{
    return "http://" + shown(address, port);
}

Result<ListenSocket> listen_on(std::string const& host, std::uint16_t port, std::chrono::milliseconds patience)
{
    auto const addresses = resolve(host, port);
    if (!addresses) {
        return fail(addresses.error());
    }
    auto const deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
        int error = 0;
        for (auto const* address = addresses->get(); address != nullptr; address = address->ai_next) {
            if (auto fd = try_address(*address, error)) {
                return describe(std::move(fd));
            }
            if (error == EADDRINUSE) {
                break;  // going on to ::1 when 127.0.0.1 is taken would surprise
            }
        }
        if (error != EADDRINUSE || std::chrono::steady_clock::now() >= deadline) {
            return refused(host, port, error);
        }
        std::this_thread::sleep_for(kPause);
    }
}

}  // namespace kewp::ops
