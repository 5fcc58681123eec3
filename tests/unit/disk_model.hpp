#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::store::testing {

/// What a disk holds of one file: the content of its last flush, and what was written since.
class FileOnDisk {
public:
    explicit FileOnDisk(std::string content) : durable_(std::move(content)) {}

    void write(std::uint64_t offset, std::string_view bytes);
    void truncate(std::uint64_t size);

    /// The number of changes so far; a flush covers those that were there when it started.
    [[nodiscard]] std::uint64_t changes() const { return applied_ + pending_.size(); }
    void flushed(std::uint64_t changes);

    /// As a program sees it.
    [[nodiscard]] std::string current() const;
    /// As it may be after a power cut: all, none or some of the changes since the last flush, writes torn at
    /// sectors of 512 bytes. Bytes outside a write keep their value (SQLite's "powersafe overwrite", which
    /// every disk with whole sectors gives).
    [[nodiscard]] std::string after_power_cut(std::mt19937_64& random) const;

private:
    struct Change {
        std::uint64_t offset = 0;
        std::string bytes = {};
        bool truncates = false;
    };
    static void apply(std::string& content, Change const& change);
    static void apply_torn(std::string& content, Change const& change, std::mt19937_64& random);

    std::string durable_;
    std::vector<Change> pending_;
    std::uint64_t applied_ = 0;
};

/// The files of a folder at one moment.
struct Image {
    std::map<std::string, std::string> files = {};

    /// Writes them into `folder`, which is emptied before.
    void write_to(std::filesystem::path const& folder) const;
};

/// Follows the files of one folder: what is flushed, and which names are. Thread-safe.
///
/// A new, renamed or removed name is durable once the folder was flushed; until then a power cut may leave the
/// name as it was then or as it is now, for each name by itself. Files that nobody opened through `opened`
/// count as flushed. `-shm` files are memory and gone after a cut.
class Disk {
public:
    using File = std::shared_ptr<FileOnDisk>;

    explicit Disk(std::filesystem::path folder);

    [[nodiscard]] std::filesystem::path const& folder() const { return folder_; }
    [[nodiscard]] bool holds(std::string_view path) const;

    /// A program opens the file at `path`, which exists now.
    [[nodiscard]] File opened(std::filesystem::path const& path, bool is_new);
    void closed(File const& file);
    void removed(std::filesystem::path const& path);

    void write(File const& file, std::uint64_t offset, std::string_view bytes);
    void truncate(File const& file, std::uint64_t size);
    [[nodiscard]] std::uint64_t changes(File const& file) const;
    void flushed(File const& file, std::uint64_t changes);
    /// A flush of a file by its number, of all that was written to it.
    void flushed(std::uint64_t inode);
    void folder_flushed();

    [[nodiscard]] Image power_cut(std::uint64_t seed);

private:
    struct Known {
        File file;
        int open = 0;
    };
    using Names = std::map<std::string, File>;
    [[nodiscard]] Names names_now();
    [[nodiscard]] File file_at(std::filesystem::path const& path, bool is_new);

    std::filesystem::path folder_;
    mutable std::mutex mutex_;
    std::map<std::uint64_t, Known> by_inode_;
    Names durable_names_;
};

}  // namespace kewp::store::testing
