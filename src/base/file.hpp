#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace kewp {

/// A file descriptor that closes itself.
class UniqueFd {
public:
    UniqueFd() = default;
    explicit UniqueFd(int fd) : fd_(fd) {}
    UniqueFd(UniqueFd&& other) noexcept : fd_(other.release()) {}
    UniqueFd& operator=(UniqueFd&& other) noexcept;
    UniqueFd(UniqueFd const&) = delete;
    UniqueFd& operator=(UniqueFd const&) = delete;
    ~UniqueFd() { reset(); }

    [[nodiscard]] int get() const { return fd_; }
    [[nodiscard]] explicit operator bool() const { return fd_ >= 0; }
    [[nodiscard]] int release();
    void reset(int fd = -1);

private:
    int fd_ = -1;
};

/// A file mapped read-only. Pages are shared with children of fork.
class MappedFile {
public:
    /// Errors: not_found, io. An empty file maps to an empty view.
    [[nodiscard]] static Result<MappedFile> open(std::filesystem::path const& path);
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    MappedFile(MappedFile const&) = delete;
    MappedFile& operator=(MappedFile const&) = delete;
    ~MappedFile();

    [[nodiscard]] std::span<std::byte const> bytes() const { return {data_, size_}; }
    [[nodiscard]] std::string_view text() const;

private:
    MappedFile(std::byte const* data, std::size_t size) : data_(data), size_(size) {}
    std::byte const* data_ = nullptr;
    std::size_t size_ = 0;
};

/// The whole file as bytes. Errors: not_found, io; the message names the path.
[[nodiscard]] Result<std::string> read_file(std::filesystem::path const& path);

/// Writes beside `path`, syncs file and folder, renames: after a crash the old or the new content is
/// there, never a mixture. Error: io naming the path and the reason.
[[nodiscard]] Result<void> write_file_atomically(std::filesystem::path const& path, std::string_view bytes);

/// Flushes a folder's entries to disk.
[[nodiscard]] Result<void> sync_folder(std::filesystem::path const& folder);

/// "Permission denied" and the like for `errno`.
[[nodiscard]] std::string errno_text();

}  // namespace kewp
