#include "corpus/archive.hpp"

#include "base/file.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <cerrno>
#include <fmt/format.h>
#include <limits>
#include <system_error>

namespace kewp::corpus {
namespace {

constexpr std::size_t kBlockBytes = 64UL * 1024;
// The largest release read here (GOA, all of human) unpacks to about 200 MB; the rest is a bomb.
constexpr std::uint64_t kMaxUnpackedBytes = 16ULL << 30U;

}  // namespace

void Archive::Free::operator()(struct archive* handle) const
{
    archive_read_free(handle);
}

tl::unexpected<Error> Archive::broken() const
{
    auto const* const reason = archive_error_string(handle_.get());
    return fail(ErrorCode::corrupt, fmt::format("{}: cannot be unpacked: {}; fetch the file again", path_.string(),
                                                reason != nullptr ? reason : "unknown reason"));
}

Result<Archive> Archive::open(std::filesystem::path const& path)
{
    std::error_code error;
    auto const status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status)) {
        return fail(ErrorCode::not_found, path.string() + ": there is no such file");
    }
    if (std::filesystem::is_directory(status)) {
        return fail(ErrorCode::invalid_argument, path.string() + ": is a folder, expected a file");
    }
    Archive result;
    result.path_ = path;
    result.size_ = std::filesystem::is_regular_file(status) ? std::filesystem::file_size(path, error) : 0;
    result.handle_.reset(archive_read_new());
    auto* const handle = result.handle_.get();
    archive_read_support_filter_gzip(handle);
    archive_read_support_filter_bzip2(handle);
    archive_read_support_filter_xz(handle);
    archive_read_support_filter_zstd(handle);
    archive_read_support_format_tar(handle);
    archive_read_support_format_zip(handle);
    archive_read_support_format_raw(handle);
    archive_read_support_format_empty(handle);
    errno = 0;
    if (archive_read_open_filename(handle, path.c_str(), kBlockBytes) != ARCHIVE_OK) {
        if (errno == EACCES || errno == EIO) {
            return fail(ErrorCode::io, fmt::format("{}: {}", path.string(), errno_text()));
        }
        return result.broken();
    }
    return result;
}

Result<bool> Archive::next()
{
    for (;;) {
        archive_entry* entry = nullptr;
        auto const code = archive_read_next_header(handle_.get(), &entry);
        if (code == ARCHIVE_EOF) {
            return false;
        }
        if (code < ARCHIVE_WARN) {
            return broken();
        }
        auto const format = archive_format(handle_.get());
        is_container_ = format != ARCHIVE_FORMAT_RAW && format != ARCHIVE_FORMAT_EMPTY;
        if (!is_container_) {
            name_ = unpacked_name(path_);
            return true;
        }
        if (archive_entry_filetype(entry) == AE_IFREG) {
            auto const* const name = archive_entry_pathname(entry);
            name_ = name != nullptr ? name : "";
            return true;
        }
    }
}

Result<std::size_t> Archive::read(std::span<char> buffer)
{
    auto const got = archive_read_data(handle_.get(), buffer.data(), buffer.size());
    if (got < 0) {
        return broken();
    }
    auto const count = static_cast<std::size_t>(got);
    unpacked_ += count;
    if (unpacked_ > kMaxUnpackedBytes) {
        return fail(ErrorCode::too_large, fmt::format("{}: unpacks to more than {} GiB, which no release does",
                                                      path_.string(), kMaxUnpackedBytes >> 30U));
    }
    return count;
}

Result<std::string> Archive::read_all(std::size_t limit)
{
    std::string text;
    for (;;) {
        auto const before = text.size();
        text.resize(before + kBlockBytes);
        auto const got = read({text.data() + before, kBlockBytes});
        if (!got) {
            return fail(got.error());
        }
        text.resize(before + *got);
        if (*got == 0) {
            return text;
        }
        if (text.size() > limit) {
            return fail(ErrorCode::too_large,
                        fmt::format("{}: {} is larger than the {} bytes allowed", path_.string(), name_, limit));
        }
    }
}

std::uint64_t Archive::consumed() const
{
    auto const bytes = archive_filter_bytes(handle_.get(), -1);
    return bytes > 0 ? static_cast<std::uint64_t>(bytes) : 0;
}

std::string unpacked_name(std::filesystem::path const& name)
{
    auto const file = name.filename();
    for (auto const* const ending : {".gz", ".bz2", ".xz", ".zst"}) {
        if (file.extension() == ending) {
            return file.stem().string();
        }
    }
    return file.string();
}

}  // namespace kewp::corpus
