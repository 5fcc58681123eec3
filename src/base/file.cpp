#include "base/file.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace kewp {
namespace {

tl::unexpected<Error> io_error(std::filesystem::path const& path)
{
    auto const code = errno == ENOENT ? ErrorCode::not_found : ErrorCode::io;
    return fail(code, path.string() + ": " + errno_text());
}

Result<void> write_all(int fd, std::string_view bytes, std::filesystem::path const& path)
{
    while (!bytes.empty()) {
        auto const written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            return io_error(path);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

}  // namespace

UniqueFd& UniqueFd::operator=(UniqueFd&& other) noexcept
{
    reset(other.release());
    return *this;
}

int UniqueFd::release()
{
    return std::exchange(fd_, -1);
}

void UniqueFd::reset(int fd)
{
    if (fd_ >= 0 && fd_ != fd) {
        ::close(fd_);
    }
    fd_ = fd;
}

Result<MappedFile> MappedFile::open(std::filesystem::path const& path)
{
    UniqueFd const fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    struct stat status {};
    if (!fd || ::fstat(fd.get(), &status) != 0) {
        return io_error(path);
    }
    if (!S_ISREG(status.st_mode)) {
        return fail(ErrorCode::io, path.string() + ": is not a regular file");
    }
    auto const size = static_cast<std::size_t>(status.st_size);
    if (size == 0) {
        return MappedFile{nullptr, 0};
    }
    void* const data = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, fd.get(), 0);
    if (data == MAP_FAILED) {
        return io_error(path);
    }
    return MappedFile{static_cast<std::byte const*>(data), size};
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0))
{
}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept
{
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
}

MappedFile::~MappedFile()
{
    if (data_ != nullptr) {
        ::munmap(const_cast<std::byte*>(data_), size_);
    }
}

std::string_view MappedFile::text() const
{
    return {reinterpret_cast<char const*>(data_), size_};
}

Result<std::string> read_file(std::filesystem::path const& path)
{
    auto file = MappedFile::open(path);
    if (!file) {
        return fail(std::move(file.error()));
    }
    return std::string{file->text()};
}

Result<void> write_file_atomically(std::filesystem::path const& path, std::string_view bytes)
{
    auto const temporary = path.string() + fmt::format(".tmp-{}", ::getpid());
    UniqueFd fd{::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
    if (!fd) {
        return io_error(temporary);
    }
    auto result = write_all(fd.get(), bytes, temporary);
    if (result && ::fsync(fd.get()) != 0) {
        result = io_error(temporary);
    }
    if (result && ::rename(temporary.c_str(), path.c_str()) != 0) {
        result = io_error(path);
    }
    if (!result) {
        ::unlink(temporary.c_str());
        return result;
    }
    return sync_folder(path.has_parent_path() ? path.parent_path() : ".");
}

Result<void> sync_folder(std::filesystem::path const& folder)
{
    UniqueFd const fd{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!fd || ::fsync(fd.get()) != 0) {
        return io_error(folder);
    }
    return {};
}

std::string errno_text()
{
    return std::generic_category().message(errno);
}

}  // namespace kewp
