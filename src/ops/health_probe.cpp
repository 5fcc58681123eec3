#include "ops/health_probe.hpp"

#include <curl/curl.h>
#include <fmt/format.h>
#include <memory>

namespace kewp::ops {
namespace {

constexpr long kTimeoutSeconds = 5;
constexpr long kOk = 200;

std::size_t append(char const* bytes, std::size_t size, std::size_t count, void* body)
{
    static_cast<std::string*>(body)->append(bytes, size * count);
    return size * count;
}

/// Where a server that listens on `host` is reached from its own machine.
std::string loopback_of(std::string const& host)
{
    if (host == "0.0.0.0" || host.empty()) {
        return "127.0.0.1";
    }
    return host.find(':') == std::string::npos ? host : host == "::" ? "[::1]" : "[" + host + "]";
}

}  // namespace

Result<std::string> probe_health(config::ServerSettings const& server)
{
    auto const url = fmt::format("http://{}:{}/health", loopback_of(server.host), server.port);
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> const curl{curl_easy_init(), &curl_easy_cleanup};
    std::string body;
    curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, kTimeoutSeconds);
    curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &append);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &body);
    auto const rc = curl_easy_perform(curl.get());
    if (rc != CURLE_OK) {
        return fail(ErrorCode::unavailable, fmt::format("{}: {}", url, curl_easy_strerror(rc)));
    }
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status != kOk) {
        return fail(ErrorCode::unavailable, fmt::format("{}: status {}\n{}", url, status, body));
    }
    return body;
}

}  // namespace kewp::ops
