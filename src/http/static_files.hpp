#pragma once

#include "base/result.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kewp::http {

struct StaticOptions {
    /// Files below these folders have a hash in their name: browsers keep them for a year.
    std::vector<std::string> immutable_below = {"assets/"};
    /// Cache-Control of the others.
    std::string cache_control = "no-cache";
    /// Bytes of all files together; more is refused at the start rather than at night.
    std::size_t limit = std::size_t{64} * 1024 * 1024;
};

/// A folder of files, read once into memory. A request is a look-up by name and touches no file, so
/// no path can lead out of the folder. Compressed forms are made on first use.
class StaticFiles {
public:
    /// Reads every regular file below `folder`; hidden ones and symbolic links are left out.
    /// Error: not_found, io, too_large.
    [[nodiscard]] static Result<StaticFiles> load(std::filesystem::path const& folder, StaticOptions options = {});
    /// The same from bytes in hand (`css/site.css` → content).
    [[nodiscard]] static StaticFiles from_memory(std::vector<std::pair<std::string, std::string>> files,
                                                 StaticOptions options = {});

    StaticFiles(StaticFiles&&) noexcept;
    StaticFiles(StaticFiles const&) = delete;
    StaticFiles& operator=(StaticFiles const&) = delete;
    StaticFiles& operator=(StaticFiles&&) noexcept;
    ~StaticFiles();

    /// Answers 200 or 304 for `name` (relative, decoded); nullopt when there is no such file. The
    /// first request of a big file compresses it: call it from the pool.
    [[nodiscard]] std::optional<Response> respond(Request const& request, std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const;
    /// What the file holds; empty when there is none such.
    [[nodiscard]] std::string_view bytes(std::string_view name) const;
    /// `?v=<hash>` to add to a link, so that a changed file is fetched at once; empty when unknown.
    [[nodiscard]] std::string version_of(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> names() const;

private:
    struct Entry;
    explicit StaticFiles(StaticOptions options);
    void insert(std::string name, std::string bytes);
    StaticOptions options_;
    std::map<std::string, std::unique_ptr<Entry>, std::less<>> entries_;
};

/// By file extension; `application/octet-stream` when unknown.
[[nodiscard]] std::string_view content_type_of(std::string_view file_name);

}  // namespace kewp::http
