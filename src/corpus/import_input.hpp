#pragma once

#include "base/result.hpp"
#include "corpus/archive.hpp"
#include "corpus/byte_source.hpp"
#include "corpus/progress.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::corpus {

/// One thing that an import reads: a file, or a folder with files.
class Input {
public:
    /// Looks at the beginning of `path`. `given` is how the operator called it (an address, if it was
    /// fetched) and how messages call it. Errors: not_found, io, corrupt.
    [[nodiscard]] static Result<Input> probe(std::string given, std::filesystem::path path);

    [[nodiscard]] std::string const& given() const { return given_; }
    [[nodiscard]] std::filesystem::path const& path() const { return path_; }
    /// Name without folder and without `.gz` and the like.
    [[nodiscard]] std::string const& name() const { return name_; }
    /// The first bytes, unpacked, without byte order mark and leading white space; for tar and zip those of the first
    /// file inside.
    [[nodiscard]] std::string_view head() const { return head_; }
    /// The first line of `head` that is neither empty nor a comment (`!`, `#`).
    [[nodiscard]] std::string_view first_line() const;
    [[nodiscard]] bool is_folder() const { return is_folder_; }
    [[nodiscard]] bool is_container() const { return is_container_; }

    [[nodiscard]] bool looks_like_json() const { return head_.starts_with('{') || head_.starts_with('['); }
    [[nodiscard]] bool looks_like_xml() const { return head_.starts_with("<?xml") || head_.starts_with("<data"); }
    [[nodiscard]] bool looks_like_turtle() const;

private:
    std::string given_;
    std::filesystem::path path_;
    std::string name_;
    std::string head_;
    bool is_folder_ = false;
    bool is_container_ = false;
};

/// Reads an input from its beginning and shows how far it is. The progress task begins when the input is
/// opened; the caller ends it.
class InputReader {
public:
    [[nodiscard]] static Result<InputReader> open(Input const& input, Progress& progress);
    [[nodiscard]] Archive& archive() { return archive_; }
    /// The bytes of the current file. The reader must stay where it is while the source is in use.
    [[nodiscard]] ByteSource source();
    [[nodiscard]] Result<std::size_t> read(std::span<char> buffer);
    /// The whole current file.
    [[nodiscard]] Result<std::string> read_all(std::size_t limit);

private:
    InputReader(Archive archive, Progress& progress) : archive_(std::move(archive)), progress_(&progress) {}
    Archive archive_;
    Progress* progress_;
};

/// The date in a name such as `aops-20260613.ttl` or `aop-wiki-xml-2026-07-01.gz` as `2026-06-13`; a year and
/// month (`GO_BP-202509.gmt`) as `2025-09`. "" when there is none.
[[nodiscard]] std::string date_in_name(std::string_view name);

/// "" unless `digits` is a plausible YYYYMMDD; then YYYY-MM-DD.
[[nodiscard]] std::string iso_date(std::string_view digits);

}  // namespace kewp::corpus
