#pragma once

#include "http/asio_config.hpp"
#include "http/dispatcher.hpp"
#include "http/proxy_trust.hpp"
#include "http/response_head.hpp"
#include "http/server.hpp"

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <list>

namespace kewp::http {

class Connection;
struct AccessEntry;
using Clock = std::chrono::steady_clock;

/// What all connections of a server share. Included by the server's own files only: it brings Asio.
///
/// Members belong to the I/O thread unless they are atomic.
class ServerCore {
public:
    using Connections = std::list<std::shared_ptr<Connection>>;

    ServerCore(ServerOptions options, Router router, Hooks hooks);
    ServerCore(ServerCore const&) = delete;
    ServerCore& operator=(ServerCore const&) = delete;
    ~ServerCore();

    void run(UniqueFd listener);
    void begin_drain(std::chrono::milliseconds timeout);
    void add_periodic(std::chrono::milliseconds period, std::function<void()> task);
    void add_readable(int fd, std::function<void()> task);

    /// A place among the requests that run or wait for a thread; false when all are taken.
    [[nodiscard]] bool enter_pool();
    void leave_pool() { in_pool_.fetch_sub(1, std::memory_order_relaxed); }
    [[nodiscard]] bool post_to_pool(std::function<void()> task);

    /// A connection is over. Destroys it when its coroutine lets go.
    void forget(Connections::iterator connection);
    [[nodiscard]] std::string next_request_id();
    void log(AccessEntry const& entry);
    [[nodiscard]] bool draining() const { return draining_; }

    ServerOptions const options;
    Dispatcher const dispatcher;
    ProxyTrust const trust;
    DateLine date_line;
    boost::asio::io_context io{1};
    boost::asio::thread_pool pool;
    std::atomic<std::uint64_t> requests{0};
    std::atomic<std::size_t> open{0};

private:
    struct Periodic;
    struct Readable;
    using Guard = boost::asio::executor_work_guard<boost::asio::io_context::executor_type>;

    boost::asio::awaitable<void> accept_all();
    boost::asio::awaitable<void> wait_for_room();
    void start(boost::asio::ip::tcp::socket socket);
    void arm_tick();
    void tick();
    void arm(Periodic& periodic);
    void arm(Readable& readable);
    void flush_log_on_pool();
    void close_when_drained();

    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer tick_timer_;
    boost::asio::steady_timer room_timer_;
    std::chrono::milliseconds tick_period_;
    bool ticking_ = false;
    bool draining_ = false;
    bool accepting_ = false;
    Clock::time_point drain_deadline_ = Clock::time_point::max();
    Connections connections_;
    std::atomic<std::size_t> in_pool_{0};
    std::atomic<bool> flushing_{false};
    std::string id_prefix_;
    std::uint64_t next_id_ = 0;
    std::vector<std::unique_ptr<Periodic>> periodics_;
    std::vector<std::unique_ptr<Readable>> readables_;
    std::optional<Guard> guard_;
};

}  // namespace kewp::http
