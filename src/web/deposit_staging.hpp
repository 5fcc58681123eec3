#pragma once

#include "base/result.hpp"
#include "publish/ro_crate.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace kewp::web {

/// A file ready to be sent.
struct StagedFile {
    std::string name;
    std::filesystem::path path;
    std::uint64_t bytes = 0;
    std::string md5;
    std::string sha256;
};

/// Files in a folder of their own, which goes with this object.
class Staging {
public:
    /// Writes them to a new folder in `parent`. Errors: io, those of the files.
    [[nodiscard]] static Result<Staging> make(std::filesystem::path const& parent,
                                              std::vector<publish::ArchiveFile> const& files);
    Staging(Staging&& other) noexcept;
    Staging& operator=(Staging&&) = delete;
    Staging(Staging const&) = delete;
    Staging& operator=(Staging const&) = delete;
    ~Staging();

    [[nodiscard]] std::vector<StagedFile> const& files() const { return files_; }
    /// SHA-256 over names and content of the archives: what has to be new for a new version. The README has today's
    /// date in it and does not count.
    [[nodiscard]] std::string content_sha256() const;

private:
    explicit Staging(std::filesystem::path folder) : folder_(std::move(folder)) {}

    std::filesystem::path folder_;
    std::vector<StagedFile> files_;
};

}  // namespace kewp::web
