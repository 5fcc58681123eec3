#pragma once

#include "base/time.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

    /// Sent with every 200.
    void header(std::string name, std::string value) { headers_.emplace_back(std::move(name), std::move(value)); }
    /// Sent as Last-Modified; see `set_last_modified`.
    void changed_at(Instant time) { changed_at_ = time; }

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
    std::vector<std::pair<std::string, std::string>> headers_;
    std::optional<Instant> changed_at_;
};

}  // namespace kewp::http
