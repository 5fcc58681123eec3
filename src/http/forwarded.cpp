#include "http/forwarded.hpp"

#include "base/text.hpp"

#include <string>

namespace kewp::http {
namespace {

/// What a request id from outside may look like.
bool is_request_id(std::string_view id)
{
    constexpr std::size_t kLongest = 64;
    for (char const c : id) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!plain && c != '-' && c != '_' && c != '.') {
            return false;
        }
    }
    return !id.empty() && id.size() <= kLongest;
}

std::string_view last_element(std::string_view list)
{
    auto const comma = list.rfind(',');
    return text::trim(comma == std::string_view::npos ? list : list.substr(comma + 1));
}

/// Text of a header that goes into URLs and pages: nothing but what hosts and paths are made of.
bool is_plain(std::string_view value, std::string_view extra)
{
    for (char const c : value) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!plain && extra.find(c) == std::string_view::npos) {
            return false;
        }
    }
    return !value.empty();
}

}  // namespace

void take_forwarded(ProxyTrust const& trust, std::string_view peer, RequestBuilder& builder)
{
    auto const& request = builder.request();
    builder.client(trust.client_of(peer, request.header_list("X-Forwarded-For")));
    auto const schemes = request.header_list("X-Forwarded-Proto");
    auto const scheme = text::ascii_lower(last_element(schemes));
    if (scheme == "http" || scheme == "https") {
        builder.scheme(scheme);
    }
    auto const hosts = request.header_list("X-Forwarded-Host");
    if (auto const host = last_element(hosts); is_plain(host, "-._~:[]")) {
        builder.host(host);
    }
    auto const prefixes = request.header_list("X-Forwarded-Prefix");
    if (auto const prefix = last_element(prefixes);
        prefix.starts_with('/') && prefix != "/" && !prefix.starts_with("//") && is_plain(prefix, "-._~/")) {
        builder.prefix(prefix.ends_with('/') ? prefix.substr(0, prefix.size() - 1) : prefix);
    }
    if (auto const id = request.header("X-Request-ID").value_or(""); is_request_id(id)) {
        builder.id(id);
    }
}

}  // namespace kewp::http
