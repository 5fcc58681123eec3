#pragma once

#include "http/message_parser.hpp"
#include "http/server_core.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <span>
#include <sys/uio.h>

namespace kewp::http {

/// One client connection: reads requests one after the other and answers each before the next.
///
/// All of it runs on the I/O thread but for handlers, whose end it waits for. Deadlines are checked
/// by the server's tick, so that no timer is set per request.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(ServerCore& core, boost::asio::ip::tcp::socket socket);
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;
    ~Connection();

    /// The life of the connection; `self` keeps it alive meanwhile.
    static boost::asio::awaitable<void> serve(std::shared_ptr<Connection> self);

    /// Ends a wait whose time is over.
    void check_deadline(Clock::time_point now);
    /// An idle connection gets a shorter time from now on.
    void begin_drain(Clock::time_point idle_until);
    /// Ends it whatever it does; a handler that runs is waited for, but not answered.
    void abort();
    /// Closes it when it is idle and nothing has come in.
    void close_idle();
    /// Since when it has been waiting for a request; nullopt when it isn't.
    [[nodiscard]] std::optional<Clock::time_point> idle_since() const;

private:
    template <class T>
    using Awaitable = boost::asio::awaitable<T>;
    enum class Phase { idle, head, body, working, writing, lingering };
    enum class Input { complete, refused, closed };
    /// One request and its answer.
    struct Exchange {
        Route const* route = nullptr;
        std::optional<Response> answer = {};
        bool keep_alive = false;
        Clock::time_point started = {};
    };

    Awaitable<Input> read_head();
    Awaitable<Input> read_body();
    Awaitable<bool> read_more();
    Awaitable<void> exchange(Exchange& exchange);
    Awaitable<void> work(Exchange& exchange);
    Awaitable<bool> send(Exchange& exchange);
    enum class Written { all, blocked, failed };
    Written write_now(std::span<iovec>& pieces);
    bool client_took_some();
    Awaitable<bool> write_rest(std::span<iovec> pieces);
    Awaitable<bool> write_text(std::string_view text);
    Awaitable<bool> write_file(FileBody const& body);
    Awaitable<bool> write_stream(StreamBody& body, Framing framing);
    Awaitable<void> linger();

    void describe_request();
    Response refusal();
    void account(Exchange const& exchange);
    void enter(Phase phase, std::chrono::milliseconds limit);
    void make_room();

    ServerCore& core_;
    boost::asio::ip::tcp::socket socket_;
    std::string peer_;
    bool peer_trusted_ = false;
    RequestBuilder builder_;
    MessageParser parser_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0;  // of the bytes read but not parsed
    std::size_t end_ = 0;
    MessageParser::Failure refusal_;
    std::string head_;  // of the answer
    std::uint64_t body_bytes_sent_ = 0;
    std::size_t served_ = 0;
    Phase phase_ = Phase::idle;
    Clock::time_point phase_began_;
    Clock::time_point deadline_ = Clock::time_point::max();
    Clock::time_point write_latest_;  // whatever the client does
    int unacknowledged_ = 0;          // bytes in the kernel when that was last asked
    bool timed_out_ = false;
    bool aborted_ = false;
};

}  // namespace kewp::http
