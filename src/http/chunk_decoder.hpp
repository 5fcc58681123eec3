#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace kewp::http {

/// Takes the chunked transfer coding (RFC 9112, 7.1) off a body, byte by byte as it comes.
///
/// Strict: CRLF only, at least one digit, nothing but a CRLF after a chunk. Extensions and trailers
/// are skipped, up to kMaxOverhead bytes of each body.
class ChunkDecoder {
public:
    enum class State { need_more, done, malformed, too_large };
    static constexpr std::size_t kMaxOverhead = std::size_t{8} * 1024;

    /// Appends the content found at the front of `bytes` to `body`, which may grow to `limit` bytes.
    /// Says how many bytes it took.
    State put(std::string_view bytes, std::size_t& taken, std::string& body, std::size_t limit);

private:
    enum class Step { size, extension, size_end, data, data_cr, data_lf, trailer_start, trailer, trailer_lf, last_lf };
    State step(char c, std::string const& body, std::size_t limit);

    Step step_ = Step::size;
    unsigned digits_ = 0;
    std::uint64_t left_ = 0;    // of the chunk
    std::size_t overhead_ = 0;  // bytes of extensions and trailers
};

}  // namespace kewp::http
