#include "http/proxy_trust.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <netinet/in.h>
#include <optional>

namespace kewp::http {
namespace {

using Bytes = std::array<std::uint8_t, 16>;

constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr unsigned kMappedBits = 96;

/// `1.2.3.4`, `::1`; IPv4 becomes ::ffff:1.2.3.4.
std::optional<Bytes> read_address(std::string_view text)
{
    std::string const terminated(text);
    Bytes bytes{};
    if (inet_pton(AF_INET6, terminated.c_str(), bytes.data()) == 1) {
        return bytes;
    }
    std::copy(kMapped.begin(), kMapped.end(), bytes.begin());
    if (inet_pton(AF_INET, terminated.c_str(), bytes.data() + kMapped.size()) == 1) {
        return bytes;
    }
    return std::nullopt;
}

std::string write_address(Bytes const& bytes)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    bool const v4 = std::equal(kMapped.begin(), kMapped.end(), bytes.begin());
    inet_ntop(v4 ? AF_INET : AF_INET6, bytes.data() + (v4 ? kMapped.size() : 0), text.data(), text.size());
    return text.data();
}

bool contains(Bytes const& network, unsigned bits, Bytes const& address)
{
    for (unsigned i = 0; i < 16 && bits > 0; ++i) {
        unsigned const here = std::min(bits, 8U);
        auto const mask = static_cast<std::uint8_t>(0xffU << (8U - here));
        if (((network[i] ^ address[i]) & mask) != 0) {
            return false;
        }
        bits -= here;
    }
    return true;
}

}  // namespace

std::string canonical_address(std::string_view text)
{
    text = text::trim(text);
    if (text.starts_with('[')) {
        text = text.substr(1, text.find(']') - 1);
    } else if (auto const colon = text.find(':');
               colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos) {
        text = text.substr(0, colon);
    }
    auto const bytes = read_address(text);
    return bytes ? write_address(*bytes) : std::string{};
}

Result<ProxyTrust> ProxyTrust::parse(std::vector<std::string> const& networks)
{
    ProxyTrust trust;
    for (auto const& network : networks) {
        auto const slash = network.find('/');
        auto const bytes = read_address(text::trim(std::string_view(network).substr(0, slash)));
        bool const v4 = network.find(':') == std::string::npos;
        unsigned bits = v4 ? 32 : 128;
        bool good = bytes.has_value();
        if (slash != std::string::npos) {
            unsigned value = 0;
            auto const [end, error] =
                std::from_chars(network.data() + slash + 1, network.data() + network.size(), value);
            good = good && error == std::errc{} && end == network.data() + network.size() && value <= bits;
            bits = value;
        }
        if (!good) {
            return fail(ErrorCode::invalid_argument,
                        "'" + network + "' is no address or network; expected one like 10.0.0.0/8 or ::1");
        }
        trust.networks_.push_back({*bytes, v4 ? bits + kMappedBits : bits});
    }
    return trust;
}

bool ProxyTrust::trusts(std::string_view address) const
{
    if (networks_.empty()) {
        return false;
    }
    auto const bytes = read_address(address);
    return bytes && std::any_of(networks_.begin(), networks_.end(), [&bytes](Network const& network) {
               return contains(network.bytes, network.bits, *bytes);
           });
}

std::string ProxyTrust::client_of(std::string_view peer, std::string_view forwarded_for) const
{
    std::string client(peer);
    auto elements = text::split(forwarded_for, ',');
    while (!elements.empty() && trusts(client)) {
        auto next = canonical_address(elements.back());
        elements.pop_back();
        if (next.empty()) {
            break;
        }
        client = std::move(next);
    }
    return client;
}

}  // namespace kewp::http
