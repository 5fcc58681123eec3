#pragma once

#include "base/file.hpp"
#include "base/result.hpp"
#include "http/cookie.hpp"
#include "http/request.hpp"

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace kewp::http {

/// Bytes kept elsewhere (a cache) and sent without a copy.
using SharedBytes = std::shared_ptr<std::string const>;

/// `size` bytes from the start of a file; read in pieces while they are sent.
struct FileBody {
    std::shared_ptr<UniqueFd const> file;
    std::uint64_t size = 0;
};

/// A body of unknown length, made piece by piece on a pool thread; an empty piece ends it. An error
/// cuts the connection, so that no client takes the part for the whole.
struct StreamBody {
    std::function<Result<std::string>()> next;
};

using Body = std::variant<std::string, SharedBytes, FileBody, StreamBody>;

/// What a handler answers.
struct Response {
    unsigned status = 200;
    std::vector<std::pair<std::string, std::string>> headers = {};
    Body body = {};

    /// Sets a header, replacing earlier ones of that name. Line breaks in `value` become spaces.
    Response& set(std::string_view name, std::string_view value);
    /// Adds a header beside others of that name.
    Response& add(std::string_view name, std::string_view value);
    /// Adds `token` to a list header (`Vary`) unless it is there.
    Response& add_token(std::string_view name, std::string_view token);
    Response& set_cookie(Cookie const& cookie) { return add("Set-Cookie", format(cookie)); }
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
    void remove(std::string_view name);
    /// Bytes of the body; nullopt for a stream.
    [[nodiscard]] std::optional<std::uint64_t> size() const;
    /// The body where it is in memory, else empty.
    [[nodiscard]] std::string_view bytes() const;
};

/// The standard phrase (`Not Found`).
[[nodiscard]] std::string_view reason_phrase(unsigned status);

[[nodiscard]] Response respond(std::string_view content_type, Body body, unsigned status = 200);
/// `application/json`, compact, one newline at the end.
[[nodiscard]] Response json(boost::json::value const& value, unsigned status = 200);
/// JSON that is serialised already.
[[nodiscard]] Response json_text(Body body, unsigned status = 200);
[[nodiscard]] Response text(Body body, unsigned status = 200);
[[nodiscard]] Response html(Body body, unsigned status = 200);
/// `location` is a path of ours or an absolute URL. 303: the browser goes on with GET.
[[nodiscard]] Response redirect(std::string_view location, unsigned status = 303);
[[nodiscard]] Response no_content();
/// Opens `path` for sending. Error: not_found, io.
[[nodiscard]] Result<Response> file(std::filesystem::path const& path, std::string_view content_type);
/// Adds `Content-Disposition: attachment` with a file name made safe.
[[nodiscard]] Response attachment(Response response, std::string_view file_name);

/// An error on its way to the client.
struct Problem {
    unsigned status = 500;
    std::string message;                  ///< for a person
    std::vector<FieldError> fields = {};  ///< one or more per form field
    std::string request_id = {};
};

/// Status of each kind of error.
[[nodiscard]] unsigned status_of(ErrorCode code);

/// THE function that turns an error into an answer.
///
/// Browsers (`Accept: text/html`, not below a JSON prefix) get an HTML page, by the application's
/// ErrorPage if it has one; others `application/problem+json` with type, title, status, detail,
/// `error` (the message) and `details` {field: [message, …]} when there are any. Errors of 500 are
/// logged with the request id, and the client is told only that id. busy adds Retry-After.
[[nodiscard]] Response error_response(Error const& error, Request const& request);

/// The same for statuses that no ErrorCode has (405, 429, …), or a 500 with a text of its own.
[[nodiscard]] Response problem_response(Problem problem, Request const& request);

}  // namespace kewp::http
