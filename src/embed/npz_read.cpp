#include "base/file.hpp"
#include "embed/array_error.hpp"
#include "embed/inflate.hpp"
#include "embed/little_endian.hpp"
#include "embed/npy_header.hpp"
#include "embed/npz.hpp"
#include "embed/utf32.hpp"
#include "embed/zip_directory.hpp"

#include <charconv>
#include <cstdint>
#include <utility>

namespace kewp::embed {

namespace {

using Bytes = std::span<std::byte const>;

/// An NPY member of the archive: its header and its data, checked to be exactly as long as the shape says.
struct Array {
    NpyHeader header;
    Bytes data;
    std::shared_ptr<void const> owner;  ///< null when `data` lies in the archive
};

/// Turns the text of an error into one that names file and array.
tl::unexpected<Error> about(std::string const& name, std::string_view array, Error const& error)
{
    return fail(array_error(name, array, error.message));
}

std::string names_of(std::vector<ZipMember> const& members)
{
    constexpr std::size_t kMaxNamed = 8;
    std::string names;
    for (std::size_t i = 0; i < members.size() && i < kMaxNamed; ++i) {
        names += (i == 0 ? "" : ", ") + in_quotes(members[i].name);
    }
    return members.empty() ? "nothing" : members.size() > kMaxNamed ? names + " …" : names;
}

/// What is wrong with a file that is no zip archive at all.
Error not_an_archive(Bytes bytes, std::string const& name)
{
    if (bytes.empty()) {
        return file_error(name, "is empty; expected an NPZ archive with the arrays 'ids' and 'matrix'");
    }
    if (looks_pickled(bytes)) {
        return file_error(name, "is a Python pickle, which is never read; expected an NPZ archive");
    }
    if (auto const header = parse_npy_header(bytes); header) {
        return file_error(name, "is a single NPY array of dtype " + in_quotes(header->descr) +
                                    "; expected an NPZ archive with the arrays 'ids' and 'matrix'");
    } else if (bytes.size() >= kNpyMagic.size() && bytes[0] == std::byte{0x93}) {
        return file_error(name, "the legacy array in it " + header.error().message + "; expected an NPZ archive");
    }
    return file_error(name, "is not an NPZ archive (it does not begin like a zip file)");
}

Result<ZipMember const*> find_member(ZipDirectory const& directory, std::string_view array)
{
    std::string const wanted = std::string(array) + ".npy";
    ZipMember const* found = nullptr;
    for (auto const& member : directory.members) {
        if (member.name == wanted) {
            if (found != nullptr) {
                return fail(ErrorCode::corrupt, "is in the archive twice");
            }
            found = &member;
        }
    }
    if (found == nullptr) {
        return fail(ErrorCode::corrupt, "is missing; the archive holds " + names_of(directory.members));
    }
    return found;
}

/// The unpacked bytes of a member; what had to be unpacked is owned by `owner`.
Result<Bytes> unpack(Bytes archive, ZipDirectory const& directory, ZipMember const& member, bool check_stored,
                     std::shared_ptr<void const>& owner)
{
    auto packed = packed_bytes(archive, directory, member);
    if (!packed) {
        return packed;
    }
    Bytes bytes = *packed;
    if (member.method == kDeflated) {
        auto unpacked = inflate(*packed, member.size);
        if (!unpacked) {
            return fail(std::move(unpacked.error()));
        }
        auto const shared = std::make_shared<std::vector<std::byte> const>(std::move(*unpacked));
        bytes = *shared;
        owner = shared;
    } else if (member.method != kStored) {
        return fail(ErrorCode::corrupt, "uses zip compression method " + std::to_string(member.method) +
                                            "; expected 0 (stored) or 8 (deflate)");
    } else if (member.size != member.packed_size) {
        return fail(ErrorCode::corrupt, "is stored, yet its two sizes differ (" + std::to_string(member.packed_size) +
                                            " and " + std::to_string(member.size) + " bytes)");
    }
    if ((member.method == kDeflated || check_stored) && crc32_of(bytes) != member.crc) {
        return fail(ErrorCode::corrupt, "is damaged: its checksum differs from the one in the zip directory");
    }
    return bytes;
}

/// Width of one element in bytes for `<f4` and `<U…`; nullopt for every other dtype.
std::optional<std::uint64_t> element_size(std::string_view descr, bool text)
{
    if (!text) {
        return descr == "<f4" ? std::optional<std::uint64_t>(4) : std::nullopt;
    }
    std::uint32_t width = 0;
    auto const* const end = descr.data() + descr.size();
    if (!descr.starts_with("<U")) {
        return std::nullopt;
    }
    auto const [stop, error] = std::from_chars(descr.data() + 2, end, width);
    if (error != std::errc() || stop != end) {
        return std::nullopt;
    }
    return std::uint64_t{width} * sizeof(char32_t);
}

/// Dtype, order, dimensions and length, before anything is done with the data.
Result<void> check_array(Array const& array, bool text)
{
    auto const& header = array.header;
    auto const element = element_size(header.descr, text);
    if (!element) {
        return fail(ErrorCode::corrupt, "has dtype " + in_quotes(header.descr) + "; expected " +
                                            (text ? "'<U…' (strings)" : "'<f4' (32-bit floats)"));
    }
    if (header.fortran_order) {
        return fail(ErrorCode::corrupt, "is in Fortran order; expected C order");
    }
    if (header.shape.size() != (text ? 1U : 2U)) {
        return fail(ErrorCode::corrupt,
                    "has the shape " + shape_text(header.shape) + "; expected " + (text ? "(N,)" : "(N, columns)"));
    }
    std::uint64_t size = *element;
    for (auto const count : header.shape) {
        if (__builtin_mul_overflow(size, count, &size)) {
            return fail(ErrorCode::corrupt, "has the impossible shape " + shape_text(header.shape));
        }
    }
    if (size != array.data.size()) {
        return fail(ErrorCode::corrupt, "has " + std::to_string(array.data.size()) + " bytes of data; its shape " +
                                            shape_text(header.shape) + " needs " + std::to_string(size));
    }
    return {};
}

Result<Array> read_array(Bytes archive, ZipDirectory const& directory, std::string_view name, bool text,
                         bool check_stored)
{
    auto const member = find_member(directory, name);
    if (!member) {
        return fail(member.error());
    }
    Array array;
    auto const bytes = unpack(archive, directory, **member, check_stored, array.owner);
    if (!bytes) {
        return fail(bytes.error());
    }
    auto header = parse_npy_header(*bytes);
    if (!header) {
        return fail(std::move(header.error()));
    }
    array.header = std::move(*header);
    array.data = bytes->subspan(array.header.data_offset);
    if (auto const checked = check_array(array, text); !checked) {
        return fail(checked.error());
    }
    return array;
}

Result<std::vector<std::string>> decode_ids(Array const& array)
{
    std::vector<std::string> ids;
    std::size_t const count = array.header.shape[0];
    // `<U0` needs no data for any number of rows: refuse it before memory is taken for them.
    if (array.data.empty() && count > 0) {
        return fail(ErrorCode::corrupt, "row 0 is empty");
    }
    ids.reserve(count);
    std::size_t const width = count == 0 ? 0 : array.data.size() / count;
    for (std::size_t row = 0; row < count; ++row) {
        auto id = utf8_from_padded_utf32(array.data.subspan(row * width, width));
        if (!id) {
            return fail(ErrorCode::corrupt, "row " + std::to_string(row) + " " + id.error().message);
        }
        ids.push_back(std::move(*id));
    }
    return ids;
}

/// The floats of `array`: in place when they are aligned, copied otherwise.
MatrixView view_of(Array& array)
{
    MatrixView view{nullptr, array.header.shape[0], array.header.shape[1]};
    if (reinterpret_cast<std::uintptr_t>(array.data.data()) % alignof(float) == 0) {
        view.data = reinterpret_cast<float const*>(array.data.data());
        return view;
    }
    auto copy = std::make_shared<std::vector<float>>(view.rows * view.cols);
    if (!array.data.empty()) {
        std::memcpy(copy->data(), array.data.data(), array.data.size());
    }
    view.data = copy->data();
    array.owner = std::move(copy);
    return view;
}

Result<EmbeddingSet> read(Bytes archive, std::shared_ptr<void const> archive_owner, std::string const& name,
                          ChecksumPolicy checksums)
{
    auto const kZipStart = std::string_view("PK");
    if (archive.size() < kZipStart.size() || std::memcmp(archive.data(), kZipStart.data(), kZipStart.size()) != 0) {
        return fail(not_an_archive(archive, name));
    }
    auto const directory = read_zip_directory(archive);
    if (!directory) {
        return fail(file_error(name, directory.error().message));
    }
    auto const ids_array = read_array(archive, *directory, "ids", true, true);
    if (!ids_array) {
        return about(name, "ids", ids_array.error());
    }
    auto matrix_array = read_array(archive, *directory, "matrix", false, checksums == ChecksumPolicy::all);
    if (!matrix_array) {
        return about(name, "matrix", matrix_array.error());
    }
    if (ids_array->header.shape[0] != matrix_array->header.shape[0]) {
        return fail(array_error(name, "matrix",
                                "has " + std::to_string(matrix_array->header.shape[0]) + " rows, array 'ids' has " +
                                    std::to_string(ids_array->header.shape[0]) + " ids; expected one row for each id"));
    }
    auto ids = decode_ids(*ids_array);
    if (!ids) {
        return about(name, "ids", ids.error());
    }
    auto const view = view_of(*matrix_array);
    auto owner = matrix_array->owner ? std::move(matrix_array->owner) : std::move(archive_owner);
    return EmbeddingSet::create(name, std::move(*ids), view, std::move(owner));
}

}  // namespace

Result<EmbeddingSet> load_npz(std::filesystem::path const& path, ChecksumPolicy checksums)
{
    auto file = MappedFile::open(path);
    if (!file) {
        return fail(std::move(file.error()));
    }
    auto const shared = std::make_shared<MappedFile const>(std::move(*file));
    return read(shared->bytes(), shared, path.string(), checksums);
}

Result<EmbeddingSet> read_npz(Bytes archive, std::string const& name, ChecksumPolicy checksums)
{
    return read(archive, nullptr, name, checksums);
}

}  // namespace kewp::embed
