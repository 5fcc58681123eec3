#include "base/file.hpp"
#include "embed/array_error.hpp"
#include "embed/inflate.hpp"
#include "embed/little_endian.hpp"
#include "embed/npy_header.hpp"
#include "embed/npz.hpp"
#include "embed/unit_rows.hpp"
#include "embed/utf32.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <unordered_set>

namespace kewp::embed {

namespace {

constexpr std::uint64_t kMaxFile = std::numeric_limits<std::uint32_t>::max();  ///< beyond, a zip needs ZIP64 fields
constexpr std::size_t kAlignFrom = 65536;  ///< below, a copy costs nothing and the bytes stay numpy's own
constexpr std::size_t kAlignment = 64;     ///< a cache line

// The values that Python's zipfile writes for a member of numpy.savez.
constexpr std::uint16_t kVersion = 20;
constexpr std::uint16_t kDosDate1980 = 0x21;
constexpr std::uint16_t kMadeByUnix = 3U << 8U;
constexpr std::uint32_t kOwnerReadWrite = 0600U << 16U;
constexpr std::uint16_t kZip64Extra = 0x0001;
constexpr std::uint16_t kZip64Size = 16;
constexpr std::uint16_t kPaddingExtra = 0xd935;  ///< the id that Android's zipalign uses for padding
constexpr std::size_t kExtraHeader = 4;

/// One member in the making: `out` holds its local header, then its data.
struct Written {
    std::string name;
    std::uint32_t crc;
    std::uint32_t size;
    std::uint32_t offset;
};

std::string local_extra(std::size_t size, std::size_t padding)
{
    std::string extra;
    append(extra, kZip64Extra);
    append(extra, kZip64Size);
    append(extra, std::uint64_t{size});
    append(extra, std::uint64_t{size});
    if (padding > 0) {
        append(extra, kPaddingExtra);
        append(extra, static_cast<std::uint16_t>(padding - kExtraHeader));
        extra.append(padding - kExtraHeader, '\0');
    }
    return extra;
}

/// Bytes of padding field that bring data following a header at `at` to the alignment.
std::size_t padding_for(std::size_t at)
{
    std::size_t const needed = (kAlignment - at % kAlignment) % kAlignment;
    return needed == 0 || needed >= kExtraHeader ? needed : needed + kAlignment;
}

Written add_member(std::string& out, std::string name, std::string_view data)
{
    constexpr std::size_t kLocalSize = 30;
    std::size_t const plain_extra = kExtraHeader + kZip64Size;
    std::size_t const padding =
        data.size() < kAlignFrom ? 0 : padding_for(out.size() + kLocalSize + name.size() + plain_extra);
    auto const extra = local_extra(data.size(), padding);
    Written member{std::move(name), crc32_of(std::as_bytes(std::span(data))), static_cast<std::uint32_t>(data.size()),
                   static_cast<std::uint32_t>(out.size())};
    out += "PK\x03\x04";
    append(out, kVersion);
    append(out, std::uint16_t{0});  // flags
    append(out, std::uint16_t{0});  // stored
    append(out, std::uint16_t{0});  // time
    append(out, kDosDate1980);
    append(out, member.crc);
    append(out, member.size);
    append(out, member.size);
    append(out, static_cast<std::uint16_t>(member.name.size()));
    append(out, static_cast<std::uint16_t>(extra.size()));
    out += member.name;
    out += extra;
    out += data;
    return member;
}

void add_directory(std::string& out, std::span<Written const> members)
{
    auto const start = static_cast<std::uint32_t>(out.size());
    for (auto const& member : members) {
        out += "PK\x01\x02";
        append(out, static_cast<std::uint16_t>(kMadeByUnix | kVersion));
        append(out, kVersion);
        append(out, std::uint16_t{0});  // flags
        append(out, std::uint16_t{0});  // stored
        append(out, std::uint16_t{0});  // time
        append(out, kDosDate1980);
        append(out, member.crc);
        append(out, member.size);
        append(out, member.size);
        append(out, static_cast<std::uint16_t>(member.name.size()));
        append(out, std::uint64_t{0});  // lengths of extra field and comment, disk, internal attributes
        append(out, kOwnerReadWrite);
        append(out, member.offset);
        out += member.name;
    }
    auto const size = static_cast<std::uint32_t>(out.size()) - start;
    out += "PK\x05\x06";
    append(out, std::uint32_t{0});  // disk numbers
    append(out, static_cast<std::uint16_t>(members.size()));
    append(out, static_cast<std::uint16_t>(members.size()));
    append(out, size);
    append(out, start);
    append(out, std::uint16_t{0});  // comment
}

tl::unexpected<Error> refuse(std::string const& file, std::string_view array, std::string const& text)
{
    return fail(ErrorCode::invalid_argument, file + ": array '" + std::string(array) + "' " + text);
}

/// The `ids.npy` member.
Result<std::string> encode_ids(std::string const& file, std::span<std::string const> ids)
{
    std::vector<std::u32string> points;
    std::unordered_set<std::string_view> seen;
    points.reserve(ids.size());
    std::size_t width = 0;
    for (std::size_t row = 0; row < ids.size(); ++row) {
        if (ids[row].empty()) {
            return refuse(file, "ids", "row " + std::to_string(row) + " would be empty");
        }
        if (!seen.insert(ids[row]).second) {
            return refuse(file, "ids", "would hold " + in_quotes(ids[row]) + " twice");
        }
        auto encoded = utf32_for_element(ids[row]);
        if (!encoded) {
            return refuse(file, "ids", "row " + std::to_string(row) + " " + encoded.error().message);
        }
        width = std::max(width, encoded->size());
        points.push_back(std::move(*encoded));
    }
    auto member = make_npy_header("<U" + std::to_string(width), {ids.size()});
    for (auto const& id : points) {
        member.append(reinterpret_cast<char const*>(id.data()), id.size() * sizeof(char32_t));
        member.append((width - id.size()) * sizeof(char32_t), '\0');
    }
    return member;
}

/// The `matrix.npy` member.
Result<std::string> encode_matrix(std::string const& file, MatrixView matrix, RowNorms norms)
{
    auto const check = check_rows(matrix);
    if (check.not_finite) {
        return refuse(file, "matrix", "row " + std::to_string(*check.not_finite) + " holds a NaN or an infinity");
    }
    if (norms == RowNorms::keep && !check.not_unit.empty()) {
        return refuse(
            file, "matrix",
            "row " + std::to_string(check.not_unit.front()) + " is not a unit vector and was to be kept as it is");
    }
    auto member = make_npy_header("<f4", {matrix.rows, matrix.cols});
    std::size_t at = member.size();
    std::size_t const row_bytes = matrix.cols * sizeof(float);
    member.resize(at + matrix.rows * row_bytes);
    std::vector<float> row(matrix.cols);
    for (std::size_t i = 0; i < matrix.rows; ++i, at += row_bytes) {
        auto source = matrix.row(i);
        if (norms == RowNorms::normalise) {
            normalise_for_storage(source, row);
            source = row;
        }
        std::memcpy(member.data() + at, source.data(), row_bytes);
    }
    return member;
}

}  // namespace

Result<void> save_npz(std::filesystem::path const& path, std::span<std::string const> ids, MatrixView matrix,
                      RowNorms norms)
{
    auto const file = path.string();
    if (ids.empty() || matrix.cols == 0) {
        return refuse(file, ids.empty() ? "ids" : "matrix", "would be empty; the file is left as it was");
    }
    if (ids.size() != matrix.rows) {
        return refuse(file, "matrix",
                      "has " + std::to_string(matrix.rows) + " rows for " + std::to_string(ids.size()) + " ids");
    }
    auto const ids_member = encode_ids(file, ids);
    if (!ids_member) {
        return fail(ids_member.error());
    }
    constexpr std::uint64_t kDirectoryRoom = 4096;
    std::uint64_t matrix_bytes = sizeof(float);
    if (__builtin_mul_overflow(matrix_bytes, matrix.rows, &matrix_bytes) ||
        __builtin_mul_overflow(matrix_bytes, matrix.cols, &matrix_bytes) ||
        !fits(matrix_bytes, ids_member->size() + kDirectoryRoom, kMaxFile)) {
        return fail(ErrorCode::too_large, file + ": array 'matrix' would make a file of 4 GiB or more");
    }
    auto const matrix_member = encode_matrix(file, matrix, norms);
    if (!matrix_member) {
        return fail(matrix_member.error());
    }
    std::string archive;
    archive.reserve(ids_member->size() + matrix_member->size() + kDirectoryRoom);
    Written members[2] = {add_member(archive, "ids.npy", *ids_member), {}};
    members[1] = add_member(archive, "matrix.npy", *matrix_member);
    add_directory(archive, members);
    return write_file_atomically(path, archive);
}

}  // namespace kewp::embed
