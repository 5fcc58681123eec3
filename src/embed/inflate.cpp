#include "embed/inflate.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <zlib.h>

namespace kewp::embed {

namespace {

/// Deflate gives at most 1032 bytes for one (zlib's technical notes); the slack is for the very first ones.
constexpr std::uint64_t kMaxRatio = 1032;
constexpr std::uint64_t kMaxRatioSlack = 1024;

/// zlib counts in `uInt`; larger pieces are handed over one after the other.
constexpr std::size_t kMaxPiece = std::numeric_limits<uInt>::max();

struct Inflater {
    z_stream stream{};
    bool ready = inflateInit2(&stream, -MAX_WBITS) == Z_OK;

    Inflater() = default;
    Inflater(Inflater const&) = delete;
    Inflater& operator=(Inflater const&) = delete;
    ~Inflater()
    {
        if (ready) {
            inflateEnd(&stream);
        }
    }
};

}  // namespace

Result<std::vector<std::byte>> inflate(std::span<std::byte const> packed, std::uint64_t size)
{
    if (size > packed.size() * kMaxRatio + kMaxRatioSlack) {
        return fail(ErrorCode::corrupt, "claims " + std::to_string(size) + " bytes unpacked from " +
                                            std::to_string(packed.size()) + ", more than deflate can express");
    }
    Inflater inflater;
    if (!inflater.ready) {
        return fail(ErrorCode::internal, "cannot be unpacked: zlib does not start");
    }
    std::vector<std::byte> out(size);
    z_stream& stream = inflater.stream;
    std::size_t read = 0;
    std::size_t written = 0;
    int status = Z_OK;
    // One spare byte shows a stream that goes on after `size` bytes.
    Bytef spare = 0;
    while (status == Z_OK) {
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(packed.data() + read));
        stream.avail_in = static_cast<uInt>(std::min(packed.size() - read, kMaxPiece));
        bool const full = written == out.size();
        stream.next_out = full ? &spare : reinterpret_cast<Bytef*>(out.data() + written);
        stream.avail_out = full ? 1 : static_cast<uInt>(std::min(out.size() - written, kMaxPiece));
        auto const in_before = stream.avail_in;
        auto const out_before = stream.avail_out;
        status = ::inflate(&stream, Z_NO_FLUSH);
        read += in_before - stream.avail_in;
        std::size_t const produced = out_before - stream.avail_out;
        if (full && produced > 0) {
            return fail(ErrorCode::corrupt,
                        "unpacks to more than the " + std::to_string(size) + " bytes that the zip directory states");
        }
        written += produced;
    }
    if (status != Z_STREAM_END || written != out.size()) {
        return fail(ErrorCode::corrupt, "cannot be unpacked: the compressed data are damaged or cut short after " +
                                            std::to_string(written) + " of " + std::to_string(size) + " bytes");
    }
    return out;
}

std::uint32_t crc32_of(std::span<std::byte const> bytes)
{
    return static_cast<std::uint32_t>(::crc32_z(0, reinterpret_cast<Bytef const*>(bytes.data()), bytes.size()));
}

}  // namespace kewp::embed
