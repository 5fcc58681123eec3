#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace kewp::embed {

/// One member as the central directory of a zip archive describes it. Nothing here has been compared with the
/// member itself yet.
struct ZipMember {
    std::string name;
    std::uint16_t method = 0;  ///< 0 stored, 8 deflated
    bool encrypted = false;
    std::uint32_t crc = 0;          ///< CRC-32 of the unpacked bytes
    std::uint64_t packed_size = 0;  ///< bytes in the archive
    std::uint64_t size = 0;         ///< bytes when unpacked
    std::uint64_t header_offset = 0;
};

inline constexpr std::uint16_t kStored = 0;
inline constexpr std::uint16_t kDeflated = 8;

struct ZipDirectory {
    std::vector<ZipMember> members;  ///< in directory order
    std::uint64_t offset = 0;        ///< where the directory begins: no member reaches beyond it
};

/// Reads the central directory of a whole archive held in memory; ZIP64 is understood.
///
/// Every offset and size is checked against `archive` before use and memory is bounded by the size of the
/// archive. Errors: corrupt, with a message that lacks the file's name (the caller adds it).
[[nodiscard]] Result<ZipDirectory> read_zip_directory(std::span<std::byte const> archive);

/// The packed bytes of a member of `archive`, after checking its local header against the directory.
/// Errors: corrupt, worded to follow "array 'x' ".
[[nodiscard]] Result<std::span<std::byte const>> packed_bytes(std::span<std::byte const> archive,
                                                              ZipDirectory const& directory, ZipMember const& member);

}  // namespace kewp::embed
