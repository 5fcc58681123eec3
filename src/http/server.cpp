#include "http/server.hpp"

#include "http/server_core.hpp"

#include <boost/asio/post.hpp>
#include <spdlog/spdlog.h>

namespace kewp::http {

class Server::Impl : public ServerCore {
public:
    using ServerCore::ServerCore;
};

Server::Server(ServerOptions options, Router router, Hooks hooks)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(router), std::move(hooks)))
{
}

Server::~Server() = default;

void Server::run(UniqueFd listener)
{
    impl_->run(std::move(listener));
}

void Server::drain(std::chrono::milliseconds timeout)
{
    boost::asio::post(impl_->io, [core = impl_.get(), timeout] { core->begin_drain(timeout); });
}

void Server::post(std::function<void()> task)
{
    boost::asio::post(impl_->io, [task = std::move(task)] {
        try {
            task();
        } catch (std::exception const& error) {
            spdlog::error("a task on the I/O thread failed: {}", error.what());
        }
    });
}

bool Server::post_to_pool(std::function<void()> task)
{
    return impl_->post_to_pool(std::move(task));
}

void Server::every(std::chrono::milliseconds period, std::function<void()> task)
{
    boost::asio::post(impl_->io, [core = impl_.get(), period, task = std::move(task)]() mutable {
        core->add_periodic(period, std::move(task));
    });
}

void Server::on_readable(int fd, std::function<void()> task)
{
    impl_->add_readable(fd, std::move(task));
}

std::uint64_t Server::requests() const
{
    return impl_->requests.load(std::memory_order_relaxed);
}

std::size_t Server::connections() const
{
    return impl_->open.load(std::memory_order_relaxed);
}

}  // namespace kewp::http
