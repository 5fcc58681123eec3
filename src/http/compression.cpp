#include "http/compression.hpp"

#include "base/text.hpp"
#include "http/accept.hpp"
#include "http/etag.hpp"

#include <algorithm>
#include <array>
#include <brotli/encode.h>
#include <cstdint>
#include <new>
#include <stdexcept>
#include <zlib.h>

namespace kewp::http {
/// A deflate stream that frees itself.
class GzipStream::Deflate {
public:
    explicit Deflate(int level)
    {
        constexpr int kGzip = 15 + 16;  // largest window, gzip header
        constexpr int kMemory = 8;
        if (deflateInit2(&stream_, level, Z_DEFLATED, kGzip, kMemory, Z_DEFAULT_STRATEGY) != Z_OK) {
            throw std::bad_alloc();
        }
    }
    Deflate(Deflate const&) = delete;
    Deflate& operator=(Deflate const&) = delete;
    ~Deflate() { deflateEnd(&stream_); }
    z_stream& operator*() { return stream_; }

private:
    z_stream stream_{};
};

std::string_view name_of(Encoding encoding)
{
    switch (encoding) {
        case Encoding::identity: return "";
        case Encoding::gzip: return "gzip";
        case Encoding::brotli: return "br";
    }
    return "";
}

Encoding choose_encoding(std::string_view accept_encoding, bool allow_brotli)
{
    if (accept_encoding.empty()) {
        return Encoding::identity;
    }
    auto const gzip_weight = weight_of(accept_encoding, "gzip").value_or(0);
    auto const brotli_weight = allow_brotli ? weight_of(accept_encoding, "br").value_or(0) : 0;
    if (brotli_weight > 0 && brotli_weight >= gzip_weight) {
        return Encoding::brotli;
    }
    return gzip_weight > 0 ? Encoding::gzip : Encoding::identity;
}

bool is_compressible(std::string_view content_type)
{
    auto const type = text::ascii_lower(text::trim(content_type.substr(0, content_type.find(';'))));
    if (type.starts_with("text/") || type.ends_with("+json") || type.ends_with("+xml")) {
        return true;
    }
    static constexpr std::array<std::string_view, 10> kinds = {
        "application/json",     "application/javascript",   "application/xml",
        "application/x-ndjson", "application/n-triples",    "application/manifest+json",
        "application/wasm",     "application/sparql-query", "font/ttf",
        "application/yaml"};
    return std::find(kinds.begin(), kinds.end(), type) != kinds.end();
}

std::string gzip(std::string_view bytes, int level)
{
    return GzipStream(level).add(bytes, true);
}

GzipStream::GzipStream(int level) : deflate_(std::make_unique<Deflate>(level)) {}
GzipStream::~GzipStream() = default;

std::string GzipStream::add(std::string_view bytes, bool last)
{
    auto& stream = **deflate_;
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // zlib does not write there
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::size_t filled = 0;
    while (true) {
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + filled);
        stream.avail_out = static_cast<uInt>(out.size() - filled);
        auto const state = ::deflate(&stream, last ? Z_FINISH : Z_NO_FLUSH);
        filled = out.size() - stream.avail_out;
        bool const done = last ? state == Z_STREAM_END : stream.avail_in == 0 && stream.avail_out > 0;
        if (done) {
            break;
        }
        if (state == Z_STREAM_ERROR) {
            throw std::bad_alloc();
        }
        out.resize(out.size() * 2);  // what waited inside the stream comes too
    }
    out.resize(filled);
    return out;
}

std::string gunzip(std::string_view packed)
{
    constexpr std::size_t kTrailer = 8;  // checksum, then the size of the text, both little-endian
    constexpr int kGzip = 15 + 16;
    constexpr std::size_t kMostExpansion = 1032;  // of deflate: 258 bytes from two bits
    if (packed.size() < kTrailer) {
        throw std::invalid_argument("not a gzip stream");
    }
    std::uint32_t size = 0;
    for (std::size_t i = 1; i <= 4; ++i) {
        size = size << 8U | static_cast<unsigned char>(packed[packed.size() - i]);
    }
    if (size > kMostExpansion * packed.size()) {
        throw std::invalid_argument("not a gzip stream");  // before gigabytes are taken for it
    }
    std::string out(size, '\0');
    z_stream stream{};
    if (inflateInit2(&stream, kGzip) != Z_OK) {
        throw std::bad_alloc();
    }
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));  // zlib does not write there
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = size;
    auto const status = ::inflate(&stream, Z_FINISH);
    inflateEnd(&stream);
    if (status != Z_STREAM_END) {
        throw std::invalid_argument("not a gzip stream");
    }
    return out;
}

std::string brotli(std::string_view bytes, int quality)
{
    constexpr std::size_t kSmallest = 64;
    std::size_t size = std::max(BrotliEncoderMaxCompressedSize(bytes.size()), kSmallest);
    std::string out(size, '\0');
    if (BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.size(),
                              reinterpret_cast<std::uint8_t const*>(bytes.data()), &size,
                              reinterpret_cast<std::uint8_t*>(out.data())) != BROTLI_TRUE) {
        throw std::bad_alloc();
    }
    out.resize(size);
    return out;
}

void compress(Request const& request, Response& response)
{
    auto const bytes = response.bytes();
    if (bytes.size() < kMinimumCompressed || response.header("Content-Encoding") ||
        !is_compressible(response.header("Content-Type").value_or(""))) {
        return;
    }
    response.add_token("Vary", "Accept-Encoding");
    if (choose_encoding(request.header_list("Accept-Encoding"), false) != Encoding::gzip) {
        return;
    }
    constexpr int kFast = 4;  // within 5 % of the default level's size at half its time
    auto packed = gzip(bytes, kFast);
    if (packed.size() >= bytes.size()) {
        return;
    }
    response.body = std::move(packed);
    response.set("Content-Encoding", "gzip");
    if (auto const tag = response.header("ETag")) {
        response.set("ETag", weak(*tag));
    }
}

}  // namespace kewp::http
