#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::test {

/// Bytes of a safetensors file with this header and data, whether they agree or not.
inline std::string safetensors_file(std::string_view header, std::string_view data)
{
    std::uint64_t const size = header.size();
    std::string file(sizeof size, '\0');
    std::memcpy(file.data(), &size, sizeof size);
    file.append(header).append(data);
    return file;
}

/// The bytes of floats.
inline std::string float_bytes(std::vector<float> const& values)
{
    return {reinterpret_cast<char const*>(values.data()), values.size() * sizeof(float)};
}

}  // namespace kewp::test
