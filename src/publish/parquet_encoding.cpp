#include "publish/parquet_encoding.hpp"

#include "publish/thrift_compact.hpp"

#include <bit>
#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>

namespace kewp::publish {
namespace {

constexpr std::size_t kGroup = 8;
constexpr int kZstdLevel = 9;  // files are made once per revision and fetched often

template <class Unsigned>
void append_little_endian(std::string& out, Unsigned value)
{
    for (std::size_t i = 0; i < sizeof value; ++i) {
        out += static_cast<char>(value & 0xFFU);
        value >>= 8U;
    }
}

/// Groups of eight values, the last one filled up with zeros.
void append_packed(std::string& out, std::span<std::uint32_t const> values, unsigned bit_width)
{
    if (values.empty()) {
        return;
    }
    auto const groups = (values.size() + kGroup - 1) / kGroup;
    append_varint(out, (groups << 1U) | 1U);
    std::uint64_t bits = 0;
    unsigned held = 0;
    for (std::size_t i = 0; i < groups * kGroup; ++i) {
        bits |= std::uint64_t{i < values.size() ? values[i] : 0} << held;
        for (held += bit_width; held >= 8; held -= 8) {
            out += static_cast<char>(bits & 0xFFU);
            bits >>= 8U;
        }
    }
}

void append_run(std::string& out, std::uint32_t value, std::size_t length, unsigned bit_width)
{
    append_varint(out, std::uint64_t{length} << 1U);
    for (unsigned done = 0; done < bit_width; done += 8) {
        out += static_cast<char>((value >> done) & 0xFFU);
    }
}

}  // namespace

unsigned bit_width_of(std::uint32_t largest)
{
    return largest == 0 ? 1U : static_cast<unsigned>(std::bit_width(largest));
}

void append_hybrid(std::string& out, std::span<std::uint32_t const> values, unsigned bit_width)
{
    std::size_t packed_from = 0;
    for (std::size_t begin = 0; begin < values.size();) {
        auto end = begin + 1;
        while (end < values.size() && values[end] == values[begin]) {
            ++end;
        }
        // Packed groups are whole unless they are the last, so a run first fills the one before it.
        auto const fill = (kGroup - (begin - packed_from) % kGroup) % kGroup;
        if (end - begin >= fill + kGroup) {
            begin += fill;
            append_packed(out, values.subspan(packed_from, begin - packed_from), bit_width);
            append_run(out, values[begin], end - begin, bit_width);
            packed_from = end;
        }
        begin = end;
    }
    append_packed(out, values.subspan(packed_from), bit_width);
}

void append_u32(std::string& out, std::uint32_t value)
{
    append_little_endian(out, value);
}

void append_u64(std::string& out, std::uint64_t value)
{
    append_little_endian(out, value);
}

void append_double(std::string& out, double value)
{
    append_little_endian(out, std::bit_cast<std::uint64_t>(value));
}

void append_bits(std::string& out, std::span<std::uint8_t const> values)
{
    for (std::size_t begin = 0; begin < values.size(); begin += kGroup) {
        unsigned byte = 0;
        for (std::size_t i = begin; i < values.size() && i < begin + kGroup; ++i) {
            byte |= unsigned{values[i]} << (i - begin);
        }
        out += static_cast<char>(byte);
    }
}

Result<std::string> zstd_compress(std::string_view bytes)
{
    std::string out(ZSTD_compressBound(bytes.size()), '\0');
    auto const size = ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), kZstdLevel);
    if (ZSTD_isError(size) != 0U) {
        return fail(ErrorCode::internal,
                    fmt::format("{} bytes cannot be compressed: {}", bytes.size(), ZSTD_getErrorName(size)));
    }
    out.resize(size);
    return out;
}

std::uint32_t crc32_of(std::string_view bytes)
{
    return static_cast<std::uint32_t>(::crc32_z(0, reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size()));
}

}  // namespace kewp::publish
