#include "http/spool_file.hpp"

#include "http/compression.hpp"
#include "http/etag.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace kewp::http {
namespace {

Error trouble(std::filesystem::path const& folder, std::string_view what)
{
    return {ErrorCode::io, fmt::format("{}: {}: {}", folder.string(), what, errno_text())};
}

}  // namespace

SpoolFile::SpoolFile(std::filesystem::path folder, UniqueFd fd)
    : folder_(std::move(folder)), fd_(std::make_shared<UniqueFd const>(std::move(fd)))
{
}

Result<SpoolFile> SpoolFile::create(std::filesystem::path const& folder)
{
    constexpr mode_t kPrivate = 0600;
    UniqueFd fd(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, kPrivate));
    if (!fd && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
        // Some file systems (overlays, network shares) know no file without a name: take the name away at once.
        auto path = (folder / ".kewp-spool-XXXXXX").string();
        fd.reset(::mkostemp(path.data(), O_CLOEXEC));
        if (fd) {
            ::unlink(path.c_str());
        }
    }
    if (!fd) {
        return fail(trouble(folder, "no temporary file can be made"));
    }
    return SpoolFile(folder, std::move(fd));
}

Result<void> SpoolFile::write(std::string_view bytes)
{
    auto left = bytes;
    while (!left.empty()) {
        auto const written = ::write(fd_->get(), left.data(), left.size());
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            return fail(trouble(folder_, "a temporary file cannot be written"));
        }
        left.remove_prefix(static_cast<std::size_t>(written));
    }
    hash_.add(bytes);
    size_ += bytes.size();
    return {};
}

std::string SpoolFile::etag()
{
    return etag_of(hash_.finish());
}

Result<SpoolFile> SpoolFile::gzipped() const
{
    constexpr std::size_t kPiece = std::size_t{256} * 1024;
    auto packed = create(folder_);
    if (!packed) {
        return packed;
    }
    GzipStream stream;
    std::string piece;
    std::uint64_t at = 0;
    do {
        piece.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kPiece, size_ - at)));
        auto const got = ::pread(fd_->get(), piece.data(), piece.size(), static_cast<off_t>(at));
        if (got < 0 || (got == 0 && !piece.empty())) {
            return fail(trouble(folder_, "a temporary file cannot be read"));
        }
        piece.resize(static_cast<std::size_t>(got));
        at += piece.size();
        if (auto const written = packed->write(stream.add(piece, at == size_)); !written) {
            return fail(written.error());
        }
    } while (at < size_);
    return packed;
}

}  // namespace kewp::http
