#include "ops/listen_socket.hpp"

#include <chrono>
#include <fcntl.h>
#include <future>
#include <gtest/gtest.h>
#include <string>

namespace kewp::ops {
namespace {

using namespace std::chrono_literals;

TEST(ListenSocket, ListensOnAPortOfTheSystemsChoice)
{
    auto const socket = listen_on("127.0.0.1", 0);
    ASSERT_TRUE(socket) << socket.error().message;
    EXPECT_NE(socket->port, 0);
    EXPECT_EQ(socket->url(), "http://127.0.0.1:" + std::to_string(socket->port));
    EXPECT_NE(::fcntl(socket->fd.get(), F_GETFL) & O_NONBLOCK, 0);
    EXPECT_NE(::fcntl(socket->fd.get(), F_GETFD) & FD_CLOEXEC, 0);
}

TEST(ListenSocket, ListensOnIpv6)
{
    auto const socket = listen_on("::1", 0);
    if (!socket) {
        GTEST_SKIP() << "no IPv6 here: " << socket.error().message;
    }
    EXPECT_EQ(socket->url(), "http://[::1]:" + std::to_string(socket->port));
}

TEST(ListenSocket, TakesAName)
{
    auto const socket = listen_on("localhost", 0);
    EXPECT_TRUE(socket) << socket.error().message;
}

TEST(ListenSocket, NamesAPortThatIsTaken)
{
    auto const first = listen_on("127.0.0.1", 0).value();
    auto const second = listen_on("127.0.0.1", first.port, 0ms);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::conflict);
    auto const port = std::to_string(first.port);
    EXPECT_EQ(second.error().message, "cannot listen on 127.0.0.1:" + port + ": port " + port +
                                          " is taken by another program; stop it or choose another port");
}

TEST(ListenSocket, WaitsForAHolderThatIsEnding)
{
    auto first = listen_on("127.0.0.1", 0).value();
    auto const port = first.port;
    auto waiting = std::async(std::launch::async, [port] { return listen_on("127.0.0.1", port, 1min); });
    EXPECT_EQ(waiting.wait_for(100ms), std::future_status::timeout);
    first.fd.reset();
    EXPECT_TRUE(waiting.get());
}

TEST(ListenSocket, CanListenAgainAtOnceAfterClosing)
{
    auto first = listen_on("127.0.0.1", 0).value();
    auto const port = first.port;
    first.fd.reset();
    EXPECT_TRUE(listen_on("127.0.0.1", port));
}

TEST(ListenSocket, RefusesAnAddressOfAnotherMachine)
{
    auto const socket = listen_on("192.0.2.1", 0);  // reserved for documentation
    ASSERT_FALSE(socket);
    EXPECT_EQ(socket.error().code, ErrorCode::invalid_argument);
    EXPECT_NE(socket.error().message.find("'192.0.2.1' is not an address of this machine"), std::string::npos);
}

TEST(ListenSocket, RefusesAHostThatIsNone)
{
    auto const socket = listen_on("256.1.1.1", 0);
    ASSERT_FALSE(socket);
    EXPECT_EQ(socket.error().code, ErrorCode::invalid_argument);
    EXPECT_NE(socket.error().message.find("'256.1.1.1'"), std::string::npos);
}

}  // namespace
}  // namespace kewp::ops
