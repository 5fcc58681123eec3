#include "postgres_proxy.hpp"

#include <array>
#include <chrono>
#include <cstring>
#include <poll.h>
#include <stdexcept>
#include <string_view>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace kewp::store::testing {
namespace {

constexpr int kLookMs = 5;
constexpr char const* kSocketName = "/.s.PGSQL.5432";

sockaddr_un socket_in(std::string const& folder)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, (folder + kSocketName).c_str(), sizeof address.sun_path - 1);
    return address;
}

bool send_all(int to, std::string_view bytes)
{
    while (!bytes.empty()) {
        auto const sent = ::send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

/// What can be read now; empty at the end.
std::string receive(int from)
{
    std::array<char, 65536> buffer{};
    auto const count = ::recv(from, buffer.data(), buffer.size(), 0);
    return count > 0 ? std::string(buffer.data(), static_cast<std::size_t>(count)) : std::string{};
}

}  // namespace

PostgresProxy::PostgresProxy(std::filesystem::path folder, config::PostgresSettings const& server)
    : folder_(std::move(folder))
{
    auto const& url = server.url;
    auto const question = url.find("?host=");
    server_folder_ = url.substr(question + 6);
    database_ = url.substr(url.rfind('/', question) + 1, question - url.rfind('/', question) - 1);
    listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto const address = socket_in(folder_.string());
    if (::bind(listener_, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0 ||
        ::listen(listener_, 64) != 0) {
        throw std::runtime_error("the proxy cannot listen");
    }
    accepting_ = std::thread([this] { accept_all(); });
}

PostgresProxy::~PostgresProxy()
{
    stopping_ = true;
    accepting_.join();
    for (auto& carrier : carriers_) {
        carrier.join();
    }
    ::close(listener_);
}

config::PostgresSettings PostgresProxy::address() const
{
    return {"postgresql://kewp@/" + database_ + "?host=" + folder_.string(), ""};
}

void PostgresProxy::set_away(bool away)
{
    away_ = away;
}

void PostgresProxy::accept_all()
{
    while (!stopping_) {
        pollfd waiting{listener_, POLLIN, 0};
        if (::poll(&waiting, 1, kLookMs) > 0) {
            int const client = ::accept(listener_, nullptr, nullptr);
            carriers_.emplace_back([this, client] { carry(client); });
        }
    }
}

void PostgresProxy::carry(int client)
{
    kept_waiting_ += silent_ ? 1 : 0;
    while (silent_ && !stopping_) {
        std::this_thread::sleep_for(std::chrono::milliseconds{kLookMs});
    }
    int const server = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto const address = socket_in(server_folder_);
    bool open = !away_ && ::connect(server, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0;
    bool hush = false;  // the answer to a commit is kept back
    while (open && !stopping_ && !away_) {
        std::array<pollfd, 2> ends{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
        if (::poll(ends.data(), ends.size(), kLookMs) <= 0) {
            continue;
        }
        if (ends[0].revents != 0) {
            auto const bytes = receive(client);
            bool const commits = bytes.find("; COMMIT") != std::string::npos;
            auto const cut = commits ? cut_.exchange(Cut::never) : Cut::never;
            cuts_ += cut == Cut::never ? 0 : 1;
            hush = cut == Cut::after_commit;
            open = !bytes.empty() && cut != Cut::before_commit && send_all(server, bytes);
        }
        if (open && ends[1].revents != 0) {
            auto const bytes = receive(server);
            open = !bytes.empty() && !hush && send_all(client, bytes);
        }
    }
    ::close(server);
    ::close(client);
}

}  // namespace kewp::store::testing
