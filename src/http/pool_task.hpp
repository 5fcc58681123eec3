#pragma once

#include "http/asio_config.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace kewp::http {

/// Runs `task` (which must not throw) on the pool and goes on with the coroutine on its own executor.
template <class Task>
boost::asio::awaitable<void> on_pool(boost::asio::thread_pool& pool, Task task)
{
    auto initiate = [&pool](auto handler, Task work) {
        auto executor = boost::asio::get_associated_executor(handler);
        boost::asio::post(pool, [executor, work = std::move(work), handler = std::move(handler)]() mutable {
            work();
            boost::asio::post(executor, std::move(handler));
        });
    };
    co_await boost::asio::async_initiate<boost::asio::use_awaitable_t<> const&, void()>(
        std::move(initiate), boost::asio::use_awaitable, std::move(task));
}

}  // namespace kewp::http
