#pragma once

#include "base/result.hpp"
#include "http/request.hpp"

#include <string>
#include <string_view>

namespace kewp::http {

/// Fills a request: the server's parser does, and tests of handlers do.
///
/// `RequestBuilder("POST", "/ke/55").header("Cookie", "a=b").body("x=1").build()`
class RequestBuilder {
public:
    RequestBuilder() = default;
    RequestBuilder(std::string_view method, std::string_view target, unsigned version = 11)
    {
        start(method, target, version);
    }

    /// Goes on with a request made before.
    explicit RequestBuilder(Request request) : request_(std::move(request)) {}

    /// Empties the request but keeps its memory.
    void reset();
    RequestBuilder& start(std::string_view method, std::string_view target, unsigned version);
    RequestBuilder& header(std::string_view name, std::string_view value);
    RequestBuilder& body(std::string bytes);
    [[nodiscard]] std::string& body_buffer() { return request_.body_; }
    RequestBuilder& client(std::string_view address);
    RequestBuilder& scheme(std::string_view scheme);
    RequestBuilder& host(std::string_view host);
    RequestBuilder& prefix(std::string_view prefix);
    RequestBuilder& id(std::string_view id);
    RequestBuilder& json_errors(bool on);
    RequestBuilder& error_page(ErrorPage const* page);
    RequestBuilder& path_parameter(std::string_view name, std::string value);

    /// Turns the target into path and query: an absolute form (`http://host/x`) loses scheme and
    /// host, the host is kept. Error: invalid_argument for a target that is neither, or holds NUL.
    [[nodiscard]] Result<void> settle_target();

    [[nodiscard]] Request& request() { return request_; }
    /// The finished request (the target settled; a malformed one reads as `/`).
    [[nodiscard]] Request build();

private:
    Request::Slice keep(std::string_view text);
    Request request_;
};

}  // namespace kewp::http
