#pragma once

#include "http/request.hpp"
#include "http/response.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace kewp::http {

enum class Effort {
    cached,   ///< answers that live for a while: gzip 6, brotli 5
    archive,  ///< files that live for a release: gzip 9, brotli 9
};

/// Bytes kept to be sent many times: plain, gzip and brotli, each with its ETag. Immutable, so it
/// is shared between threads without a lock.
class PreparedBody {
public:
    /// Compresses now when the type and size are worth it.
    PreparedBody(std::string bytes, std::string content_type, Effort effort = Effort::cached);

    /// 200 in the encoding the client likes best, or 304; with ETag, Vary and Cache-Control. Copies
    /// no body. Ready for a QuickHandler.
    [[nodiscard]] Response respond(Request const& request, std::string_view cache_control = "no-cache") const;

    [[nodiscard]] std::string const& etag() const { return plain_.etag; }
    [[nodiscard]] SharedBytes const& bytes() const { return plain_.bytes; }
    /// Bytes held in all encodings.
    [[nodiscard]] std::size_t memory() const;

private:
    struct Variant {
        SharedBytes bytes;
        std::string etag;
    };
    std::string content_type_;
    Variant plain_;
    Variant gzip_;
    Variant brotli_;
};

}  // namespace kewp::http
