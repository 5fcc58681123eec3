#include "base/text.hpp"
#include "http/accept.hpp"
#include "http/response.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace kewp::http {
namespace {

std::string problem_json(Problem const& problem)
{
    boost::json::object body;
    body["type"] = "about:blank";
    body["title"] = reason_phrase(problem.status);
    body["status"] = problem.status;
    body["detail"] = problem.message;
    body["error"] = problem.message;  // the member that clients of the reference read
    if (!problem.fields.empty()) {
        boost::json::object details;
        for (auto const& field : problem.fields) {
            auto& messages = details[field.field];
            if (!messages.is_array()) {
                messages.emplace_array();
            }
            messages.as_array().emplace_back(field.message);
        }
        body["details"] = std::move(details);
    }
    if (!problem.request_id.empty()) {
        body["request_id"] = problem.request_id;
    }
    return boost::json::serialize(body) + "\n";
}

/// For an application without pages, and for errors in making a page.
std::string plain_page(Problem const& problem)
{
    auto const title = fmt::format("{} {}", problem.status, reason_phrase(problem.status));
    std::string list;
    for (auto const& field : problem.fields) {
        list += fmt::format("<li>{}: {}</li>", text::escape_html(field.field), text::escape_html(field.message));
    }
    return fmt::format(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{0}</title></head>\n"
        "<body><h1>{0}</h1><p>{1}</p>{2}<p><small>Request {3}</small></p></body></html>\n",
        text::escape_html(title), text::escape_html(problem.message), list.empty() ? list : "<ul>" + list + "</ul>",
        text::escape_html(problem.request_id));
}

std::string page(Problem const& problem, Request const& request)
{
    if (request.error_page() == nullptr || !*request.error_page()) {
        return plain_page(problem);
    }
    try {
        return (*request.error_page())(problem, request);
    } catch (std::exception const& error) {
        spdlog::error("request {}: the error page failed: {}", request.id(), error.what());
        return plain_page(problem);
    }
}

}  // namespace

unsigned status_of(ErrorCode code)
{
    switch (code) {
        case ErrorCode::invalid_argument: return 400;
        case ErrorCode::unauthenticated: return 401;
        case ErrorCode::forbidden: return 403;
        case ErrorCode::not_found: return 404;
        case ErrorCode::conflict: return 409;
        case ErrorCode::gone: return 410;
        case ErrorCode::too_large: return 413;
        case ErrorCode::busy:
        case ErrorCode::unavailable: return 503;
        case ErrorCode::unreachable: return 502;
        case ErrorCode::corrupt:
        case ErrorCode::io:
        case ErrorCode::internal: return 500;
    }
    return 500;
}

Response problem_response(Problem problem, Request const& request)
{
    if (problem.request_id.empty()) {
        problem.request_id = request.id();
    }
    bool const as_page = !request.json_errors() && prefers_html(request.header_list("Accept"));
    auto response = as_page ? html(page(problem, request), problem.status)
                            : respond("application/problem+json", problem_json(problem), problem.status);
    response.add("Cache-Control", "no-store");
    if (!request.json_errors()) {
        response.add("Vary", "Accept");
    }
    return response;
}

Response error_response(Error const& error, Request const& request)
{
    Problem problem{status_of(error.code), error.message, error.fields, request.id()};
    constexpr unsigned kOurFault = 500;
    if (problem.status == kOurFault) {
        // What went wrong here may name files and is of no use to the client; the id leads us to it.
        spdlog::error("request {}: {} {}: {}: {}", request.id(), request.method_name(), request.path(),
                      name_of(error.code), error.message);
        problem.message = "Something went wrong on our side. It was logged as request " + request.id() + ".";
        problem.fields.clear();
    }
    auto response = problem_response(std::move(problem), request);
    if (error.code == ErrorCode::busy || error.code == ErrorCode::unreachable) {
        response.add("Retry-After", "1");
    }
    return response;
}

}  // namespace kewp::http
