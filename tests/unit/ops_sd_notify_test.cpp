#include "base/file.hpp"
#include "ops/sd_notify.hpp"

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <gtest/gtest.h>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace kewp::ops {
namespace {

/// A socket as systemd offers it; the variable is set while it lives.
class NotifySocket {
public:
    explicit NotifySocket(std::string name) : name_(std::move(name)), fd_(::socket(AF_UNIX, SOCK_DGRAM, 0))
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, name_.data(), name_.size());
        if (name_.front() == '@') {
            address.sun_path[0] = '\0';
        }
        auto const size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name_.size());
        EXPECT_EQ(::bind(fd_.get(), reinterpret_cast<sockaddr const*>(&address), size), 0);
        ::setenv("NOTIFY_SOCKET", name_.c_str(), 1);
    }
    ~NotifySocket()
    {
        ::unsetenv("NOTIFY_SOCKET");
        ::unlink(name_.c_str());
    }
    std::string receive() const
    {
        char buffer[256];
        auto const size = ::recv(fd_.get(), buffer, sizeof buffer, MSG_DONTWAIT);
        return size < 0 ? "" : std::string(buffer, static_cast<std::size_t>(size));
    }

private:
    std::string name_;
    UniqueFd fd_;
};

TEST(SdNotify, SendsToASocketInTheFileSystem)
{
    NotifySocket const socket{::testing::TempDir() + "notify-" + std::to_string(::getpid())};
    sd_notify("READY=1");
    EXPECT_EQ(socket.receive(), "READY=1");
}

TEST(SdNotify, SendsToAnAbstractSocket)
{
    NotifySocket const socket{"@kewp-test-" + std::to_string(::getpid())};
    sd_notify("STOPPING=1\nSTATUS=bye");
    EXPECT_EQ(socket.receive(), "STOPPING=1\nSTATUS=bye");
}

TEST(SdNotify, DoesNothingWithoutOrWithAWrongSocket)
{
    sd_notify("READY=1");
    for (auto const& wrong : {std::string{"relative"}, std::string{"/nowhere/at/all"}, std::string(500, '/')}) {
        ::setenv("NOTIFY_SOCKET", wrong.c_str(), 1);
        sd_notify("READY=1");
    }
    ::unsetenv("NOTIFY_SOCKET");
}

}  // namespace
}  // namespace kewp::ops
