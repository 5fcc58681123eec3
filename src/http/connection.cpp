#include "http/connection.hpp"

#include "http/access_log.hpp"
#include "http/counters.hpp"
#include "http/forwarded.hpp"
#include "http/pool_task.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <cstring>
#include <fmt/format.h>
#include <sys/socket.h>

namespace kewp::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t kFirstBuffer = 4096;
constexpr std::chrono::milliseconds kNoLimit{0};

/// Counts a request as in flight while it lives.
class InFlight {
public:
    explicit InFlight(ServerCounters* counters) : counters_(counters) { add(1); }
    InFlight(InFlight const&) = delete;
    InFlight& operator=(InFlight const&) = delete;
    ~InFlight() { add(-1); }

private:
    void add(std::int64_t n) const
    {
        if (counters_ != nullptr) {
            counters_->in_flight.fetch_add(n, std::memory_order_relaxed);
        }
    }
    ServerCounters* counters_;
};

}  // namespace

Connection::Connection(ServerCore& core, asio::ip::tcp::socket socket)
    : core_(core), socket_(std::move(socket)), parser_(builder_, core.options.header_limit)
{
    error_code error;
    socket_.set_option(asio::ip::tcp::no_delay(true), error);
    socket_.native_non_blocking(true, error);
    auto const peer = socket_.remote_endpoint(error);
    peer_ = error ? std::string{} : canonical_address(peer.address().to_string(error));
    peer_trusted_ = core_.trust.trusts(peer_);
    buffer_.resize(kFirstBuffer);
}

Connection::~Connection() = default;

void Connection::enter(Phase phase, std::chrono::milliseconds limit)
{
    phase_ = phase;
    phase_began_ = Clock::now();
    deadline_ = limit == kNoLimit ? Clock::time_point::max() : phase_began_ + limit;
    timed_out_ = false;
}

void Connection::check_deadline(Clock::time_point now)
{
    if (now < deadline_ || aborted_) {
        return;
    }
    if (phase_ == Phase::writing && now < write_latest_ && client_took_some()) {
        deadline_ = std::min(now + core_.options.write_timeout, write_latest_);
        return;
    }
    timed_out_ = true;
    error_code ignored;
    socket_.cancel(ignored);
}

void Connection::begin_drain(Clock::time_point idle_until)
{
    if (phase_ == Phase::idle) {
        deadline_ = std::min(deadline_, idle_until);
    }
}

void Connection::close_idle()
{
    if (phase_ == Phase::idle) {
        deadline_ = Clock::now();
        check_deadline(deadline_);
    }
}

void Connection::abort()
{
    aborted_ = true;
    error_code ignored;
    socket_.close(ignored);
}

std::optional<Clock::time_point> Connection::idle_since() const
{
    return phase_ == Phase::idle && !timed_out_ ? std::optional(phase_began_) : std::nullopt;
}

/// At least a little space behind `end_`.
void Connection::make_room()
{
    if (begin_ == end_) {
        begin_ = end_ = 0;
    }
    if (end_ < buffer_.size()) {
        return;
    }
    if (begin_ > 0) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
        return;
    }
    buffer_.resize(buffer_.size() * 2);
}

/// Reads what there is; false when the connection ended or its time was over.
Connection::Awaitable<bool> Connection::read_more()
{
    make_room();
    auto const room = asio::buffer(buffer_.data() + end_, buffer_.size() - end_);
    auto [error, size] = co_await socket_.async_read_some(room, asio::as_tuple(asio::use_awaitable));
    if (error == asio::error::operation_aborted && !aborted_ && phase_ == Phase::idle) {
        // A request that came in just before the time was over is not turned away.
        auto const waiting = ::recv(socket_.native_handle(), room.data(), room.size(), MSG_DONTWAIT);
        if (waiting > 0) {
            size = static_cast<std::size_t>(waiting);
            error = {};
            timed_out_ = false;
        }
    }
    if (error || aborted_) {
        co_return false;
    }
    end_ += size;
    if (core_.options.counters != nullptr) {
        core_.options.counters->bytes_in.fetch_add(size, std::memory_order_relaxed);
    }
    co_return true;
}

Connection::Awaitable<Connection::Input> Connection::read_head()
{
    while (true) {
        if (begin_ < end_) {
            std::size_t taken = 0;
            auto const state = parser_.put({buffer_.data() + begin_, end_ - begin_}, taken);
            begin_ += taken;
            if (state == MessageParser::State::failed) {
                refusal_ = parser_.failure();
                co_return Input::refused;
            }
            if (state != MessageParser::State::need_more) {
                co_return Input::complete;
            }
            if (phase_ == Phase::idle && parser_.started()) {
                enter(Phase::head, core_.options.header_timeout);
            }
        }
        bool const more = co_await read_more();
        if (!more) {
            if (timed_out_ && parser_.started()) {
                refusal_ = {408, "the header of the request did not arrive in time"};
                co_return Input::refused;
            }
            co_return Input::closed;
        }
    }
}

Connection::Awaitable<Connection::Input> Connection::read_body()
{
    enter(Phase::body, core_.options.body_timeout);
    while (true) {
        if (begin_ < end_) {
            std::size_t taken = 0;
            auto const state = parser_.put({buffer_.data() + begin_, end_ - begin_}, taken);
            begin_ += taken;
            if (state == MessageParser::State::failed) {
                refusal_ = parser_.failure();
                co_return Input::refused;
            }
            if (state == MessageParser::State::done) {
                co_return Input::complete;
            }
        }
        bool const more = co_await read_more();
        if (!more) {
            if (timed_out_) {
                refusal_ = {408, "the body of the request did not arrive in time"};
                co_return Input::refused;
            }
            co_return Input::closed;
        }
    }
}

void Connection::describe_request()
{
    auto const& request = builder_.request();
    if (request.host().empty()) {
        builder_.host(request.header("Host").value_or(""));
    }
    builder_.client(peer_);
    if (peer_trusted_) {
        take_forwarded(core_.trust, peer_, builder_);
    }
    if (request.id().empty()) {
        builder_.id(core_.next_request_id());
    }
}

/// The answer to a request that cannot be read to its end.
Response Connection::refusal()
{
    auto* const counters = core_.options.counters;
    if (counters != nullptr) {
        constexpr unsigned kTimeout = 408;
        auto& count = refusal_.status == kTimeout ? counters->timeouts : counters->malformed;
        count.fetch_add(1, std::memory_order_relaxed);
    }
    if (builder_.request().id().empty()) {
        describe_request();
    }
    builder_.error_page(&core_.dispatcher.error_page());
    auto response = problem_response({refusal_.status, refusal_.message}, builder_.request());
    core_.dispatcher.finish(builder_.request(), nullptr, response);
    return response;
}

Connection::Awaitable<void> Connection::exchange(Exchange& exchange)
{
    describe_request();
    auto start = core_.dispatcher.begin(builder_);
    exchange.route = start.route;
    exchange.answer = std::move(start.answer);
    exchange.keep_alive = parser_.keep_alive() && served_ + 1 < core_.options.max_keep_alive_requests;
    if (exchange.answer) {
        // The body isn't wanted any more; without reading it the connection cannot go on.
        exchange.keep_alive = exchange.keep_alive && parser_.done();
        core_.dispatcher.finish(builder_.request(), exchange.route, *exchange.answer);
        co_return;
    }
    if (!parser_.done()) {
        auto const own_limit = exchange.route->options.body_limit;
        auto const limit = own_limit == 0 ? core_.options.body_limit : own_limit;
        auto input = Input::refused;
        if (parser_.declared_length().value_or(0) > limit) {
            refusal_ = {413, fmt::format("the body has more than {} bytes", limit)};
        } else {
            parser_.limit_body(limit);
            bool const asks = parser_.expects_continue() && begin_ == end_;
            bool const told = !asks || co_await write_text("HTTP/1.1 100 Continue\r\n\r\n");
            input = told ? co_await read_body() : Input::closed;
        }
        if (input == Input::refused) {
            exchange.keep_alive = false;
            exchange.answer = refusal();
        }
        if (input != Input::complete) {
            co_return;
        }
    }
    co_await work(exchange);
}

Connection::Awaitable<void> Connection::work(Exchange& exchange)
{
    auto& request = builder_.request();
    auto const& route = *exchange.route;
    exchange.answer = core_.dispatcher.at_once(request, route);
    if (!exchange.answer && !core_.enter_pool()) {
        if (core_.options.counters != nullptr) {
            core_.options.counters->queue_refusals.fetch_add(1, std::memory_order_relaxed);
        }
        exchange.answer =
            error_response(Error{ErrorCode::busy, "The server is busy; please try again in a moment."}, request);
    }
    if (exchange.answer) {
        core_.dispatcher.finish(request, &route, *exchange.answer);
        co_return;
    }
    enter(Phase::working, kNoLimit);
    // This connection and `exchange` outlive the task: their coroutine is waiting for it right here,
    // and the pool is joined before the server goes.
    auto task = [this, &request, &route, &exchange] {
        exchange.answer = core_.dispatcher.run(request, route);
        core_.dispatcher.finish(request, &route, *exchange.answer);
        core_.leave_pool();
    };
    co_await on_pool(core_.pool, std::move(task));
}

/// Counts and logs an answer that was sent, or that the client did not wait for.
void Connection::account(Exchange const& exchange)
{
    auto const& request = builder_.request();
    auto const took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - exchange.started);
    ++served_;
    core_.requests.fetch_add(1, std::memory_order_relaxed);
    auto const metric = exchange.route == nullptr ? 0 : exchange.route->metric;
    if (core_.options.counters != nullptr) {
        core_.options.counters->count(metric, exchange.answer->status, static_cast<std::uint64_t>(took.count()));
        core_.options.counters->bytes_out.fetch_add(body_bytes_sent_ + head_.size(), std::memory_order_relaxed);
    }
    if (core_.options.access_log != nullptr) {
        AccessEntry entry;
        entry.time = std::chrono::system_clock::now();
        entry.request_id = request.id();
        entry.method = request.method_name();
        entry.route = core_.dispatcher.router().names()[metric];
        entry.path = request.path();
        entry.status = exchange.answer->status;
        entry.bytes = body_bytes_sent_;
        entry.duration = took;
        entry.user = request.user();
        entry.client = request.client();
        core_.log(entry);
    }
}

boost::asio::awaitable<void> Connection::serve(std::shared_ptr<Connection> self)
{
    auto& c = *self;
    auto const& options = c.core_.options;
    c.enter(Phase::idle, options.header_timeout);
    while (!c.aborted_) {
        auto const input = co_await c.read_head();
        if (input == Input::closed) {
            break;
        }
        InFlight const in_flight(options.counters);
        Exchange exchange;
        exchange.started = Clock::now();
        if (input == Input::refused) {
            exchange.answer = c.refusal();
        } else {
            co_await c.exchange(exchange);
        }
        if (c.aborted_ || !exchange.answer) {
            break;
        }
        bool const sent = co_await c.send(exchange);
        c.account(exchange);
        if (!sent) {
            break;
        }
        if (!exchange.keep_alive) {
            co_await c.linger();
            break;
        }
        c.parser_.reset();
        c.enter(Phase::idle, c.core_.draining() ? options.drain_idle : options.idle_timeout);
    }
    c.abort();
}

}  // namespace kewp::http
