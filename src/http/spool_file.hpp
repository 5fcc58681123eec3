#pragma once

#include "base/crypto.hpp"
#include "base/result.hpp"
#include "http/response.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace kewp::http {

/// A temporary file without a name, written once and then sent: it goes when nobody holds it any more, after a crash
/// too.
class SpoolFile {
public:
    /// In `folder`, where there must be room. Error: io.
    [[nodiscard]] static Result<SpoolFile> create(std::filesystem::path const& folder);

    /// Error: io (disk full) naming the folder.
    [[nodiscard]] Result<void> write(std::string_view bytes);

    /// What was written; call it when all of it was.
    [[nodiscard]] FileBody body() const { return {fd_, size_}; }
    /// Strong entity tag of the content. Call it once, in the end.
    [[nodiscard]] std::string etag();
    [[nodiscard]] std::uint64_t size() const { return size_; }

    /// The content compressed, as another such file. Reads in pieces. Error: io.
    [[nodiscard]] Result<SpoolFile> gzipped() const;

private:
    SpoolFile(std::filesystem::path folder, UniqueFd fd);

    std::filesystem::path folder_;
    std::shared_ptr<UniqueFd const> fd_;
    std::uint64_t size_ = 0;
    crypto::Sha256 hash_;
};

}  // namespace kewp::http
