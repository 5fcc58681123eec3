#pragma once

#include "base/file.hpp"
#include "http/router.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace kewp::http {

class AccessLog;
struct ServerCounters;

struct ServerOptions {
    std::size_t threads = 4;                            ///< of the pool that runs handlers
    std::size_t queue_limit = 128;                      ///< requests waiting for a thread; more get 503
    std::size_t max_connections = 1024;                 ///< more stay in the listen backlog
    std::size_t header_limit = std::size_t{16} * 1024;  ///< bytes; more get 431
    std::size_t body_limit = std::size_t{1024} * 1024;  ///< bytes; more get 413
    std::size_t max_keep_alive_requests = 10'000;
    std::chrono::milliseconds header_timeout{10'000};  ///< first byte to end of the header
    std::chrono::milliseconds body_timeout{30'000};    ///< the whole body
    std::chrono::milliseconds idle_timeout{30'000};    ///< between requests
    std::chrono::milliseconds write_timeout{30'000};   ///< without progress; also see kMinimumWriteRate
    std::chrono::milliseconds drain_idle{1'000};       ///< idle connections while draining
    /// Addresses or networks (`10.0.0.0/8`, `::1`) whose X-Forwarded-* headers are believed.
    std::vector<std::string> trusted_proxies = {};
    std::string server_name = "kewp";    ///< the Server header; empty: none
    bool compress = true;                ///< dynamic answers over 1 KiB
    AccessLog* access_log = nullptr;     ///< may be absent; must outlive the server
    ServerCounters* counters = nullptr;  ///< may be absent; must outlive the server
};

/// A reader slower than this on average (bytes a second) is cut off.
inline constexpr std::size_t kMinimumWriteRate = 1024;

/// An HTTP/1.1 server: one I/O thread (that of `run`) and a pool of threads for handlers.
///
/// Construct it after fork, since it starts threads. All connections share the I/O thread; handlers
/// run on the pool unless their route says otherwise.
class Server {
public:
    /// Throws std::invalid_argument when trusted_proxies holds something else than addresses.
    Server(ServerOptions options, Router router, Hooks hooks);
    ~Server();
    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;

    /// Serves on a listening TCP socket, which other processes may share, until drained.
    void run(UniqueFd listener);

    /// Stops accepting and lets `run` return when the last connection is done, at the latest after
    /// `timeout` (and the handlers then running). From any thread; repeated calls can only shorten it.
    ///
    /// No request is refused: an idle connection stays open for `drain_idle`, and a request on it is
    /// answered with `Connection: close`; connections not yet accepted stay for the other processes.
    void drain(std::chrono::milliseconds timeout);

    /// Runs `task` on the I/O thread soon. From any thread.
    void post(std::function<void()> task);
    /// Runs `task` on the pool; false when the queue is full. From any thread.
    bool post_to_pool(std::function<void()> task);
    /// Runs `task` on the I/O thread every `period` (heartbeats) until `run` returns.
    void every(std::chrono::milliseconds period, std::function<void()> task);
    /// Runs `task` on the I/O thread whenever `fd` is readable (a signalfd); the task must read it
    /// empty. The descriptor stays the caller's and must outlive `run`. Call before `run`.
    void on_readable(int fd, std::function<void()> task);

    /// Requests answered so far, and connections open. From any thread.
    [[nodiscard]] std::uint64_t requests() const;
    [[nodiscard]] std::size_t connections() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace kewp::http
