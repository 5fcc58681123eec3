#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

struct archive;

namespace kewp::corpus {

/// A file opened for reading whatever it is packed with: plain, gzip, bzip2, xz, zstd, a tar archive
/// under any of these, or a zip archive. A file that is no archive looks like one with one entry.
class Archive {
public:
    /// Errors: not_found, io, corrupt; the message names the path.
    [[nodiscard]] static Result<Archive> open(std::filesystem::path const& path);

    /// Goes on to the next regular file inside; false when there is none left. Error: corrupt.
    [[nodiscard]] Result<bool> next();
    /// Path of the current file within the archive; for a single file its own name without `.gz` and the like.
    [[nodiscard]] std::string const& name() const { return name_; }
    /// True for tar and zip. Known after the first `next`.
    [[nodiscard]] bool is_container() const { return is_container_; }

    /// Unpacked bytes of the current file; 0 at its end. Errors: corrupt; too_large when more comes out of
    /// the archive than any published release holds.
    [[nodiscard]] Result<std::size_t> read(std::span<char> buffer);
    /// The rest of the current file. Errors: corrupt, too_large (more than `limit` bytes).
    [[nodiscard]] Result<std::string> read_all(std::size_t limit);

    /// Bytes of the packed file read so far, and its size.
    [[nodiscard]] std::uint64_t consumed() const;
    [[nodiscard]] std::uint64_t size() const { return size_; }

private:
    struct Free {
        void operator()(struct archive* handle) const;
    };
    Archive() = default;
    [[nodiscard]] tl::unexpected<Error> broken() const;

    std::unique_ptr<struct archive, Free> handle_;
    std::filesystem::path path_;
    std::string name_;
    std::uint64_t size_ = 0;
    std::uint64_t unpacked_ = 0;
    bool is_container_ = false;
};

/// `name` without folder and without an ending that only says how it is packed (`.gz`, `.xz`, …).
[[nodiscard]] std::string unpacked_name(std::filesystem::path const& name);

}  // namespace kewp::corpus
