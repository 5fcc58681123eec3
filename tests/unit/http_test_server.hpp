#pragma once

#include "base/file.hpp"
#include "base/text.hpp"
#include "http/server.hpp"

#include <arpa/inet.h>
#include <chrono>
#include <gtest/gtest.h>
#include <map>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>

namespace kewp::http::testing {

using namespace std::chrono_literals;

/// A listening socket on a free port of 127.0.0.1.
inline UniqueFd listen_on_free_port()
{
    UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(fd.get(), 128), 0);
    return fd;
}

inline std::uint16_t port_of(UniqueFd const& fd)
{
    sockaddr_in address{};
    socklen_t size = sizeof address;
    EXPECT_EQ(::getsockname(fd.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    return ntohs(address.sin_port);
}

/// A server in a thread of its own; drained when it goes.
class TestServer {
public:
    TestServer(ServerOptions options, Router router, Hooks hooks = {})
        : server_(std::move(options), std::move(router), std::move(hooks))
    {
        auto listener = listen_on_free_port();
        port_ = port_of(listener);
        thread_ = std::thread([this, fd = std::move(listener)]() mutable { server_.run(std::move(fd)); });
    }
    TestServer(TestServer const&) = delete;
    TestServer& operator=(TestServer const&) = delete;
    ~TestServer() { stop(0ms); }

    void stop(std::chrono::milliseconds timeout)
    {
        if (thread_.joinable()) {
            server_.drain(timeout);
            thread_.join();
        }
    }
    /// Waits for a drain that was begun.
    void join() { thread_.join(); }
    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] Server& server() { return server_; }

private:
    Server server_;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

struct Answer {
    unsigned status = 0;                              ///< 0: the connection ended without an answer
    std::map<std::string, std::string> headers = {};  ///< names in lower case; the last one wins
    std::string body = {};
    bool complete = false;
};

/// A client that writes exactly what it's told.
class Client {
public:
    explicit Client(std::uint16_t port, int receive_buffer = 0) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        if (receive_buffer > 0) {
            ::setsockopt(fd_.get(), SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
        }
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port);
        EXPECT_EQ(::connect(fd_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
        int const on = 1;
        ::setsockopt(fd_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }

    bool send(std::string_view bytes)
    {
        while (!bytes.empty()) {
            auto const sent = ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) {
                return false;
            }
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    void finish_sending() { ::shutdown(fd_.get(), SHUT_WR); }

    /// Reads one answer; `head_only` for an answer to HEAD.
    Answer receive(bool head_only = false, std::chrono::milliseconds patience = 10s)
    {
        Answer answer;
        auto const until = std::chrono::steady_clock::now() + patience;
        while (buffer_.find("\r\n\r\n") == std::string::npos) {
            if (!fill(until)) {
                return answer;
            }
        }
        read_head(answer);
        if (head_only || answer.status == 304 || answer.status == 204 || answer.status == 100) {
            answer.complete = true;
            return answer;
        }
        if (answer.headers["transfer-encoding"] == "chunked") {
            answer.complete = read_chunks(answer, until);
        } else if (answer.headers.contains("content-length")) {
            auto const size = std::stoul(answer.headers["content-length"]);
            while (buffer_.size() < size && fill(until)) {
            }
            answer.complete = buffer_.size() >= size;
            answer.body = buffer_.substr(0, size);
            buffer_.erase(0, size);
        } else {
            while (fill(until)) {
            }
            answer.complete = true;
            answer.body = std::exchange(buffer_, {});
        }
        return answer;
    }
    Answer get(std::string_view path, std::string_view headers = "")
    {
        send("GET " + std::string(path) + " HTTP/1.1\r\nHost: test\r\n" + std::string(headers) + "\r\n");
        return receive();
    }
    /// True when the server closes within `patience` without sending anything more.
    bool closed(std::chrono::milliseconds patience = 10s)
    {
        return buffer_.empty() && !fill(std::chrono::steady_clock::now() + patience) && ended_;
    }
    [[nodiscard]] int fd() const { return fd_.get(); }

private:
    bool fill(std::chrono::steady_clock::time_point until)
    {
        auto const left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        pollfd poll_fd{fd_.get(), POLLIN, 0};
        if (left.count() <= 0 || ::poll(&poll_fd, 1, static_cast<int>(left.count())) <= 0) {
            return false;
        }
        char piece[16384];
        auto const got = ::recv(fd_.get(), piece, sizeof piece, 0);
        if (got <= 0) {
            ended_ = true;
            return false;
        }
        buffer_.append(piece, static_cast<std::size_t>(got));
        return true;
    }
    void read_head(Answer& answer)
    {
        auto const end = buffer_.find("\r\n\r\n");
        std::string_view head(buffer_.data(), end);
        bool first = true;
        for (auto line : text::split(head, '\n')) {
            line = text::trim(line);
            if (first) {
                answer.status = static_cast<unsigned>(std::stoul(std::string(line.substr(9, 3))));
                first = false;
                continue;
            }
            auto const colon = line.find(':');
            answer.headers[text::ascii_lower(line.substr(0, colon))] = text::trim(line.substr(colon + 1));
        }
        buffer_.erase(0, end + 4);
    }
    bool read_chunks(Answer& answer, std::chrono::steady_clock::time_point until)
    {
        while (true) {
            auto end = buffer_.find("\r\n");
            while (end == std::string::npos) {
                if (!fill(until)) {
                    return false;
                }
                end = buffer_.find("\r\n");
            }
            auto const size = std::stoul(buffer_.substr(0, end), nullptr, 16);
            while (buffer_.size() < end + 2 + size + 2) {
                if (!fill(until)) {
                    return false;
                }
            }
            answer.body += buffer_.substr(end + 2, size);
            buffer_.erase(0, end + 2 + size + 2);
            if (size == 0) {
                return true;
            }
        }
    }

    UniqueFd fd_;
    std::string buffer_;
    bool ended_ = false;
};

/// Waits for `condition`, at most ten seconds.
template <class Condition>
bool eventually(Condition condition)
{
    auto const until = std::chrono::steady_clock::now() + 10s;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until) {
            return false;
        }
        std::this_thread::sleep_for(2ms);
    }
    return true;
}

/// Routes that the server tests talk to.
inline Router test_router()
{
    Router router;
    router.get("/hello", [](Request&) { return text("hello"); });
    router.get("/inline", [](Request&) { return text("inline"); }, {.name = "inline", .on_io_thread = true});
    router.get("/ke/{id}", [](Request& request) { return text(std::string(request.path_text("id"))); });
    router.post("/echo", [](Request& request) { return text(request.body()); });
    router.post("/small", [](Request& request) { return text(request.body()); }, {.body_limit = 10});
    router.get("/throw", [](Request&) -> Response { throw std::runtime_error("secret detail"); });
    return router;
}

}  // namespace kewp::http::testing
