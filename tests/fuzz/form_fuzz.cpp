// What a client controls byte by byte: request heads and bodies, queries, forms, cookies and the
// headers we take apart. The first byte chooses the reader.
#include "http/accept.hpp"
#include "http/cookie.hpp"
#include "http/etag.hpp"
#include "http/form.hpp"
#include "http/message_parser.hpp"
#include "http/proxy_trust.hpp"
#include "http/request_builder.hpp"
#include "http/router.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace kewp::http;

void check(bool good)
{
    if (!good) {
        std::abort();
    }
}

/// Reads requests until one is refused; the pieces in which the bytes come must make no difference.
std::string read_requests(std::string_view bytes, std::size_t piece)
{
    RequestBuilder builder;
    MessageParser parser(builder, 4096);
    std::string seen;
    std::string buffer;
    while (true) {
        std::size_t taken = 0;
        auto state = MessageParser::State::need_more;
        if (!buffer.empty()) {
            state = parser.put(buffer, taken);
            check(taken <= buffer.size());
            buffer.erase(0, taken);
        }
        if (state == MessageParser::State::failed) {
            return seen;
        }
        if (state == MessageParser::State::head_done) {
            parser.limit_body(1000);
            continue;
        }
        if (state == MessageParser::State::done) {
            auto const& request = builder.request();
            check(request.body().size() <= 1000);
            seen += request.method_name();
            seen += " " + std::string(request.path()) + " " + request.body() + "\n";
            static_cast<void>(request.parameters());
            static_cast<void>(request.form());
            static_cast<void>(request.json());
            static_cast<void>(request.cookie("s"));
            parser.reset();
            continue;
        }
        if (bytes.empty()) {
            return seen;
        }
        buffer += bytes.substr(0, piece);
        bytes.remove_prefix(std::min(piece, bytes.size()));
    }
}

void read_headers(std::string_view text)
{
    static constexpr std::array<std::string_view, 2> offered = {"application/json", "text/csv"};
    static_cast<void>(negotiate(text, offered));
    static_cast<void>(prefers_html(text));
    static_cast<void>(weight_of(text, "gzip"));
    static_cast<void>(none_match_hits(text, "\"a\""));
    static_cast<void>(header_parameter(text, "name"));
    static auto const trust = ProxyTrust::parse({"10.0.0.0/8", "fd00::/8"}).value();
    auto const client = trust.client_of("10.0.0.1", text);
    check(client == canonical_address(client));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    if (size == 0) {
        return 0;
    }
    std::string_view const text(reinterpret_cast<char const*>(data) + 1, size - 1);
    switch (data[0]) {
        case 'q': check(parse_urlencoded(text).fields().size() <= kMaxFormFields); break;
        case 'c': check(parse_cookies(text).fields().size() <= kMaxFormFields); break;
        case 'm': {
            auto const form = parse_multipart("multipart/form-data; boundary=B", text);
            check(!form || form->fields().size() <= kMaxFormFields);
            break;
        }
        case 'h': read_headers(text); break;
        default: check(read_requests(text, size) == read_requests(text, 1)); break;
    }
    return 0;
}
