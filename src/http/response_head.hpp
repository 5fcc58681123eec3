#pragma once

#include "http/request.hpp"
#include "http/response.hpp"

#include <ctime>
#include <string>
#include <string_view>

namespace kewp::http {

/// `Date: Tue, 24 Nov 2026 08:00:00 GMT\r\n`, made anew only when the second changes.
class DateLine {
public:
    [[nodiscard]] std::string const& at(std::time_t now);

private:
    std::time_t made_for_ = -1;
    std::string line_;
};

enum class Framing {
    length,       ///< Content-Length
    chunked,      ///< for streams
    until_close,  ///< for streams to HTTP/1.0
    none,         ///< no body can follow (204, 304)
};

[[nodiscard]] Framing framing_of(Response const& response, unsigned version);

/// Writes status line and headers, with the empty line after them, into `out` (replacing it).
/// Headers that concern the connection are the server's: those of the response are left out.
void write_head(Response const& response, Request const& request, Framing framing, bool keep_alive,
                std::string_view server_name, std::string const& date_line, std::string& out);

}  // namespace kewp::http
