#include "http/access_log.hpp"

#include "base/text.hpp"

#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kewp::http {
namespace {

constexpr std::size_t kMaxText = 512;
constexpr std::size_t kMaxPending = std::size_t{4} * 1024 * 1024;

void append_json_string(std::string_view value, std::string& out)
{
    auto shown = value.substr(0, kMaxText);
    bool const utf8 = text::is_utf8(shown);
    out += '"';
    for (char const c : shown) {
        auto const byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20 || byte == 0x7f || (byte >= 0x80 && !utf8)) {
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", unsigned{byte});
        } else {
            out += c;
        }
    }
    if (shown.size() < value.size()) {
        out += "...";
    }
    out += '"';
}

void append_member(std::string_view name, std::string_view value, std::string& out)
{
    out += ",\"";
    out += name;
    out += "\":";
    append_json_string(value, out);
}

Result<void> write_all(int fd, std::string_view bytes)
{
    while (!bytes.empty()) {
        auto const written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            return fail(ErrorCode::io, "the access log cannot be written: " + errno_text());
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<UniqueFd> open_log(std::filesystem::path const& path)
{
    constexpr mode_t kMode = 0640;
    bool const standard = path.empty() || path == "-";
    UniqueFd fd(standard ? ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
                         : ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, kMode));
    if (!fd) {
        return fail(ErrorCode::io, fmt::format("{}: the access log cannot be opened: {}",
                                               standard ? "standard output" : path.string(), errno_text()));
    }
    return fd;
}

bool is_pipe(int fd)
{
    struct stat status {};
    return ::fstat(fd, &status) == 0 && S_ISFIFO(status.st_mode);
}

}  // namespace

void format_access_line(AccessEntry const& entry, std::string& out)
{
    using namespace std::chrono;
    auto const at = floor<milliseconds>(entry.time);
    auto const day = floor<days>(at);
    year_month_day const date{day};
    hh_mm_ss const clock{at - day};
    fmt::format_to(std::back_inserter(out), R"({{"time":"{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z")",
                   static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                   static_cast<unsigned>(date.day()), clock.hours().count(), clock.minutes().count(),
                   clock.seconds().count(), clock.subseconds().count());
    append_member("request_id", entry.request_id, out);
    append_member("method", entry.method, out);
    append_member("route", entry.route, out);
    append_member("path", entry.path, out);
    auto const micros = entry.duration.count();
    fmt::format_to(std::back_inserter(out), R"(,"status":{},"bytes":{},"duration_ms":{}.{:03})", entry.status,
                   entry.bytes, micros / 1000, micros % 1000);
    append_member("user", entry.user, out);
    append_member("client", entry.client, out);
    out += '}';
}

Result<AccessLog> AccessLog::open(std::filesystem::path path)
{
    auto fd = open_log(path);
    if (!fd) {
        return fail(std::move(fd.error()));
    }
    return AccessLog(std::move(path), std::move(*fd));
}

AccessLog::AccessLog(AccessLog&& other) noexcept
    : path_(std::move(other.path_)), buffer_(std::move(other.buffer_)), fd_(std::move(other.fd_))
{
}

AccessLog::~AccessLog()
{
    if (fd_) {
        static_cast<void>(flush());  // nobody is left to tell
    }
}

std::size_t AccessLog::write(AccessEntry const& entry)
{
    std::lock_guard const lock(buffer_mutex_);
    if (buffer_.size() > kMaxPending) {
        return 0;
    }
    format_access_line(entry, buffer_);
    buffer_ += '\n';
    return buffer_.size();
}

std::size_t AccessLog::pending() const
{
    std::lock_guard const lock(buffer_mutex_);
    return buffer_.size();
}

Result<void> AccessLog::flush()
{
    std::lock_guard const file_lock(file_mutex_);
    std::string lines;
    {
        std::lock_guard const lock(buffer_mutex_);
        lines.swap(buffer_);
    }
    std::string_view rest = lines;
    std::size_t const piece = is_pipe(fd_.get()) ? PIPE_BUF : std::size_t{64} * 1024;
    while (!rest.empty()) {
        auto size = rest.size();
        if (size > piece) {
            // The last whole line that fits; a line that alone is longer goes out as it is.
            auto const end = rest.rfind('\n', piece - 1);
            size = (end == std::string_view::npos ? rest.find('\n') : end) + 1;
        }
        if (auto written = write_all(fd_.get(), rest.substr(0, size)); !written) {
            return written;
        }
        rest.remove_prefix(size);
    }
    return {};
}

Result<void> AccessLog::reopen()
{
    if (path_.empty() || path_ == "-") {
        return {};
    }
    static_cast<void>(flush());
    auto fd = open_log(path_);
    if (!fd) {
        return fail(std::move(fd.error()));
    }
    std::lock_guard const lock(file_mutex_);
    fd_ = std::move(*fd);
    return {};
}

}  // namespace kewp::http
