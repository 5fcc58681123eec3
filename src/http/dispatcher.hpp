#pragma once

#include "http/request_builder.hpp"
#include "http/router.hpp"

#include <optional>

namespace kewp::http {

/// Everything between a request and its answer but the wire: routing, hooks, handlers, errors,
/// conditional requests, compression. Const calls, safe from several threads.
class Dispatcher {
public:
    Dispatcher(Router router, Hooks hooks, bool compress);

    struct Start {
        Route const* route = nullptr;
        std::optional<Response> answer = {};  ///< made already: 404, 405, OPTIONS, or by a hook
    };
    /// Finds the route, keeps its parameters with the request, runs the `early` hook. Does not block
    /// and does not need the body.
    [[nodiscard]] Start begin(RequestBuilder& builder) const;

    /// What the I/O thread may answer by itself: a route of its own, or the route's quick handler.
    [[nodiscard]] std::optional<Response> at_once(Request& request, Route const& route) const;

    /// The `before` hook and the handler; may block. Never throws: what they throw is logged and
    /// becomes a 500. Compresses.
    [[nodiscard]] Response run(Request& request, Route const& route) const;

    /// The last touches of every answer: 304 where the client has the same bytes, the `after` hook.
    void finish(Request const& request, Route const* route, Response& response) const;

    /// All of the above in one, without a server: how tests call handlers.
    [[nodiscard]] Response answer(Request request) const;

    [[nodiscard]] Router const& router() const { return router_; }
    [[nodiscard]] ErrorPage const& error_page() const { return hooks_.error_page; }

private:
    template <class F>
    [[nodiscard]] auto guarded(Request const& request, F&& call) const -> decltype(call());
    Router router_;
    Hooks hooks_;
    bool compress_;
};

}  // namespace kewp::http
