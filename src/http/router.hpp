#pragma once

#include "http/request.hpp"
#include "http/response.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kewp::http {

/// Answers a request; may block. An exception becomes a 500 with the request id.
using Handler = std::function<Response(Request&)>;
/// Answers at once on the I/O thread or says nullopt; must not block.
using QuickHandler = std::function<std::optional<Response>(Request&)>;

struct RouteOptions {
    /// For metrics and the access log; routes may share one. Empty: the pattern.
    std::string name = {};
    /// Meaning belongs to the application's `early` hook; 0 is not limited.
    unsigned rate_class = 0;
    /// Meaning belongs to the application's `before` hook (a role, for example); 0 is anyone.
    unsigned access = 0;
    /// The handler runs on the I/O thread, without the `before` hook; it must not block.
    bool on_io_thread = false;
    /// Tried first on the I/O thread, without the `before` hook (an answer from the cache); when it
    /// declines, the handler runs on the pool as usual.
    QuickHandler quick = {};
    /// For the application's `before` hook.
    bool csrf_exempt = false;
    /// Largest body in bytes; 0: the server's.
    std::size_t body_limit = 0;
};

struct Route {
    std::string pattern;
    Handler handler;
    RouteOptions options;
    std::vector<std::string> parameters;  ///< names in the order of the pattern
    std::size_t metric = 0;               ///< index of options.name in Router::names()
};

/// Which handler answers which path and method.
///
/// Patterns: `/ke/{id}` (one segment), `/static/{path*}` (the rest, at least one character). A fixed
/// segment wins over a parameter. Segments are split before they are percent-decoded, so `%2F`
/// never separates. A trailing slash matters.
class Router {
public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router(Router const&) = delete;
    Router& operator=(Router const&) = delete;
    Router& operator=(Router&&) noexcept;

    /// Throws std::invalid_argument for a malformed or taken pattern (a bug of the caller).
    void add(Method method, std::string_view pattern, Handler handler, RouteOptions options = {});
    void get(std::string_view pattern, Handler handler, RouteOptions options = {});
    void post(std::string_view pattern, Handler handler, RouteOptions options = {});
    void put(std::string_view pattern, Handler handler, RouteOptions options = {});
    void patch(std::string_view pattern, Handler handler, RouteOptions options = {});
    void del(std::string_view pattern, Handler handler, RouteOptions options = {});

    /// Errors of paths that start with `prefix` are always JSON (also 404 of unknown paths).
    void json_errors_below(std::string prefix);
    [[nodiscard]] bool wants_json_errors(std::string_view path) const;

    struct Match {
        Route const* route = nullptr;          ///< nullptr: see `allow`
        std::vector<std::string> values = {};  ///< decoded, as Route::parameters
        std::string allow = {};                ///< methods of the path; empty when it's unknown (404)
    };
    /// HEAD is answered by GET. OPTIONS and wrong methods have no route but `allow`.
    [[nodiscard]] Match match(Method method, std::string_view raw_path) const;

    /// Names for metrics in the order of registration; 0 is `(none)`: requests without a route.
    [[nodiscard]] std::vector<std::string> const& names() const;

private:
    struct Node;
    struct State;
    std::unique_ptr<State> state_;
};

/// What the application adds to every request.
struct Hooks {
    using Before = std::function<std::optional<Response>(Request&, Route const&)>;

    /// On the I/O thread before anything else (rate limits); must not block. May answer.
    Before early = {};
    /// On the pool before a handler (sessions, CSRF, roles). May answer.
    Before before = {};
    /// For every answer, errors of the server included, on the thread that made it (headers; CORS).
    /// `route` is nullptr when none matched. Must not block.
    std::function<void(Request const&, Route const* route, Response&)> after = {};
    /// Renders errors for browsers; must not block.
    ErrorPage error_page = {};
};

}  // namespace kewp::http
