#include "http/connection.hpp"
#include "http/counters.hpp"
#include "http/pool_task.hpp"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <cerrno>
#include <ctime>
#include <fmt/format.h>
#include <linux/sockios.h>
#include <spdlog/spdlog.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace kewp::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

iovec piece_of(std::string_view text)
{
    return {const_cast<char*>(text.data()), text.size()};  // sendmsg only reads
}

std::size_t bytes_in(std::span<iovec const> pieces)
{
    std::size_t sum = 0;
    for (auto const& piece : pieces) {
        sum += piece.iov_len;
    }
    return sum;
}

/// Takes `size` bytes off the front.
void advance(std::span<iovec>& pieces, std::size_t size)
{
    while (!pieces.empty() && size >= pieces.front().iov_len) {
        size -= pieces.front().iov_len;
        pieces = pieces.subspan(1);
    }
    if (!pieces.empty()) {
        pieces.front().iov_base = static_cast<char*>(pieces.front().iov_base) + size;
        pieces.front().iov_len -= size;
    }
}

}  // namespace

/// Gives the kernel as much as it takes at once: nearly always all of it, without a coroutine frame
/// and a turn of the event loop.
Connection::Written Connection::write_now(std::span<iovec>& pieces)
{
    while (!pieces.empty()) {
        msghdr message{};
        message.msg_iov = pieces.data();
        message.msg_iovlen = pieces.size();
        auto const sent = ::sendmsg(socket_.native_handle(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent >= 0) {
            advance(pieces, static_cast<std::size_t>(sent));
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            return Written::blocked;
        } else if (errno != EINTR) {
            return Written::failed;
        }
    }
    return Written::all;
}

/// True when the client has acknowledged bytes since this was last asked. The socket becomes writable
/// only when a good part of a big send buffer is free, which a slow but honest reader may not reach
/// within write_timeout.
bool Connection::client_took_some()
{
    int waiting = 0;
    if (::ioctl(socket_.native_handle(), SIOCOUTQ, &waiting) != 0) {
        return false;
    }
    return std::exchange(unacknowledged_, waiting) > waiting;
}

/// Writes the rest as the client takes it. Two limits hold: write_timeout without progress, and
/// kMinimumWriteRate on the whole, so that a trickle of acknowledgements keeps no answer in memory.
Connection::Awaitable<bool> Connection::write_rest(std::span<iovec> pieces)
{
    auto left = bytes_in(pieces);
    auto const allowed = core_.options.write_timeout + std::chrono::seconds(left / kMinimumWriteRate);
    enter(Phase::writing, core_.options.write_timeout);
    write_latest_ = phase_began_ + allowed;
    static_cast<void>(client_took_some());
    while (true) {
        auto [error] =
            co_await socket_.async_wait(asio::ip::tcp::socket::wait_write, asio::as_tuple(asio::use_awaitable));
        if (error || aborted_) {
            if (timed_out_ && core_.options.counters != nullptr) {
                core_.options.counters->timeouts.fetch_add(1, std::memory_order_relaxed);
            }
            co_return false;
        }
        auto const written = write_now(pieces);
        if (written != Written::blocked) {
            co_return written == Written::all;
        }
        auto const now_left = bytes_in(pieces);
        if (now_left < left) {
            left = now_left;
            deadline_ = std::min(Clock::now() + core_.options.write_timeout, write_latest_);
            static_cast<void>(client_took_some());
        }
    }
}

Connection::Awaitable<bool> Connection::write_text(std::string_view text)
{
    std::array pieces = {piece_of(text)};
    std::span<iovec> rest(pieces);
    auto const written = write_now(rest);
    co_return written == Written::all || (written == Written::blocked && co_await write_rest(rest));
}

Connection::Awaitable<bool> Connection::write_file(FileBody const& body)
{
    constexpr std::size_t kPiece = std::size_t{128} * 1024;
    std::string piece;
    std::uint64_t at = 0;
    while (at < body.size) {
        auto const wanted = static_cast<std::size_t>(std::min<std::uint64_t>(kPiece, body.size - at));
        auto read = [&piece, &body, at, wanted] {
            piece.resize(wanted);
            auto const got = ::pread(body.file->get(), piece.data(), wanted, static_cast<off_t>(at));
            piece.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
        };
        enter(Phase::working, std::chrono::milliseconds{0});
        co_await on_pool(core_.pool, std::move(read));
        if (piece.empty()) {
            spdlog::error("request {}: a file became shorter while it was sent", builder_.request().id());
            co_return false;
        }
        bool const sent = co_await write_text(piece);
        if (!sent || aborted_) {
            co_return false;
        }
        at += piece.size();
        body_bytes_sent_ = at;
    }
    co_return true;
}

Connection::Awaitable<bool> Connection::write_stream(StreamBody& body, Framing framing)
{
    Result<std::string> piece;
    auto make = [&piece, &body] {
        try {
            piece = body.next();
        } catch (std::exception const& error) {
            piece = fail(ErrorCode::internal, error.what());
        }
    };
    bool const chunked = framing == Framing::chunked;
    while (true) {
        enter(Phase::working, std::chrono::milliseconds{0});
        co_await on_pool(core_.pool, make);
        if (!piece) {
            spdlog::error("request {}: the stream broke off: {}", builder_.request().id(), piece.error().message);
            co_return false;
        }
        bool const last = piece->empty();
        if (last && !chunked) {
            co_return true;
        }
        auto const size_line = fmt::format("{:x}\r\n", piece->size());
        std::array pieces = {piece_of(chunked ? std::string_view(size_line) : ""), piece_of(*piece),
                             piece_of(chunked ? "\r\n" : "")};
        std::span<iovec> rest(pieces);
        auto const written = write_now(rest);
        bool const sent = written == Written::all || (written == Written::blocked && co_await write_rest(rest));
        if (!sent || last || aborted_) {
            co_return sent&& last;
        }
        body_bytes_sent_ += piece->size();
    }
}

Connection::Awaitable<bool> Connection::send(Exchange& exchange)
{
    auto& response = *exchange.answer;
    auto const& request = builder_.request();
    auto const framing = framing_of(response, request.version());
    exchange.keep_alive = exchange.keep_alive && !core_.draining() && framing != Framing::until_close;
    write_head(response, request, framing, exchange.keep_alive, core_.options.server_name,
               core_.date_line.at(std::time(nullptr)), head_);
    bool const bodiless = request.method() == Method::head || framing == Framing::none;
    auto const body = bodiless ? std::string_view{} : response.bytes();
    body_bytes_sent_ = body.size();
    std::array pieces = {piece_of(head_), piece_of(body)};
    std::span<iovec> rest(pieces);
    auto const written = write_now(rest);
    if (written == Written::failed || (written == Written::blocked && !co_await write_rest(rest))) {
        co_return false;
    }
    if (bodiless) {
        co_return true;
    }
    if (auto const* const file = std::get_if<FileBody>(&response.body)) {
        co_return co_await write_file(*file);
    }
    if (auto* const stream = std::get_if<StreamBody>(&response.body)) {
        co_return co_await write_stream(*stream, framing);
    }
    co_return true;
}

/// Closes our half and reads on until the client closes its own: closing at once with bytes unread
/// would make the kernel reset the connection, and the client might lose the answer.
Connection::Awaitable<void> Connection::linger()
{
    constexpr std::chrono::milliseconds kLongest{2000};
    constexpr std::size_t kMost = std::size_t{4} * 1024 * 1024;
    error_code error;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, error);
    enter(Phase::lingering, kLongest);
    std::size_t read = 0;
    while (!error && !aborted_ && read < kMost && Clock::now() < deadline_) {
        auto [failure, size] =
            co_await socket_.async_read_some(asio::buffer(buffer_), asio::as_tuple(asio::use_awaitable));
        error = failure;
        read += size;
    }
}

}  // namespace kewp::http
