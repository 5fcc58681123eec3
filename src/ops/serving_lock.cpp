#include "ops/serving_lock.hpp"

#include "base/text.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <thread>
#include <unistd.h>

namespace kewp::ops {
namespace {

constexpr std::chrono::milliseconds kPause{50};
constexpr mode_t kMode = 0640;

}  // namespace

Result<UniqueFd> lock_for_serving(std::filesystem::path const& database, std::chrono::milliseconds patience)
{
    auto const path = database.string() + ".lock";
    UniqueFd lock{::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, kMode)};
    if (!lock) {
        return fail(ErrorCode::io, fmt::format("{}: {}", path, errno_text()));
    }
    auto const deadline = std::chrono::steady_clock::now() + patience;
    while (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) {
            return fail(ErrorCode::io, fmt::format("{}: {}", path, errno_text()));
        }
        if (std::chrono::steady_clock::now() >= deadline) {
            auto const holder = read_file(path);
            return fail(ErrorCode::busy, fmt::format("{}: another kewp ({}) is using this database; stop it first",
                                                     database.string(), holder ? text::trim(*holder) : "unknown"));
        }
        std::this_thread::sleep_for(kPause);
    }
    auto const who = fmt::format("process {}\n", ::getpid());
    if (::ftruncate(lock.get(), 0) != 0 || ::pwrite(lock.get(), who.data(), who.size(), 0) < 0) {
        return fail(ErrorCode::io, fmt::format("{}: {}", path, errno_text()));
    }
    return lock;
}

}  // namespace kewp::ops
