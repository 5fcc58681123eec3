#include "store/file_access.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kewp::store {
namespace {

namespace fs = std::filesystem;

/// One line: what is refused, who owns it, who we are, and the command.
tl::unexpected<Error> refused(fs::path const& what, char const* kind, char const* wish)
{
    struct stat status {};
    auto const known = ::stat(what.c_str(), &status) == 0;
    auto const me = fmt::format("{}:{}", ::geteuid(), ::getegid());
    return fail(
        ErrorCode::io,
        fmt::format("{}: this process (user {}) may not {} the {}{}; run: sudo chown -R {} '{}'", what.string(), me,
                    wish, kind, known ? fmt::format(", which belongs to {}:{}", status.st_uid, status.st_gid) : "", me,
                    what.string()));
}

}  // namespace

Result<void> check_file_access(fs::path const& path, bool must_exist, bool write)
{
    auto const folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    if (::access(folder.c_str(), F_OK) != 0) {
        return fail(ErrorCode::not_found,
                    fmt::format("{}: the folder does not exist; run: mkdir -p '{}'", folder.string(), folder.string()));
    }
    if (!fs::is_directory(folder)) {
        return fail(ErrorCode::io, fmt::format("{}: expected a folder, found a file", folder.string()));
    }
    if (::access(folder.c_str(), write ? R_OK | W_OK | X_OK : X_OK) != 0) {
        return refused(folder, "folder", write ? "write" : "read");
    }
    if (::access(path.c_str(), F_OK) != 0) {
        if (must_exist) {
            return fail(ErrorCode::not_found, fmt::format("{}: no such database file", path.string()));
        }
        return {};
    }
    if (fs::is_directory(path)) {
        return fail(ErrorCode::io, fmt::format("{}: expected a database file, found a folder", path.string()));
    }
    if (::access(path.c_str(), write ? R_OK | W_OK : R_OK) != 0) {
        return refused(path, "file", write ? "write" : "read");
    }
    return {};
}

}  // namespace kewp::store
