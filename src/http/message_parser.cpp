#include "http/message_parser.hpp"

#include "base/text.hpp"
#include "http/asio_config.hpp"
#include "http/chunk_decoder.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <fmt/format.h>
#include <limits>
#include <optional>

namespace kewp::http {
namespace {

namespace beast = boost::beast;

std::string_view std_view(beast::string_view text)
{
    return {text.data(), text.size()};
}

/// Characters that may stand in a Host header: names, addresses in brackets, a port.
bool is_host(std::string_view host)
{
    for (char const c : host) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!plain && std::string_view("-._~:[]%").find(c) == std::string_view::npos) {
            return false;
        }
    }
    constexpr std::size_t kLongest = 255 + 6;
    return host.size() <= kLongest;
}

/// True when a request line ends in a version that is well formed, such as HTTP/2.0.
bool names_a_version(std::string_view bytes)
{
    auto const line = bytes.substr(0, bytes.find('\r'));
    auto const space = line.rfind(' ');
    auto const version = space == std::string_view::npos ? line : line.substr(space + 1);
    auto const digit = [&version](std::size_t at) { return version[at] >= '0' && version[at] <= '9'; };
    return version.size() == 8 && version.starts_with("HTTP/") && digit(5) && version[6] == '.' && digit(7) &&
           std::count(line.begin(), line.end(), ' ') == 2;
}

/// Receives what Beast's parser finds in a head, without Beast's containers in between. Bodies are
/// read here: Beast's chunk parser asserts on input that a client can send.
class Grammar final : public beast::http::basic_parser<true> {
public:
    explicit Grammar(RequestBuilder& builder) : builder_(builder)
    {
        // Limits are ours: Beast's count what is left in the buffer, not the whole.
        header_limit(std::numeric_limits<std::uint32_t>::max());
        body_limit(boost::none);
        skip(true);
    }

    unsigned hosts = 0;
    unsigned lengths = 0;
    bool transfer_encoding = false;
    bool expects_continue = false;
    std::string unknown_expectation = {};

private:
    void on_request_impl(beast::http::verb, beast::string_view method, beast::string_view target, int version,
                         beast::error_code&) override
    {
        builder_.start(std_view(method), std_view(target), static_cast<unsigned>(version));
    }
    void on_field_impl(beast::http::field field, beast::string_view name, beast::string_view value,
                       beast::error_code&) override
    {
        switch (field) {
            case beast::http::field::host: ++hosts; break;
            case beast::http::field::content_length: ++lengths; break;
            case beast::http::field::transfer_encoding: transfer_encoding = true; break;
            case beast::http::field::expect:
                if (text::ascii_iequals(std_view(value), "100-continue")) {
                    expects_continue = true;
                } else {
                    unknown_expectation = std_view(value);
                }
                break;
            default: break;
        }
        builder_.header(std_view(name), std_view(value));
    }
    // The rest never happens in the head of a request.
    void on_response_impl(int, beast::string_view, int, beast::error_code&) override {}
    void on_header_impl(beast::error_code&) override {}
    void on_body_init_impl(boost::optional<std::uint64_t> const&, beast::error_code&) override {}
    std::size_t on_body_impl(beast::string_view, beast::error_code&) override { return 0; }
    void on_chunk_header_impl(std::uint64_t, beast::string_view, beast::error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view, beast::error_code&) override { return 0; }
    void on_finish_impl(beast::error_code&) override {}

    RequestBuilder& builder_;
};

}  // namespace

class MessageParser::Core {
public:
    std::optional<Grammar> grammar;
    std::optional<ChunkDecoder> chunks;
    std::uint64_t body_left = 0;  // of a body that isn't chunked
    std::size_t body_limit = std::numeric_limits<std::size_t>::max();
    std::size_t stray_line_ends = 0;
    bool done = false;
};

MessageParser::MessageParser(RequestBuilder& builder, std::size_t header_limit)
    : builder_(builder), header_limit_(header_limit), core_(std::make_unique<Core>())
{
    reset();
}

MessageParser::~MessageParser() = default;

void MessageParser::reset()
{
    builder_.reset();
    head_bytes_ = 0;
    auto& core = *core_;
    core.grammar.emplace(builder_);
    core.chunks.reset();
    core.body_left = 0;
    core.body_limit = std::numeric_limits<std::size_t>::max();
    core.stray_line_ends = 0;
    core.done = false;
}

void MessageParser::limit_body(std::size_t bytes)
{
    core_->body_limit = bytes;
}

bool MessageParser::head_done() const
{
    return core_->grammar->is_header_done();
}

bool MessageParser::done() const
{
    return core_->done;
}

bool MessageParser::keep_alive() const
{
    return head_done() && core_->grammar->keep_alive();
}

bool MessageParser::expects_continue() const
{
    return core_->grammar->expects_continue && builder_.request().version() == 11;
}

std::optional<std::uint64_t> MessageParser::declared_length() const
{
    auto const length = core_->grammar->content_length();
    return length ? std::optional(*length) : std::nullopt;
}

bool MessageParser::started() const
{
    return core_->grammar->got_some();
}

MessageParser::State MessageParser::fail_with(unsigned status, std::string message)
{
    failure_ = {status, std::move(message)};
    return State::failed;
}

MessageParser::State MessageParser::put(std::string_view bytes, std::size_t& taken)
{
    taken = 0;
    if (head_done()) {
        return put_body(bytes, taken);
    }
    // RFC 9112 2.2: an empty line before a request is ignored (old clients end a body with one).
    constexpr std::size_t kStray = 4;
    while (!started() && core_->stray_line_ends < kStray && !bytes.empty() &&
           (bytes.front() == '\r' || bytes.front() == '\n')) {
        bytes.remove_prefix(1);
        ++core_->stray_line_ends;
        ++taken;
    }
    if (bytes.empty()) {
        return State::need_more;
    }
    auto& grammar = *core_->grammar;
    beast::error_code error;
    auto const used = grammar.put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
    taken += used;
    head_bytes_ += used;
    if (head_bytes_ + (head_done() ? 0 : bytes.size() - used) > header_limit_) {
        return fail_with(431, fmt::format("the header has more than {} bytes", header_limit_));
    }
    if (error == beast::http::error::need_more) {
        return State::need_more;
    }
    if (error == beast::http::error::bad_version) {
        return fail_with(names_a_version(bytes) ? 505 : 400, "the request is not of HTTP/1.0 or HTTP/1.1");
    }
    if (error) {
        return fail_with(400, "malformed request: " + error.message());
    }
    return head_done() ? check_head() : State::need_more;
}

MessageParser::State MessageParser::put_body(std::string_view bytes, std::size_t& taken)
{
    auto& core = *core_;
    auto& body = builder_.body_buffer();
    auto const too_large = [&] {
        return fail_with(413, fmt::format("the body has more than {} bytes", core.body_limit));
    };
    if (core.chunks) {
        switch (core.chunks->put(bytes, taken, body, core.body_limit)) {
            case ChunkDecoder::State::need_more: return State::need_more;
            case ChunkDecoder::State::malformed: return fail_with(400, "malformed request: bad chunk");
            case ChunkDecoder::State::too_large: return too_large();
            case ChunkDecoder::State::done: core.done = true; return State::done;
        }
    }
    if (core.body_left > core.body_limit - std::min(body.size(), core.body_limit)) {
        return too_large();
    }
    body.reserve(body.size() + static_cast<std::size_t>(core.body_left));
    taken = static_cast<std::size_t>(std::min<std::uint64_t>(core.body_left, bytes.size()));
    body += bytes.substr(0, taken);
    core.body_left -= taken;
    core.done = core.body_left == 0;
    return core.done ? State::done : State::need_more;
}

MessageParser::State MessageParser::check_head()
{
    auto& grammar = *core_->grammar;
    auto const& request = builder_.request();
    if (grammar.lengths > 1) {
        return fail_with(400, "more than one Content-Length");
    }
    if (grammar.transfer_encoding) {
        if (request.version() == 10 || grammar.lengths > 0) {
            return fail_with(400, "Transfer-Encoding cannot stand here");
        }
        if (!text::ascii_iequals(request.header_list("Transfer-Encoding"), "chunked")) {
            return fail_with(501, "no transfer coding but 'chunked' is known here");
        }
    }
    if (grammar.hosts > 1 || (grammar.hosts == 0 && request.version() == 11)) {
        return fail_with(400, "there must be one Host header");
    }
    if (!is_host(request.header("Host").value_or(""))) {
        return fail_with(400, "the Host header is malformed");
    }
    if (auto const settled = builder_.settle_target(); !settled) {
        return fail_with(400, settled.error().message);
    }
    if (!is_host(request.host())) {
        return fail_with(400, "the host of the request target is malformed");
    }
    if (!grammar.unknown_expectation.empty()) {
        return fail_with(417, "no expectation but '100-continue' is known here");
    }
    if (grammar.transfer_encoding) {
        core_->chunks.emplace();
    } else {
        core_->body_left = declared_length().value_or(0);
        core_->done = core_->body_left == 0;
    }
    return core_->done ? State::done : State::head_done;
}

}  // namespace kewp::http
