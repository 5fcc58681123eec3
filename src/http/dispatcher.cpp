#include "http/dispatcher.hpp"

#include "http/compression.hpp"
#include "http/csrf.hpp"
#include "http/etag.hpp"

#include <spdlog/spdlog.h>

namespace kewp::http {
namespace {

Response crashed(Request const& request, std::string_view what)
{
    return error_response(Error{ErrorCode::internal, "the handler threw: " + std::string(what)}, request);
}

}  // namespace

Dispatcher::Dispatcher(Router router, Hooks hooks, bool compress)
    : router_(std::move(router)), hooks_(std::move(hooks)), compress_(compress)
{
}

/// One request must not take the process down, whatever its handler does.
template <class F>
auto Dispatcher::guarded(Request const& request, F&& call) const -> decltype(call())
{
    try {
        return call();
    } catch (std::exception const& error) {
        return crashed(request, error.what());
    } catch (...) {
        return crashed(request, "something that is no std::exception");
    }
}

Dispatcher::Start Dispatcher::begin(RequestBuilder& builder) const
{
    auto& request = builder.request();
    builder.json_errors(router_.wants_json_errors(request.path()));
    builder.error_page(&hooks_.error_page);
    auto match = router_.match(request.method(), request.raw_path());
    if (match.route == nullptr) {
        if (request.method() == Method::options && (!match.allow.empty() || request.target() == "*")) {
            Response response;
            response.add("Allow", match.allow.empty() ? "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS" : match.allow);
            return {nullptr, std::move(response)};
        }
        if (match.allow.empty()) {
            return {nullptr, problem_response({404, request.json_errors() ? "Resource not found"
                                                                          : "There is nothing at this address."},
                                              request)};
        }
        auto response = problem_response({405, "This address does not take " + std::string(request.method_name()) +
                                                   "; it takes " + match.allow + "."},
                                         request);
        response.add("Allow", match.allow);
        return {nullptr, std::move(response)};
    }
    for (std::size_t i = 0; i < match.values.size(); ++i) {
        builder.path_parameter(match.route->parameters[i], std::move(match.values[i]));
    }
    if (!hooks_.early) {
        return {match.route, std::nullopt};
    }
    auto answer = guarded(request, [&]() -> std::optional<Response> { return hooks_.early(request, *match.route); });
    return {match.route, std::move(answer)};
}

std::optional<Response> Dispatcher::at_once(Request& request, Route const& route) const
{
    if (!route.options.on_io_thread && !route.options.quick) {
        return std::nullopt;
    }
    return guarded(request, [&]() -> std::optional<Response> {
        return route.options.on_io_thread ? std::optional(route.handler(request)) : route.options.quick(request);
    });
}

Response Dispatcher::run(Request& request, Route const& route) const
{
    return guarded(request, [&]() -> Response {
        auto early = hooks_.before ? hooks_.before(request, route) : std::nullopt;
        auto response = early ? std::move(*early) : route.handler(request);
        if (compress_) {
            compress(request, response);
        }
        return response;
    });
}

void Dispatcher::finish(Request const& request, Route const* route, Response& response) const
{
    auto const tag = response.header("ETag");
    auto const known = request.header("If-None-Match");
    if (response.status == 200 && tag && known && is_safe(request.method()) && none_match_hits(*known, *tag)) {
        response.status = 304;
        response.body = std::string{};
        response.remove("Content-Type");
        response.remove("Content-Encoding");
        response.remove("Content-Disposition");
    }
    if (!hooks_.after) {
        return;
    }
    try {
        hooks_.after(request, route, response);
    } catch (std::exception const& error) {
        spdlog::error("request {}: the after hook failed: {}", request.id(), error.what());
    }
}

Response Dispatcher::answer(Request request) const
{
    RequestBuilder builder(std::move(request));
    auto& kept = builder.request();
    auto start = begin(builder);
    if (!start.answer) {
        start.answer = at_once(kept, *start.route);
    }
    if (!start.answer) {
        start.answer = run(kept, *start.route);
    }
    finish(kept, start.route, *start.answer);
    return std::move(*start.answer);
}

}  // namespace kewp::http
