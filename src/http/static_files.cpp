#include "http/static_files.hpp"

#include "base/file.hpp"
#include "base/text.hpp"
#include "http/etag.hpp"
#include "http/prepared_body.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <mutex>

namespace kewp::http {
namespace fs = std::filesystem;

struct StaticFiles::Entry {
    std::string bytes;  // until prepared
    std::string content_type;
    std::string cache_control;
    std::string etag;
    mutable std::once_flag once;
    mutable std::optional<PreparedBody> prepared;

    PreparedBody const& body() const
    {
        std::call_once(once, [this] { prepared.emplace(bytes, content_type, Effort::archive); });
        return *prepared;
    }
};

StaticFiles::StaticFiles(StaticOptions options) : options_(std::move(options)) {}
StaticFiles::StaticFiles(StaticFiles&&) noexcept = default;
StaticFiles& StaticFiles::operator=(StaticFiles&&) noexcept = default;
StaticFiles::~StaticFiles() = default;

void StaticFiles::insert(std::string name, std::string bytes)
{
    auto entry = std::make_unique<Entry>();
    entry->content_type = content_type_of(name);
    bool const immutable = std::any_of(options_.immutable_below.begin(), options_.immutable_below.end(),
                                       [&name](std::string const& folder) { return name.starts_with(folder); });
    entry->cache_control = immutable ? "public, max-age=31536000, immutable" : options_.cache_control;
    entry->etag = etag_of(bytes);
    entry->bytes = std::move(bytes);
    entries_[std::move(name)] = std::move(entry);
}

Result<StaticFiles> StaticFiles::load(fs::path const& folder, StaticOptions options)
{
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
        return fail(ErrorCode::not_found, folder.string() + ": no such folder");
    }
    StaticFiles files(std::move(options));
    std::size_t total = 0;
    for (auto entry = fs::recursive_directory_iterator(folder, error); !error && entry != fs::end(entry);
         entry.increment(error)) {
        if (entry->path().filename().string().starts_with('.')) {
            entry.disable_recursion_pending();
            continue;
        }
        if (entry->is_symlink(error) || !entry->is_regular_file(error)) {
            continue;
        }
        auto bytes = read_file(entry->path());
        if (!bytes) {
            return fail(std::move(bytes.error()));
        }
        total += bytes->size();
        if (total > files.options_.limit) {
            return fail(ErrorCode::too_large, fmt::format("{}: its files have more than {} bytes together",
                                                          folder.string(), files.options_.limit));
        }
        files.insert(entry->path().lexically_relative(folder).generic_string(), std::move(*bytes));
    }
    if (error) {
        return fail(ErrorCode::io, fmt::format("{}: cannot be read: {}", folder.string(), error.message()));
    }
    return files;
}

StaticFiles StaticFiles::from_memory(std::vector<std::pair<std::string, std::string>> contents, StaticOptions options)
{
    StaticFiles files(std::move(options));
    for (auto& file : contents) {
        files.insert(std::move(file.first), std::move(file.second));
    }
    return files;
}

std::optional<Response> StaticFiles::respond(Request const& request, std::string_view name) const
{
    auto const found = entries_.find(name);
    if (found == entries_.end()) {
        return std::nullopt;
    }
    auto response = found->second->body().respond(request, found->second->cache_control);
    response.add("X-Content-Type-Options", "nosniff");
    return response;
}

bool StaticFiles::has(std::string_view name) const
{
    return entries_.find(name) != entries_.end();
}

std::string_view StaticFiles::bytes(std::string_view name) const
{
    auto const found = entries_.find(name);
    return found == entries_.end() ? std::string_view{} : std::string_view{found->second->bytes};
}

std::string StaticFiles::version_of(std::string_view name) const
{
    auto const found = entries_.find(name);
    if (found == entries_.end()) {
        return {};
    }
    constexpr std::size_t kDigits = 10;
    return "?v=" + found->second->etag.substr(1, kDigits);
}

std::vector<std::string> StaticFiles::names() const
{
    std::vector<std::string> all;
    for (auto const& [name, entry] : entries_) {
        all.push_back(name);
    }
    return all;
}

std::string_view content_type_of(std::string_view file_name)
{
    struct Kind {
        std::string_view extension;
        std::string_view type;
    };
    static constexpr std::array kinds = {
        Kind{".html", "text/html; charset=utf-8"},
        Kind{".css", "text/css; charset=utf-8"},
        Kind{".js", "text/javascript; charset=utf-8"},
        Kind{".mjs", "text/javascript; charset=utf-8"},
        Kind{".json", "application/json"},
        Kind{".map", "application/json"},
        Kind{".webmanifest", "application/manifest+json"},
        Kind{".yaml", "application/yaml"},
        Kind{".txt", "text/plain; charset=utf-8"},
        Kind{".md", "text/markdown; charset=utf-8"},
        Kind{".csv", "text/csv; charset=utf-8"},
        Kind{".xml", "application/xml"},
        Kind{".ttl", "text/turtle; charset=utf-8"},
        Kind{".svg", "image/svg+xml"},
        Kind{".png", "image/png"},
        Kind{".jpg", "image/jpeg"},
        Kind{".jpeg", "image/jpeg"},
        Kind{".gif", "image/gif"},
        Kind{".webp", "image/webp"},
        Kind{".ico", "image/x-icon"},
        Kind{".woff", "font/woff"},
        Kind{".woff2", "font/woff2"},
        Kind{".ttf", "font/ttf"},
        Kind{".pdf", "application/pdf"},
        Kind{".zip", "application/zip"},
        Kind{".wasm", "application/wasm"},
    };
    auto const lower = text::ascii_lower(file_name);
    for (auto const& kind : kinds) {
        if (lower.ends_with(kind.extension)) {
            return kind.type;
        }
    }
    return "application/octet-stream";
}

}  // namespace kewp::http
