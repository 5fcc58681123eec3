#include "embed/safetensors.hpp"

#include "embed/array_error.hpp"
#include "embed/little_endian.hpp"
#include "embed/npy_header.hpp"
#include "embed/safetensors_header.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <numeric>
#include <sys/mman.h>
#include <unistd.h>

namespace kewp::embed {
namespace {

constexpr std::uint64_t kLengthBytes = 8;               // a little-endian count before the header
constexpr std::uint64_t kMaxHeaderBytes = 16UL << 20U;  // a BERT's is 25 kB
constexpr std::size_t kMaxDimensions = 8;

std::optional<std::uint64_t> bytes_of(std::string_view dtype)
{
    struct Size {
        std::string_view dtype;
        std::uint64_t bytes;
    };
    static constexpr Size kSizes[] = {{"F32", 4}, {"F16", 2}, {"BF16", 2}, {"F64", 8}, {"I64", 8},
                                      {"I32", 4}, {"I16", 2}, {"I8", 1},   {"U64", 8}, {"U32", 4},
                                      {"U16", 2}, {"U8", 1},  {"BOOL", 1}};
    auto const* const found = std::ranges::find(kSizes, dtype, &Size::dtype);
    return found == std::end(kSizes) ? std::nullopt : std::optional{found->bytes};
}

/// Size in bytes that type and shape ask for, nothing when it does not fit 64 bits.
std::optional<std::uint64_t> size_of(TensorEntry const& entry, std::uint64_t element_bytes)
{
    std::uint64_t size = element_bytes;
    for (auto const extent : entry.shape) {
        if (extent != 0 && size > std::numeric_limits<std::uint64_t>::max() / extent) {
            return std::nullopt;
        }
        size *= extent;
    }
    return size;
}

/// What is wrong with one entry, "" when nothing is. `data_size`: bytes behind the header.
std::string problem_of(TensorEntry const& entry, std::uint64_t data_size)
{
    auto const element = bytes_of(entry.dtype);
    if (!element) {
        return "has the unknown type " + in_quotes(entry.dtype);
    }
    if (entry.shape.size() > kMaxDimensions) {
        return fmt::format("has {} dimensions; at most {} are supported", entry.shape.size(), kMaxDimensions);
    }
    if (entry.offsets.size() != 2 || entry.offsets[0] > entry.offsets[1]) {
        return "has no valid data_offsets; expected a begin and an end";
    }
    if (entry.offsets[1] > data_size) {
        return fmt::format("ends at byte {} of the data, the file has {}; it was cut short", entry.offsets[1],
                           data_size);
    }
    auto const size = size_of(entry, *element);
    auto const length = entry.offsets[1] - entry.offsets[0];
    if (size != length) {
        return fmt::format("of type {} and shape {} needs {} bytes, its data_offsets give {}", entry.dtype,
                           shape_text(entry.shape), size ? std::to_string(*size) : "too many", length);
    }
    return {};
}

float from_half(std::uint16_t half)
{
    constexpr std::uint32_t kExponentMask = 0x1F;
    std::uint32_t const sign = static_cast<std::uint32_t>(half >> 15U) << 31U;
    std::uint32_t const exponent = (half >> 10U) & kExponentMask;
    std::uint32_t const mantissa = half & 0x3FFU;
    if (exponent == 0) {  // zero or subnormal: mantissa · 2⁻²⁴
        float const value = static_cast<float>(mantissa) * 0x1p-24F;
        return sign != 0 ? -value : value;
    }
    std::uint32_t const wide = exponent == kExponentMask ? 0xFFU : exponent + (127U - 15U);
    return std::bit_cast<float>(sign | (wide << 23U) | (mantissa << 13U));
}

float from_bfloat(std::uint16_t bits)
{
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16U);
}

Error tensor_error(std::string const& file, std::string_view tensor, std::string_view text)
{
    return Error{ErrorCode::corrupt, fmt::format("{}: tensor {} {}", file, in_quotes(tensor), text)};
}

/// The arrays must follow each other without gap or overlap and fill the file.
Result<void> check_layout(std::string const& file, std::vector<TensorEntry> const& entries, std::uint64_t data_size)
{
    std::vector<TensorEntry const*> by_place(entries.size());
    std::ranges::transform(entries, by_place.begin(), [](auto const& entry) { return &entry; });
    std::ranges::sort(by_place, {}, [](auto const* entry) { return std::pair{entry->offsets[0], entry->offsets[1]}; });
    std::uint64_t at = 0;
    for (auto const* const entry : by_place) {
        if (entry->offsets[0] != at) {
            return fail(tensor_error(file, entry->name,
                                     fmt::format("begins at byte {} of the data, expected {}: arrays overlap or leave "
                                                 "a gap",
                                                 entry->offsets[0], at)));
        }
        at = entry->offsets[1];
    }
    if (at != data_size) {
        return fail(ErrorCode::corrupt,
                    fmt::format("{}: {} bytes follow the last tensor; expected none", file, data_size - at));
    }
    return {};
}

}  // namespace

std::size_t Tensor::elements() const
{
    return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>{});
}

void read_floats(Tensor const& tensor, std::size_t from, std::span<float> out)
{
    if (tensor.dtype == "F32") {
        std::memcpy(out.data(), tensor.bytes.data() + from * sizeof(float), out.size_bytes());
        return;
    }
    bool const half = tensor.dtype == "F16";
    for (std::size_t i = 0; i < out.size(); ++i) {
        auto const bits = load<std::uint16_t>(tensor.bytes, (from + i) * sizeof(std::uint16_t));
        out[i] = half ? from_half(bits) : from_bfloat(bits);
    }
}

std::optional<std::size_t> first_not_finite(Tensor const& tensor)
{
    constexpr std::size_t kBlock = 4096;
    std::vector<float> block(kBlock);
    auto const count = tensor.elements();
    for (std::size_t from = 0; from < count; from += kBlock) {
        auto const part = std::span(block).first(std::min(kBlock, count - from));
        read_floats(tensor, from, part);
        auto const bad = std::ranges::find_if(part, [](float value) { return !std::isfinite(value); });
        if (bad != part.end()) {
            return from + static_cast<std::size_t>(bad - part.begin());
        }
    }
    return std::nullopt;
}

Result<Safetensors> Safetensors::open(std::filesystem::path const& path)
{
    auto mapping = MappedFile::open(path);
    if (!mapping) {
        return fail(mapping.error());
    }
    auto parsed = parse(mapping->bytes(), path.string());
    if (parsed) {
        parsed->mapping_ = std::move(*mapping);
    }
    return parsed;
}

Result<Safetensors> Safetensors::parse(std::span<std::byte const> file, std::string name)
{
    if (file.size() < kLengthBytes) {
        return fail(ErrorCode::corrupt, fmt::format("{}: {} bytes are no safetensors file", name, file.size()));
    }
    auto const header_size = load<std::uint64_t>(file, 0);
    if (header_size > kMaxHeaderBytes || !fits(kLengthBytes, header_size, file.size())) {
        return fail(ErrorCode::corrupt,
                    fmt::format("{}: the header claims {} bytes, the file has {} and a header at most {}; this is no "
                                "safetensors file, or it was cut short",
                                name, header_size, file.size(), kMaxHeaderBytes));
    }
    auto const* const text = reinterpret_cast<char const*>(file.data() + kLengthBytes);
    auto entries = parse_safetensors_header({text, header_size});
    if (!entries) {
        return fail_in(name, std::move(entries.error()));
    }
    auto const data = file.subspan(kLengthBytes + header_size);
    for (auto const& entry : *entries) {
        if (auto const problem = problem_of(entry, data.size()); !problem.empty()) {
            return fail(tensor_error(name, entry.name, problem));
        }
    }
    if (auto layout = check_layout(name, *entries, data.size()); !layout) {
        return fail(std::move(layout.error()));
    }
    Safetensors parsed;
    parsed.name_ = std::move(name);
    std::ranges::sort(*entries, {}, &TensorEntry::name);
    for (auto& entry : *entries) {
        parsed.tensors_.push_back({.name = std::move(entry.name),
                                   .dtype = std::move(entry.dtype),
                                   .shape = std::move(entry.shape),
                                   .bytes = data.subspan(entry.offsets[0], entry.offsets[1] - entry.offsets[0])});
    }
    return parsed;
}

Tensor const* Safetensors::find(std::string_view name) const
{
    auto const found = std::ranges::lower_bound(tensors_, name, {}, &Tensor::name);
    return found != tensors_.end() && found->name == name ? &*found : nullptr;
}

void Safetensors::release_pages() const
{
    if (mapping_ && !mapping_->bytes().empty()) {
        auto const bytes = mapping_->bytes();
        // Only advice about a read-only mapping of a file: the bytes stay the same.
        ::madvise(const_cast<std::byte*>(bytes.data()), bytes.size(), MADV_DONTNEED);
    }
}

}  // namespace kewp::embed
