#include "corpus/download.hpp"

#include "base/file.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <curl/curl.h>
#include <fmt/format.h>
#include <memory>
#include <string>
#include <system_error>

namespace kewp::corpus {
namespace {

constexpr long kMaxRedirects = 5;
constexpr long kStatusError = 400;

struct CloseCurl {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

/// What the callbacks of one transfer work on.
struct Transfer {
    std::unique_ptr<std::FILE, CloseFile> file;
    std::uint64_t bytes = 0;
    std::uint64_t max_bytes = 0;
    Progress* progress = nullptr;
    std::string label;
    bool started = false;
    bool too_large = false;
    bool disk_failed = false;
};

std::size_t on_bytes(char* data, std::size_t size, std::size_t count, void* user)
{
    auto& transfer = *static_cast<Transfer*>(user);
    auto const bytes = size * count;
    transfer.bytes += bytes;
    if (transfer.bytes > transfer.max_bytes) {
        transfer.too_large = true;
        return 0;
    }
    if (std::fwrite(data, 1, bytes, transfer.file.get()) != bytes) {
        transfer.disk_failed = true;
        return 0;
    }
    return bytes;
}

int on_progress(void* user, curl_off_t total, curl_off_t done, curl_off_t /*upload*/, curl_off_t /*uploaded*/)
{
    auto& transfer = *static_cast<Transfer*>(user);
    if (!transfer.started && done > 0) {
        transfer.started = true;
        transfer.progress->begin(transfer.label, static_cast<std::uint64_t>(std::max<curl_off_t>(total, 0)));
    }
    if (transfer.started) {
        transfer.progress->advance_to(static_cast<std::uint64_t>(done));
    }
    return 0;
}

/// The last part of the URL's path as a harmless file name.
std::string file_name_of(std::string_view url)
{
    auto path = url.substr(0, url.find_first_of("?#"));
    auto const scheme_end = path.find("://");
    path.remove_prefix(scheme_end + 3);
    auto const slash = path.rfind('/');
    auto name = text::percent_decode(slash == std::string_view::npos ? "" : path.substr(slash + 1), false);
    for (auto& c : name) {
        auto const harmless = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
                              c == '-' || c == '_';
        c = harmless ? c : '_';
    }
    return name.empty() || name.front() == '.' ? "download" + name : name;
}

void configure(CURL* curl, std::string const& url, DownloadLimits const& limits, Transfer& transfer, char* reason)
{
    // curl_easy_setopt cannot fail for these: the options exist and the values are of their kind.
    auto const* const redirect_to = text::ascii_lower(url).starts_with("https:") ? "https" : "http,https";
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, redirect_to);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, kMaxRedirects);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, limits.connect_timeout_ms);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, limits.stall_seconds);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, limits.stall_bytes_per_second);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "kewp/" KEWP_VERSION);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &on_bytes);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &on_progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &transfer);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, reason);
}

tl::unexpected<Error> failure(CURL* curl, CURLcode code, Transfer const& transfer, std::string const& url,
                              char const* reason)
{
    if (transfer.too_large) {
        return fail(ErrorCode::too_large,
                    fmt::format("{}: larger than {} bytes, which no release is", url, transfer.max_bytes));
    }
    if (transfer.disk_failed) {
        return fail(ErrorCode::io, fmt::format("{}: cannot be stored: {}", url, errno_text()));
    }
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    if (status >= kStatusError) {
        auto const missing = status == 404 || status == 410;
        return fail(missing ? ErrorCode::not_found : ErrorCode::unavailable,
                    fmt::format("{}: the server answered {}; check the address", url, status));
    }
    return fail(ErrorCode::unavailable,
                fmt::format("{}: could not be fetched: {}", url, *reason != '\0' ? reason : curl_easy_strerror(code)));
}

}  // namespace

bool is_url(std::string_view text)
{
    auto const end = text.find("://");
    return end != std::string_view::npos && end > 0 && text.find_first_of("/ ") > end;
}

Result<std::filesystem::path> download(std::string_view url_text, std::filesystem::path const& folder,
                                       Progress& progress, DownloadLimits const& limits)
{
    std::string const url{text::trim(url_text)};
    auto const scheme = text::ascii_lower(url.substr(0, url.find("://")));
    if (!is_url(url) || (scheme != "http" && scheme != "https")) {
        return fail(ErrorCode::invalid_argument, fmt::format("{}: expected an http or https address", url));
    }
    auto const path = folder / file_name_of(url);
    Transfer transfer;
    transfer.max_bytes = limits.max_bytes;
    transfer.progress = &progress;
    transfer.label = fmt::format("fetching {}", path.filename().string());
    transfer.file.reset(std::fopen(path.c_str(), "wbxe"));
    if (!transfer.file) {
        return fail(ErrorCode::io, fmt::format("{}: {}", path.string(), errno_text()));
    }
    std::unique_ptr<CURL, CloseCurl> const curl{curl_easy_init()};
    if (!curl) {
        return fail(ErrorCode::internal, "libcurl could not be started");
    }
    std::array<char, CURL_ERROR_SIZE> reason{};
    configure(curl.get(), url, limits, transfer, reason.data());
    auto const code = curl_easy_perform(curl.get());
    auto const flushed = std::fclose(transfer.file.release()) == 0;
    if (code != CURLE_OK || !flushed) {
        transfer.disk_failed = transfer.disk_failed || (code == CURLE_OK && !flushed);
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
        return failure(curl.get(), code, transfer, url, reason.data());
    }
    progress.note(fmt::format("{}: {:.1f} MB", transfer.label, static_cast<double>(transfer.bytes) / 1e6));
    return path;
}

}  // namespace kewp::corpus
