#include "http/response.hpp"

#include "base/json_text.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

namespace kewp::http {
namespace {

/// A header value that cannot end the header: control characters become spaces.
std::string one_line(std::string_view value)
{
    std::string clean(value);
    std::replace_if(
        clean.begin(), clean.end(),
        [](char c) { return (static_cast<unsigned char>(c) < ' ' && c != '\t') || c == '\x7f'; }, ' ');
    return clean;
}

}  // namespace

Response& Response::set(std::string_view name, std::string_view value)
{
    remove(name);
    return add(name, value);
}

Response& Response::add(std::string_view name, std::string_view value)
{
    headers.emplace_back(one_line(name), one_line(value));
    return *this;
}

Response& Response::add_token(std::string_view name, std::string_view token)
{
    for (auto& [key, value] : headers) {
        if (!text::ascii_iequals(key, name)) {
            continue;
        }
        for (auto const part : text::split(value, ',')) {
            if (text::ascii_iequals(text::trim(part), token)) {
                return *this;
            }
        }
        value += ", " + one_line(token);
        return *this;
    }
    return add(name, token);
}

std::optional<std::string_view> Response::header(std::string_view name) const
{
    for (auto const& [key, value] : headers) {
        if (text::ascii_iequals(key, name)) {
            return value;
        }
    }
    return std::nullopt;
}

void Response::remove(std::string_view name)
{
    std::erase_if(headers, [name](auto const& header) { return text::ascii_iequals(header.first, name); });
}

std::optional<std::uint64_t> Response::size() const
{
    if (auto const* const part = std::get_if<FileBody>(&body)) {
        return part->size;
    }
    if (std::holds_alternative<StreamBody>(body)) {
        return std::nullopt;
    }
    return bytes().size();
}

std::string_view Response::bytes() const
{
    if (auto const* const own = std::get_if<std::string>(&body)) {
        return *own;
    }
    if (auto const* const shared = std::get_if<SharedBytes>(&body)) {
        return *shared ? std::string_view(**shared) : std::string_view{};
    }
    return {};
}

std::string_view reason_phrase(unsigned status)
{
    switch (status) {
        case 100: return "Continue";
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 206: return "Partial Content";
        case 301: return "Moved Permanently";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 307: return "Temporary Redirect";
        case 308: return "Permanent Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 406: return "Not Acceptable";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 411: return "Length Required";
        case 412: return "Precondition Failed";
        case 413: return "Content Too Large";
        case 414: return "URI Too Long";
        case 415: return "Unsupported Media Type";
        case 417: return "Expectation Failed";
        case 422: return "Unprocessable Content";
        case 428: return "Precondition Required";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 502: return "Bad Gateway";
        case 503: return "Service Unavailable";
        case 504: return "Gateway Timeout";
        case 505: return "HTTP Version Not Supported";
        default: return "Status";
    }
}

Response respond(std::string_view content_type, Body body, unsigned status)
{
    Response response{status, {}, std::move(body)};
    response.add("Content-Type", content_type);
    return response;
}

Response json(boost::json::value const& value, unsigned status)
{
    return json_text(to_json_text(value) + "\n", status);
}

Response json_text(Body body, unsigned status)
{
    return respond("application/json", std::move(body), status);
}

Response text(Body body, unsigned status)
{
    return respond("text/plain; charset=utf-8", std::move(body), status);
}

Response html(Body body, unsigned status)
{
    return respond("text/html; charset=utf-8", std::move(body), status);
}

Response redirect(std::string_view location, unsigned status)
{
    Response response{status};
    response.add("Location", location);
    return response;
}

Response no_content()
{
    return Response{204};
}

Result<Response> file(std::filesystem::path const& path, std::string_view content_type)
{
    UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd) {
        auto const code = errno == ENOENT || errno == ENOTDIR ? ErrorCode::not_found : ErrorCode::io;
        return fail(code, fmt::format("{}: cannot be opened: {}", path.string(), errno_text()));
    }
    struct stat status {};
    if (::fstat(fd.get(), &status) != 0) {
        return fail(ErrorCode::io, fmt::format("{}: cannot be read: {}", path.string(), errno_text()));
    }
    if (!S_ISREG(status.st_mode)) {
        return fail(ErrorCode::not_found, path.string() + ": not a file");
    }
    auto const size = static_cast<std::uint64_t>(status.st_size);
    return respond(content_type, FileBody{std::make_shared<UniqueFd const>(std::move(fd)), size});
}

Response attachment(Response response, std::string_view file_name)
{
    std::string safe;
    for (char const c : file_name) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
                           c == '-' || c == '_';
        safe += plain ? c : '_';
    }
    response.set("Content-Disposition", "attachment; filename=" + safe);
    return response;
}

}  // namespace kewp::http
