#pragma once

#include "http/request_builder.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace kewp::http {

/// Turns bytes of a connection into a request, piece by piece.
///
/// Stricter than the grammar where doubt would let two programs read one message differently
/// (request smuggling): one Content-Length at most, never with Transfer-Encoding; no other transfer
/// coding than chunked; one Host, and on HTTP/1.1 not none.
class MessageParser {
public:
    enum class State {
        need_more,  ///< feed more bytes
        head_done,  ///< the head is complete; the body, if any, follows
        done,       ///< the request is complete
        failed,     ///< see failure(); the connection cannot go on
    };
    struct Failure {
        unsigned status = 400;
        std::string message;
    };

    MessageParser(RequestBuilder& builder, std::size_t header_limit);
    ~MessageParser();
    MessageParser(MessageParser const&) = delete;
    MessageParser& operator=(MessageParser const&) = delete;

    /// Makes ready for the next request; empties the builder.
    void reset();
    /// Reads from the front of `bytes` up to the end of the head or, once that is done, of the
    /// body; says how many bytes it took.
    State put(std::string_view bytes, std::size_t& taken);
    /// Largest body from here on.
    void limit_body(std::size_t bytes);

    [[nodiscard]] Failure const& failure() const { return failure_; }
    [[nodiscard]] bool head_done() const;
    [[nodiscard]] bool done() const;
    /// What the head says of the connection (`Connection`, version).
    [[nodiscard]] bool keep_alive() const;
    [[nodiscard]] bool expects_continue() const;
    /// Content-Length, once the head is done; nullopt for a chunked body.
    [[nodiscard]] std::optional<std::uint64_t> declared_length() const;
    /// True when a byte of the request was read.
    [[nodiscard]] bool started() const;

private:
    class Core;
    State fail_with(unsigned status, std::string message);
    State check_head();
    State put_body(std::string_view bytes, std::size_t& taken);

    RequestBuilder& builder_;
    std::size_t header_limit_;
    std::size_t head_bytes_ = 0;
    Failure failure_;
    std::unique_ptr<Core> core_;
};

}  // namespace kewp::http
