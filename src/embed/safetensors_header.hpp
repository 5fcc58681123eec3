#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::embed {

/// An entry of a safetensors header as it is written, unchecked but for its form.
struct TensorEntry {
    std::string name;
    std::string dtype;
    std::vector<std::uint64_t> shape;
    std::vector<std::uint64_t> offsets;
};

/// Reads the JSON header `{"name":{"dtype":…,"shape":[…],"data_offsets":[begin,end]},…}`; `__metadata__` is skipped.
/// Error: corrupt, worded to follow the file's name: no JSON, a name twice, a member of the wrong form.
[[nodiscard]] Result<std::vector<TensorEntry>> parse_safetensors_header(std::string_view json);

}  // namespace kewp::embed
