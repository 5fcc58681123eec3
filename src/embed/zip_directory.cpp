#include "embed/zip_directory.hpp"

#include "embed/little_endian.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

// Layout of the records: PKWARE APPNOTE 6.3, sections 4.3.7 (local header), 4.3.12 (directory entry),
// 4.3.14/15 (ZIP64 end and locator), 4.3.16 (end of directory), 4.5.3 (ZIP64 extra field).

namespace kewp::embed {

namespace {

using Bytes = std::span<std::byte const>;

constexpr std::uint32_t kLocalSignature = 0x04034b50;
constexpr std::uint32_t kEntrySignature = 0x02014b50;
constexpr std::uint32_t kEndSignature = 0x06054b50;
constexpr std::uint32_t kEnd64Signature = 0x06064b50;
constexpr std::uint32_t kLocator64Signature = 0x07064b50;
constexpr std::uint64_t kLocalSize = 30;
constexpr std::uint64_t kEntrySize = 46;
constexpr std::uint64_t kEndSize = 22;
constexpr std::uint64_t kEnd64Size = 56;
constexpr std::uint64_t kLocator64Size = 20;
constexpr std::uint64_t kMaxComment = 0xffff;
constexpr std::uint16_t kZip64Extra = 0x0001;
constexpr std::uint32_t kSee64 = 0xffffffff;  ///< "the real value is in the ZIP64 field"

struct End {
    std::uint64_t entries = 0;
    std::uint64_t size = 0;
    std::uint64_t offset = 0;
    std::uint64_t limit = 0;  ///< the directory ends here at the latest
};

/// The end record stands last, before a comment of known length.
std::optional<std::uint64_t> find_end(Bytes archive)
{
    if (archive.size() < kEndSize) {
        return std::nullopt;
    }
    std::uint64_t const last = archive.size() - kEndSize;
    std::uint64_t const first = last - std::min(last, kMaxComment);
    for (std::uint64_t at = last + 1; at-- > first;) {
        if (load<std::uint32_t>(archive, at) == kEndSignature && load<std::uint16_t>(archive, at + 20) == last - at) {
            return at;
        }
    }
    return std::nullopt;
}

Result<End> read_end64(Bytes archive, std::uint64_t end_at)
{
    if (end_at < kLocator64Size || load<std::uint32_t>(archive, end_at - kLocator64Size) != kLocator64Signature) {
        return fail(ErrorCode::corrupt, "the zip archive refers to a ZIP64 record that is not there");
    }
    std::uint64_t const locator_at = end_at - kLocator64Size;
    auto const at = load<std::uint64_t>(archive, locator_at + 8);
    if (!fits(at, kEnd64Size, locator_at) || load<std::uint32_t>(archive, at) != kEnd64Signature) {
        return fail(ErrorCode::corrupt, "the ZIP64 record of the zip archive lies outside the file");
    }
    if (load<std::uint32_t>(archive, at + 16) != 0 || load<std::uint32_t>(archive, at + 20) != 0) {
        return fail(ErrorCode::corrupt, "the zip archive is one part of several");
    }
    return End{load<std::uint64_t>(archive, at + 32), load<std::uint64_t>(archive, at + 40),
               load<std::uint64_t>(archive, at + 48), at};
}

Result<End> read_end(Bytes archive)
{
    auto const at = find_end(archive);
    if (!at) {
        return fail(ErrorCode::corrupt, "the zip archive has no end record: the file is cut short or damaged (" +
                                            std::to_string(archive.size()) + " bytes)");
    }
    auto const disk = load<std::uint16_t>(archive, *at + 4);
    auto const entries = load<std::uint16_t>(archive, *at + 10);
    auto const size = load<std::uint32_t>(archive, *at + 12);
    auto const offset = load<std::uint32_t>(archive, *at + 16);
    if (disk == 0xffff || entries == 0xffff || size == kSee64 || offset == kSee64) {
        return read_end64(archive, *at);
    }
    if (disk != 0) {
        return fail(ErrorCode::corrupt, "the zip archive is one part of several");
    }
    return End{entries, size, offset, *at};
}

/// Replaces the values marked `kSee64` by those of the ZIP64 extra field; false when it lacks one of them.
bool apply_zip64(Bytes extra, ZipMember& member)
{
    std::uint64_t* const wanted[] = {
        member.size == kSee64 ? &member.size : nullptr,
        member.packed_size == kSee64 ? &member.packed_size : nullptr,
        member.header_offset == kSee64 ? &member.header_offset : nullptr,
    };
    if (std::none_of(std::begin(wanted), std::end(wanted), [](auto const* field) { return field != nullptr; })) {
        return true;
    }
    while (extra.size() >= 4) {
        auto const id = load<std::uint16_t>(extra, 0);
        auto const length = load<std::uint16_t>(extra, 2);
        if (!fits(4, length, extra.size())) {
            return false;
        }
        if (id == kZip64Extra) {
            Bytes field = extra.subspan(4, length);
            for (auto* const value : wanted) {
                if (value == nullptr) {
                    continue;
                }
                if (field.size() < 8) {
                    return false;
                }
                *value = load<std::uint64_t>(field, 0);
                field = field.subspan(8);
            }
            return true;
        }
        extra = extra.subspan(4U + length);
    }
    return false;
}

}  // namespace

Result<ZipDirectory> read_zip_directory(Bytes archive)
{
    auto const end = read_end(archive);
    if (!end) {
        return fail(end.error());
    }
    if (!fits(end->offset, end->size, end->limit)) {
        return fail(ErrorCode::corrupt, "the directory of the zip archive lies outside the file");
    }
    if (end->entries > end->size / kEntrySize) {
        return fail(ErrorCode::corrupt, "the zip archive announces " + std::to_string(end->entries) +
                                            " members, its directory has room for fewer");
    }
    ZipDirectory directory{{}, end->offset};
    directory.members.reserve(end->entries);
    std::uint64_t const directory_end = end->offset + end->size;
    std::uint64_t at = end->offset;
    for (std::uint64_t i = 0; i < end->entries; ++i) {
        if (!fits(at, kEntrySize, directory_end) || load<std::uint32_t>(archive, at) != kEntrySignature) {
            return fail(ErrorCode::corrupt,
                        "entry " + std::to_string(i + 1) + " of the zip directory is damaged or missing");
        }
        std::uint64_t const name_size = load<std::uint16_t>(archive, at + 28);
        std::uint64_t const extra_size = load<std::uint16_t>(archive, at + 30);
        std::uint64_t const comment_size = load<std::uint16_t>(archive, at + 32);
        std::uint64_t const rest = name_size + extra_size + comment_size;
        if (!fits(at + kEntrySize, rest, directory_end)) {
            return fail(ErrorCode::corrupt, "entry " + std::to_string(i + 1) + " of the zip directory is cut short");
        }
        ZipMember member;
        member.name.assign(reinterpret_cast<char const*>(archive.data() + at + kEntrySize), name_size);
        member.encrypted = (load<std::uint16_t>(archive, at + 8) & 1U) != 0;
        member.method = load<std::uint16_t>(archive, at + 10);
        member.crc = load<std::uint32_t>(archive, at + 16);
        member.packed_size = load<std::uint32_t>(archive, at + 20);
        member.size = load<std::uint32_t>(archive, at + 24);
        member.header_offset = load<std::uint32_t>(archive, at + 42);
        if (!apply_zip64(archive.subspan(at + kEntrySize + name_size, extra_size), member)) {
            return fail(ErrorCode::corrupt,
                        "entry " + std::to_string(i + 1) + " of the zip directory lacks its ZIP64 sizes");
        }
        directory.members.push_back(std::move(member));
        at += kEntrySize + rest;
    }
    if (at != directory_end) {
        return fail(ErrorCode::corrupt, "the zip directory holds more than the " + std::to_string(end->entries) +
                                            " members that it announces");
    }
    return directory;
}

Result<Bytes> packed_bytes(Bytes archive, ZipDirectory const& directory, ZipMember const& member)
{
    if (member.encrypted) {
        return fail(ErrorCode::corrupt, "is encrypted; expected a plain member");
    }
    std::uint64_t const at = member.header_offset;
    if (!fits(at, kLocalSize, directory.offset) || load<std::uint32_t>(archive, at) != kLocalSignature) {
        return fail(ErrorCode::corrupt, "has no local zip header at byte " + std::to_string(at));
    }
    // The lengths of the two headers differ by design: a local header carries a ZIP64 field even for tiny members.
    std::uint64_t const name_size = load<std::uint16_t>(archive, at + 26);
    std::uint64_t const extra_size = load<std::uint16_t>(archive, at + 28);
    std::uint64_t const data_at = at + kLocalSize + name_size + extra_size;
    if (!fits(data_at, member.packed_size, directory.offset)) {
        return fail(ErrorCode::corrupt, "is cut short: its " + std::to_string(member.packed_size) +
                                            " bytes reach beyond the members of the archive");
    }
    std::string_view const name(reinterpret_cast<char const*>(archive.data() + at + kLocalSize), name_size);
    if (name != member.name || load<std::uint16_t>(archive, at + 8) != member.method) {
        return fail(ErrorCode::corrupt, "has a local zip header that contradicts the directory");
    }
    return archive.subspan(data_at, member.packed_size);
}

}  // namespace kewp::embed
