#include "http/server_core.hpp"

#include "base/crypto.hpp"
#include "http/access_log.hpp"
#include "http/connection.hpp"
#include "http/counters.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <stdexcept>
#include <sys/socket.h>

namespace kewp::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::milliseconds;

ProxyTrust trust_or_throw(std::vector<std::string> const& networks)
{
    auto trust = ProxyTrust::parse(networks);
    if (!trust) {
        throw std::invalid_argument("trusted_proxies: " + trust.error().message);
    }
    return std::move(*trust);
}

/// Often enough that no time-out is exceeded by more than a quarter.
milliseconds tick_period(ServerOptions const& options)
{
    auto const shortest = std::min({options.header_timeout, options.body_timeout, options.idle_timeout,
                                    options.write_timeout, options.drain_idle});
    return std::clamp(shortest / 4, milliseconds{5}, milliseconds{250});
}

/// A task of the application must not end the event loop.
void run_guarded(std::function<void()> const& task)
{
    try {
        task();
    } catch (std::exception const& error) {
        spdlog::error("a task on the I/O thread failed: {}", error.what());
    }
}

asio::ip::tcp protocol_of(int fd)
{
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        throw std::system_error(errno, std::generic_category(), "the listening socket");
    }
    return address.ss_family == AF_INET6 ? asio::ip::tcp::v6() : asio::ip::tcp::v4();
}

}  // namespace

struct ServerCore::Periodic {
    asio::steady_timer timer;
    milliseconds period;
    std::function<void()> task;
};

struct ServerCore::Readable {
    asio::posix::stream_descriptor descriptor;
    std::function<void()> task;
};

ServerCore::ServerCore(ServerOptions given, Router router, Hooks hooks)
    : options(std::move(given)),
      dispatcher(std::move(router), std::move(hooks), options.compress),
      trust(trust_or_throw(options.trusted_proxies)),
      pool(options.threads),
      acceptor_(io),
      tick_timer_(io),
      room_timer_(io),
      tick_period_(tick_period(options)),
      id_prefix_(crypto::random_hex(6)),
      guard_(io.get_executor())
{
}

ServerCore::~ServerCore()
{
    pool.join();
}

void ServerCore::run(UniqueFd listener)
{
    acceptor_.assign(protocol_of(listener.get()), listener.get());
    static_cast<void>(listener.release());
    if (options.access_log != nullptr) {
        add_periodic(milliseconds{1000}, [this] { flush_log_on_pool(); });
    }
    accepting_ = true;
    asio::co_spawn(io, accept_all(), [this](std::exception_ptr const& error) {
        accepting_ = false;
        if (error) {
            spdlog::critical("accepting connections ended unexpectedly");
            begin_drain(milliseconds{0});
        }
        close_when_drained();
    });
    io.run();
    pool.join();
    if (options.access_log != nullptr) {
        if (auto const flushed = options.access_log->flush(); !flushed) {
            spdlog::error("{}", flushed.error().message);
        }
    }
}

asio::awaitable<void> ServerCore::accept_all()
{
    while (!draining_) {
        if (connections_.size() >= options.max_connections) {
            co_await wait_for_room();
            continue;
        }
        auto [error, socket] = co_await acceptor_.async_accept(asio::as_tuple(asio::use_awaitable));
        if (!error) {
            start(std::move(socket));
            continue;
        }
        if (error == asio::error::operation_aborted || error == asio::error::bad_descriptor) {
            break;
        }
        if (error == asio::error::connection_aborted) {
            continue;  // the client left before we came
        }
        // Out of descriptors or memory: existing connections go on, new ones wait a little.
        spdlog::warn("a connection could not be accepted: {}", error.message());
        room_timer_.expires_after(milliseconds{100});
        co_await room_timer_.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    error_code ignored;
    acceptor_.close(ignored);
}

/// All places are taken: when somebody asks for one, the connection that has been idle longest gives way, and new ones
/// stay in the listen backlog, where another worker may take them.
asio::awaitable<void> ServerCore::wait_for_room()
{
    co_await acceptor_.async_wait(asio::ip::tcp::acceptor::wait_read, asio::as_tuple(asio::use_awaitable));
    if (draining_ || connections_.size() < options.max_connections) {
        co_return;
    }
    std::shared_ptr<Connection> oldest;
    auto since = Clock::time_point::max();
    for (auto const& connection : connections_) {
        if (auto const idle = connection->idle_since(); idle && *idle < since) {
            oldest = connection;
            since = *idle;
        }
    }
    if (oldest) {
        oldest->close_idle();
    }
    room_timer_.expires_after(milliseconds{20});
    co_await room_timer_.async_wait(asio::as_tuple(asio::use_awaitable));
}

void ServerCore::start(asio::ip::tcp::socket socket)
{
    auto const place = connections_.insert(connections_.end(), std::make_shared<Connection>(*this, std::move(socket)));
    open.store(connections_.size(), std::memory_order_relaxed);
    if (options.counters != nullptr) {
        options.counters->accepted.fetch_add(1, std::memory_order_relaxed);
        options.counters->connections.fetch_add(1, std::memory_order_relaxed);
    }
    asio::co_spawn(io, Connection::serve(*place), [this, place](std::exception_ptr const& error) {
        if (error) {
            try {
                std::rethrow_exception(error);
            } catch (std::exception const& failure) {
                spdlog::error("a connection failed: {}", failure.what());
            }
        }
        forget(place);
    });
    arm_tick();
}

void ServerCore::forget(Connections::iterator connection)
{
    (*connection)->abort();
    connections_.erase(connection);
    open.store(connections_.size(), std::memory_order_relaxed);
    if (options.counters != nullptr) {
        options.counters->connections.fetch_sub(1, std::memory_order_relaxed);
    }
    close_when_drained();
}

void ServerCore::arm_tick()
{
    if (ticking_) {
        return;
    }
    ticking_ = true;
    tick_timer_.expires_after(tick_period_);
    tick_timer_.async_wait([this](error_code error) {
        ticking_ = false;
        if (!error) {
            tick();
        }
    });
}

void ServerCore::tick()
{
    auto const now = Clock::now();
    bool const over = now >= drain_deadline_;
    for (auto const& connection : connections_) {
        if (over) {
            connection->abort();
        } else {
            connection->check_deadline(now);
        }
    }
    if (!connections_.empty()) {
        arm_tick();
    }
}

void ServerCore::begin_drain(milliseconds timeout)
{
    auto const now = Clock::now();
    drain_deadline_ = std::min(drain_deadline_, now + timeout);
    if (!draining_) {
        draining_ = true;
        error_code ignored;
        acceptor_.cancel(ignored);
        room_timer_.cancel();
        for (auto const& connection : connections_) {
            connection->begin_drain(now + options.drain_idle);
        }
    }
    if (!connections_.empty()) {
        arm_tick();
    }
    close_when_drained();
}

/// With the last connection gone after drain began, nothing is left for the event loop to wait for.
void ServerCore::close_when_drained()
{
    if (!draining_ || accepting_ || !connections_.empty()) {
        return;
    }
    tick_timer_.cancel();
    for (auto const& periodic : periodics_) {
        periodic->timer.cancel();
    }
    for (auto const& readable : readables_) {
        if (readable->descriptor.is_open()) {
            static_cast<void>(readable->descriptor.release());
        }
    }
    guard_.reset();
}

void ServerCore::add_periodic(milliseconds period, std::function<void()> task)
{
    if (!guard_) {
        return;  // over already
    }
    auto& added =
        periodics_.emplace_back(std::make_unique<Periodic>(Periodic{asio::steady_timer(io), period, std::move(task)}));
    arm(*added);
}

void ServerCore::arm(Periodic& periodic)
{
    periodic.timer.expires_after(periodic.period);
    periodic.timer.async_wait([this, &periodic](error_code error) {
        if (error || !guard_) {
            return;
        }
        run_guarded(periodic.task);
        arm(periodic);
    });
}

void ServerCore::add_readable(int fd, std::function<void()> task)
{
    auto& added = readables_.emplace_back(
        std::make_unique<Readable>(Readable{asio::posix::stream_descriptor(io, fd), std::move(task)}));
    arm(*added);
}

void ServerCore::arm(Readable& readable)
{
    readable.descriptor.async_wait(asio::posix::descriptor_base::wait_read, [this, &readable](error_code error) {
        if (error || !guard_) {
            return;
        }
        run_guarded(readable.task);
        if (readable.descriptor.is_open()) {
            arm(readable);
        }
    });
}

bool ServerCore::enter_pool()
{
    if (in_pool_.fetch_add(1, std::memory_order_relaxed) < options.threads + options.queue_limit) {
        return true;
    }
    leave_pool();
    return false;
}

bool ServerCore::post_to_pool(std::function<void()> task)
{
    if (!enter_pool()) {
        return false;
    }
    asio::post(pool, [this, task = std::move(task)] {
        run_guarded(task);
        leave_pool();
    });
    return true;
}

std::string ServerCore::next_request_id()
{
    return fmt::format("{}-{:x}", id_prefix_, ++next_id_);
}

void ServerCore::log(AccessEntry const& entry)
{
    constexpr std::size_t kEnough = std::size_t{64} * 1024;
    auto const waiting = options.access_log->write(entry);
    if (waiting == 0 && options.counters != nullptr) {
        options.counters->log_lines_lost.fetch_add(1, std::memory_order_relaxed);
    }
    if (waiting > kEnough) {
        flush_log_on_pool();
    }
}

/// Writing may block (a full disk, a pipe nobody reads), so the I/O thread leaves it to the pool.
void ServerCore::flush_log_on_pool()
{
    if (flushing_.exchange(true)) {
        return;
    }
    asio::post(pool, [this] {
        if (options.access_log->pending() > 0) {
            if (auto const flushed = options.access_log->flush(); !flushed) {
                spdlog::error("{}", flushed.error().message);
            }
        }
        flushing_.store(false);
    });
}

}  // namespace kewp::http
