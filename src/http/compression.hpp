#pragma once

#include "http/request.hpp"
#include "http/response.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace kewp::http {

enum class Encoding { identity, gzip, brotli };

/// `gzip`, `br`; empty for identity.
[[nodiscard]] std::string_view name_of(Encoding encoding);

/// The encoding that an Accept-Encoding header likes best; brotli before gzip on a tie, and never
/// brotli when `allow_brotli` is false.
[[nodiscard]] Encoding choose_encoding(std::string_view accept_encoding, bool allow_brotli);

/// Bodies smaller than this (bytes) aren't worth it: they fit one packet anyway.
inline constexpr std::size_t kMinimumCompressed = 1024;

/// True for text, JSON, XML, SVG and the like.
[[nodiscard]] bool is_compressible(std::string_view content_type);

/// `level` 1 (fast) to 9. Throws std::bad_alloc only.
[[nodiscard]] std::string gzip(std::string_view bytes, int level = 5);

/// The same for bytes that come in pieces.
class GzipStream {
public:
    explicit GzipStream(int level = 5);
    GzipStream(GzipStream const&) = delete;
    GzipStream& operator=(GzipStream const&) = delete;
    ~GzipStream();

    /// What can be said after `bytes`; often nothing yet. `last` ends the stream.
    [[nodiscard]] std::string add(std::string_view bytes, bool last);

private:
    class Deflate;
    std::unique_ptr<Deflate> deflate_;
};

/// `quality` 0 (fast) to 11.
[[nodiscard]] std::string brotli(std::string_view bytes, int quality = 5);

/// Compresses a body in memory by gzip when client, type and size allow; sets Content-Encoding and
/// Vary, and makes the ETag weak. An encoded body and a stream stay as they are.
void compress(Request const& request, Response& response);

}  // namespace kewp::http
