#include "http/response_head.hpp"

#include "base/text.hpp"

#include <array>
#include <fmt/format.h>

namespace kewp::http {
namespace {

bool is_ours(std::string_view name)
{
    switch (name.size()) {
        case 4: return text::ascii_iequals(name, "Date");
        case 6: return text::ascii_iequals(name, "Server");
        case 10: return text::ascii_iequals(name, "Connection") || text::ascii_iequals(name, "Keep-Alive");
        case 12: return text::ascii_iequals(name, "X-Request-ID");
        case 14: return text::ascii_iequals(name, "Content-Length");
        case 17: return text::ascii_iequals(name, "Transfer-Encoding");
        default: return false;
    }
}

void append(std::string& out, std::string_view name, std::string_view value)
{
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
}

}  // namespace

std::string const& DateLine::at(std::time_t now)
{
    if (now != made_for_) {
        static constexpr std::array days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        static constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        std::tm utc{};
        ::gmtime_r(&now, &utc);
        line_ = fmt::format("Date: {}, {:02} {} {:04} {:02}:{:02}:{:02} GMT\r\n",
                            days[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                            months[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour, utc.tm_min,
                            utc.tm_sec);
        made_for_ = now;
    }
    return line_;
}

Framing framing_of(Response const& response, unsigned version)
{
    if (response.status == 204 || response.status == 304 || response.status < 200) {
        return Framing::none;
    }
    if (std::holds_alternative<StreamBody>(response.body)) {
        return version == 11 ? Framing::chunked : Framing::until_close;
    }
    return Framing::length;
}

void write_head(Response const& response, Request const& request, Framing framing, bool keep_alive,
                std::string_view server_name, std::string const& date_line, std::string& out)
{
    out.clear();
    if (response.status == 200) {
        out += "HTTP/1.1 200 OK\r\n";
    } else {
        fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
    }
    if (!server_name.empty()) {
        append(out, "Server", server_name);
    }
    out += date_line;
    for (auto const& [name, value] : response.headers) {
        if (!is_ours(name)) {
            append(out, name, value);
        }
    }
    if (framing == Framing::length) {
        append(out, "Content-Length", fmt::format_int(response.size().value_or(0)).c_str());
    } else if (framing == Framing::chunked) {
        append(out, "Transfer-Encoding", "chunked");
    }
    append(out, "X-Request-ID", request.id());
    if (!keep_alive) {
        append(out, "Connection", "close");
    } else if (request.version() == 10) {
        append(out, "Connection", "keep-alive");
    }
    out += "\r\n";
}

}  // namespace kewp::http
