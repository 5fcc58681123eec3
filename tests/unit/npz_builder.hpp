#pragma once

// Builds NPZ archives byte by byte, right and wrong ones, without the code under test.

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>
#include <zlib.h>

namespace npz_builder {

template <class T>
void put(std::string& out, T value)
{
    char raw[sizeof value];
    std::memcpy(raw, &value, sizeof value);
    out.append(raw, sizeof value);
}

template <class T>
std::string patched(std::string bytes, std::size_t at, T value)
{
    std::memcpy(bytes.data() + at, &value, sizeof value);
    return bytes;
}

inline std::string floats(std::vector<float> const& values)
{
    return {reinterpret_cast<char const*>(values.data()), values.size() * sizeof(float)};
}

/// ASCII ids as NUL-padded UTF-32.
inline std::string utf32(std::vector<std::string> const& ids, std::size_t width)
{
    std::string out;
    for (auto const& id : ids) {
        for (std::size_t i = 0; i < width; ++i) {
            put(out, i < id.size() ? static_cast<std::uint32_t>(static_cast<unsigned char>(id[i])) : 0U);
        }
    }
    return out;
}

/// An NPY member with any header dictionary.
inline std::string npy_raw(std::string dictionary, std::string_view data, char major = 1, char minor = 0)
{
    while ((dictionary.size() + 11) % 64 != 0) {
        dictionary += ' ';
    }
    dictionary += '\n';
    std::string out = "\x93NUMPY";
    out += major;
    out += minor;
    if (major == 1) {
        put(out, static_cast<std::uint16_t>(dictionary.size()));
    } else {
        put(out, static_cast<std::uint32_t>(dictionary.size()));
    }
    return out.append(dictionary).append(data);
}

inline std::string npy(std::string const& descr, std::string const& shape, std::string_view data)
{
    return npy_raw("{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }", data);
}

struct Member {
    std::string name;
    std::string data;
    bool deflate = false;
    std::uint16_t flags = 0;
    bool wrong_crc = false;
    bool zip64 = false;                  ///< sizes and offset of the directory entry in a ZIP64 field
    std::uint64_t claimed_size = ~0ULL;  ///< unpacked size stated instead of the real one
};

inline std::string deflated(std::string const& data)
{
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, data.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
    stream.avail_in = static_cast<uInt>(data.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

/// A zip archive. `zip64` adds the ZIP64 end record and makes the classic one refer to it.
inline std::string zip(std::vector<Member> const& members, std::string const& comment = "", bool zip64 = false)
{
    std::string out;
    std::string directory;
    for (auto const& member : members) {
        auto const packed = member.deflate ? deflated(member.data) : member.data;
        auto const offset = out.size();
        auto const method = static_cast<std::uint16_t>(member.deflate ? 8 : 0);
        auto const crc = static_cast<std::uint32_t>(
            crc32_z(member.wrong_crc ? 1 : 0, reinterpret_cast<Bytef const*>(member.data.data()), member.data.size()));
        auto const size = member.claimed_size == ~0ULL ? member.data.size() : member.claimed_size;
        std::string fields;  // from the flags to the length of the name, the same in both headers
        put(fields, member.flags);
        put(fields, method);
        put(fields, std::uint32_t{0});
        put(fields, crc);
        put(fields, member.zip64 ? 0xffffffffU : static_cast<std::uint32_t>(packed.size()));
        put(fields, member.zip64 ? 0xffffffffU : static_cast<std::uint32_t>(size));
        put(fields, static_cast<std::uint16_t>(member.name.size()));

        out += "PK\x03\x04";
        put(out, std::uint16_t{20});
        out += fields;
        put(out, std::uint16_t{0});
        out += member.name;
        out += packed;

        directory += "PK\x01\x02";
        put(directory, std::uint32_t{20U << 16U});
        directory += fields;
        put(directory, static_cast<std::uint16_t>(member.zip64 ? 28 : 0));
        put(directory, std::uint64_t{0});  // comment length, disk, internal and half of the external attributes
        put(directory, std::uint16_t{0});
        put(directory, member.zip64 ? 0xffffffffU : static_cast<std::uint32_t>(offset));
        directory += member.name;
        if (member.zip64) {
            put(directory, std::uint16_t{1});
            put(directory, std::uint16_t{24});
            put(directory, std::uint64_t{size});
            put(directory, std::uint64_t{packed.size()});
            put(directory, std::uint64_t{offset});
        }
    }
    auto const directory_at = out.size();
    out += directory;
    if (zip64) {
        auto const end64_at = out.size();
        out += "PK\x06\x06";
        put(out, std::uint64_t{44});
        put(out, std::uint32_t{45U << 16U | 45U});
        put(out, std::uint64_t{0});
        put(out, std::uint64_t{members.size()});
        put(out, std::uint64_t{members.size()});
        put(out, std::uint64_t{directory.size()});
        put(out, std::uint64_t{directory_at});
        out += "PK\x06\x07";
        put(out, std::uint32_t{0});
        put(out, std::uint64_t{end64_at});
        put(out, std::uint32_t{1});
    }
    out += "PK\x05\x06";
    put(out, std::uint32_t{0});
    put(out, static_cast<std::uint16_t>(zip64 ? 0xffff : members.size()));
    put(out, static_cast<std::uint16_t>(zip64 ? 0xffff : members.size()));
    put(out, zip64 ? 0xffffffffU : static_cast<std::uint32_t>(directory.size()));
    put(out, zip64 ? 0xffffffffU : static_cast<std::uint32_t>(directory_at));
    put(out, static_cast<std::uint16_t>(comment.size()));
    return out + comment;
}

/// Two Key Events with three values each, as they should be.
inline Member good_ids()
{
    return {"ids.npy", npy("<U5", "(2,)", utf32({"KE 1", "KE 55"}, 5))};
}
inline Member good_matrix()
{
    return {"matrix.npy", npy("<f4", "(2, 3)", floats({0.6F, 0.8F, 0.0F, 0.0F, 0.0F, 1.0F}))};
}
inline std::string good()
{
    return zip({good_ids(), good_matrix()});
}

}  // namespace npz_builder
