#include "http/fetch.hpp"

#include "base/file.hpp"
#include "base/text.hpp"

#include <cerrno>
#include <cstdio>
#include <curl/curl.h>
#include <fmt/format.h>
#include <memory>

namespace kewp::http {
namespace {

constexpr std::size_t kBodyLimit = std::size_t{1} << 20U;

struct CloseCurl {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

std::size_t on_bytes(char* data, std::size_t size, std::size_t count, void* user)
{
    auto& body = *static_cast<std::string*>(user);
    if (body.size() + size * count > kBodyLimit) {
        return 0;
    }
    body.append(data, size * count);
    return size * count;
}

/// `host` or `host:port` of an address.
std::string_view host_of(std::string_view url)
{
    auto const begin = url.find("://");
    auto const rest = begin == std::string_view::npos ? url : url.substr(begin + 3);
    return rest.substr(0, rest.find_first_of("/?#"));
}

HeaderList header_list(std::vector<std::string> const& headers)
{
    HeaderList list;
    for (auto const& header : headers) {
        // On success the head stays the same but for the first; on failure the old list stays valid.
        if (auto* const longer = curl_slist_append(list.get(), header.c_str())) {
            (void)list.release();
            list.reset(longer);
        }
    }
    return list;
}

struct CloseFile {
    void operator()(std::FILE* file) const { (void)std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

Result<File> open_upload(std::filesystem::path const& path)
{
    File file{std::fopen(path.c_str(), "rb")};
    if (!file) {
        return fail(errno == ENOENT ? ErrorCode::not_found : ErrorCode::io,
                    fmt::format("{}: {}", path.string(), errno_text()));
    }
    return file;
}

/// What is sent. Options of libcurl that hold pointers keep no copy: question and file live until it was asked.
void set_content(CURL* curl, Outgoing const& question, std::FILE* file)
{
    if (!question.form.empty()) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(question.form.size()));
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, question.form.c_str());
    }
    if (question.body) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(question.body->size()));
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, question.body->c_str());
    }
    if (file != nullptr) {
        std::error_code ignored;  // a file that went away meanwhile fails when it is read
        auto const size = std::filesystem::file_size(question.upload, ignored);
        curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(curl, CURLOPT_READDATA, file);
        curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(size));
    }
    if (!question.method.empty()) {
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, question.method.c_str());
    }
}

}  // namespace

std::string urlencoded(std::vector<std::pair<std::string_view, std::string_view>> const& fields)
{
    std::string out;
    for (auto const& [name, value] : fields) {
        out += fmt::format("{}{}={}", out.empty() ? "" : "&", text::percent_encode(name), text::percent_encode(value));
    }
    return out;
}

bool is_confidential(std::string_view url)
{
    if (url.starts_with("https://")) {
        return host_of(url).find('@') == std::string_view::npos;
    }
    auto const host = host_of(url);
    auto const name = host.substr(0, host.rfind(':'));
    return url.starts_with("http://") && (name == "127.0.0.1" || name == "localhost");
}

Result<Incoming> fetch(Outgoing const& question, std::chrono::milliseconds patience)
{
    if (!is_confidential(question.url)) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("{}: only https addresses are asked, for secrets go there", host_of(question.url)));
    }
    if (patience.count() <= 0) {
        return fail(ErrorCode::unavailable, fmt::format("{} did not answer in time", host_of(question.url)));
    }
    std::unique_ptr<CURL, CloseCurl> const curl{curl_easy_init()};
    if (!curl) {
        return fail(ErrorCode::internal, "libcurl could not be started");
    }
    File file;
    if (!question.upload.empty()) {
        auto opened = open_upload(question.upload);
        if (!opened) {
            return fail(opened.error());
        }
        file = std::move(*opened);
    }
    auto const headers = header_list(question.headers);
    Incoming answer;
    // curl_easy_setopt cannot fail for these: the options exist and the values are of their kind.
    curl_easy_setopt(curl.get(), CURLOPT_URL, question.url.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl.get(), CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl.get(), CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(patience.count()));
    curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(patience.count()));
    curl_easy_setopt(curl.get(), CURLOPT_USERAGENT, "kewp/" KEWP_VERSION);
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &on_bytes);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer.body);
    set_content(curl.get(), question, file.get());
    auto const code = curl_easy_perform(curl.get());
    if (code == CURLE_WRITE_ERROR) {
        return fail(ErrorCode::too_large,
                    fmt::format("{} answered with over {} bytes", host_of(question.url), kBodyLimit));
    }
    if (code != CURLE_OK) {
        return fail(ErrorCode::unavailable,
                    fmt::format("{} could not be asked: {}", host_of(question.url), curl_easy_strerror(code)));
    }
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
    return answer;
}

}  // namespace kewp::http
