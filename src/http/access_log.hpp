#pragma once

#include "base/file.hpp"
#include "base/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>

namespace kewp::http {

struct AccessEntry {
    std::chrono::system_clock::time_point time;  ///< when the answer was sent
    std::string_view request_id;
    std::string_view method;
    std::string_view route;  ///< name of the route
    std::string_view path;   ///< without the query, which may hold secrets
    unsigned status = 0;
    std::uint64_t bytes = 0;  ///< of the body sent
    std::chrono::microseconds duration{0};
    std::string_view user;
    std::string_view client;
};

/// One JSON line without its end: time, request_id, method, route, path, status, bytes, duration_ms,
/// user, client. Whatever a client sends stays inside its string: control characters, quotes and bytes
/// that aren't UTF-8 are escaped; texts are cut at 512 bytes.
void format_access_line(AccessEntry const& entry, std::string& out);

/// Requests as JSON lines in a file or on standard output. Lines wait in memory until `flush`.
///
/// Several processes may append to one file: lines are never mixed (one write per piece, cut at line
/// ends, and no longer than a pipe takes at once when it's a pipe).
class AccessLog {
public:
    /// `path` empty or `-`: standard output. Error: io naming the file.
    [[nodiscard]] static Result<AccessLog> open(std::filesystem::path path);
    AccessLog(AccessLog&& other) noexcept;
    AccessLog(AccessLog const&) = delete;
    AccessLog& operator=(AccessLog const&) = delete;
    AccessLog& operator=(AccessLog&&) = delete;
    ~AccessLog();

    /// Keeps one line. Returns the bytes now waiting; 0 when the line was dropped, since a stalled
    /// reader let over 4 MiB pile up.
    std::size_t write(AccessEntry const& entry);
    /// Bytes waiting.
    [[nodiscard]] std::size_t pending() const;
    /// Writes what waits; may block. Error: io (the lines are lost).
    Result<void> flush();
    /// Opens the file of that name again (after rotation). Error: io; the old file stays in use.
    Result<void> reopen();

private:
    AccessLog(std::filesystem::path path, UniqueFd fd) : path_(std::move(path)), fd_(std::move(fd)) {}

    std::filesystem::path path_;
    mutable std::mutex buffer_mutex_;
    std::string buffer_;
    std::mutex file_mutex_;  // taken before buffer_mutex_
    UniqueFd fd_;
};

}  // namespace kewp::http
