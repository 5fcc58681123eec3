#include "fault_vfs.hpp"

#include <cerrno>
#include <sqlite3.h>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// Flushes that do not come through the VFS: those of our own code, and SQLite's of folders.
namespace kewp::store::testing {
namespace {

/// What `fsync` does when the fault VFS is there: tells it, and spares the real disk.
int flush_by_us(FaultVfs& faults, int fd, bool counts)
{
    struct stat status {};
    char path[4096];
    auto const link = "/proc/self/fd/" + std::to_string(fd);
    auto const length = ::readlink(link.c_str(), path, sizeof path);
    auto const name = std::string_view(path, length < 0 ? 0 : static_cast<std::size_t>(length));
    bool const is_folder = name == faults.disk().folder().native();
    if ((!is_folder && !faults.disk().holds(name)) || ::fstat(fd, &status) != 0) {
        return static_cast<int>(::syscall(SYS_fdatasync, fd));
    }
    if (counts && faults.begin(Operation::flush_by_us) != SQLITE_OK) {
        errno = EIO;
        return -1;
    }
    if (is_folder && !faults.lies()) {
        faults.disk().folder_flushed();
    } else if (counts && !faults.lies()) {
        faults.disk().flushed(static_cast<std::uint64_t>(status.st_ino));
    }
    return 0;
}

}  // namespace
}  // namespace kewp::store::testing

// In a program that has these, they come before those of the C library, for SQLite as well as for our code.
extern "C" int fsync(int fd)
{
    auto* const faults = kewp::store::testing::FaultVfs::active();
    return faults == nullptr ? static_cast<int>(::syscall(SYS_fsync, fd))
                             : kewp::store::testing::flush_by_us(*faults, fd, true);
}

/// SQLite's; its flushes of files come through the VFS, those of folders only here.
extern "C" int fdatasync(int fd)
{
    auto* const faults = kewp::store::testing::FaultVfs::active();
    return faults == nullptr ? static_cast<int>(::syscall(SYS_fdatasync, fd))
                             : kewp::store::testing::flush_by_us(*faults, fd, false);
}
