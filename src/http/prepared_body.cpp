#include "http/prepared_body.hpp"

#include "http/compression.hpp"
#include "http/etag.hpp"
#include "http/last_modified.hpp"

namespace kewp::http {

PreparedBody::PreparedBody(std::string bytes, std::string content_type, Effort effort)
    : content_type_(std::move(content_type))
{
    plain_.etag = etag_of(bytes);
    if (bytes.size() >= kMinimumCompressed && is_compressible(content_type_)) {
        bool const archive = effort == Effort::archive;
        // An encoding that saves less than a tenth isn't worth the client's work.
        auto const worth = [&bytes](std::string const& packed) { return packed.size() < bytes.size() / 10 * 9; };
        if (auto packed = gzip(bytes, archive ? 9 : 6); worth(packed)) {
            gzip_ = {std::make_shared<std::string const>(std::move(packed)), etag_with(plain_.etag, "gzip")};
        }
        if (auto packed = brotli(bytes, archive ? 9 : 5); worth(packed)) {
            brotli_ = {std::make_shared<std::string const>(std::move(packed)), etag_with(plain_.etag, "br")};
        }
    }
    plain_.bytes = std::make_shared<std::string const>(std::move(bytes));
}

Response PreparedBody::respond(Request const& request, std::string_view cache_control) const
{
    auto encoding = Encoding::identity;
    if (gzip_.bytes || brotli_.bytes) {
        encoding = choose_encoding(request.header_list("Accept-Encoding"), brotli_.bytes != nullptr);
        if (encoding == Encoding::gzip && !gzip_.bytes) {
            encoding = Encoding::identity;
        }
    }
    auto const& variant = encoding == Encoding::brotli ? brotli_ : encoding == Encoding::gzip ? gzip_ : plain_;
    Response response;
    response.headers.reserve(16);
    response.add("ETag", variant.etag);
    response.add("Cache-Control", cache_control);
    if (gzip_.bytes || brotli_.bytes) {
        response.add("Vary", "Accept-Encoding");
    }
    if (none_match_hits(request.header("If-None-Match").value_or(""), variant.etag)) {
        response.status = 304;
    } else {
        response.add("Content-Type", content_type_);
        for (auto const& [name, value] : headers_) {
            response.add(name, value);
        }
        if (encoding != Encoding::identity) {
            response.add("Content-Encoding", name_of(encoding));
        }
        response.body = variant.bytes;
    }
    if (changed_at_) {
        set_last_modified(response, request, *changed_at_);
    }
    return response;
}

std::size_t PreparedBody::memory() const
{
    std::size_t bytes = plain_.bytes->size();
    bytes += gzip_.bytes ? gzip_.bytes->size() : 0;
    bytes += brotli_.bytes ? brotli_.bytes->size() : 0;
    return bytes;
}

}  // namespace kewp::http
