#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::embed {

/// Every NPY array begins with these six bytes.
inline constexpr std::string_view kNpyMagic = "\x93NUMPY";

/// What an NPY member says about its data.
struct NpyHeader {
    std::string descr;  ///< `<f4`, `<U7`, `|O` …
    bool fortran_order = false;
    std::vector<std::uint64_t> shape;
    std::size_t data_offset = 0;  ///< from the first byte of the member
};

/// Reads the header of format versions 1.0 and 2.0. The dictionary is parsed, never evaluated; pickled
/// Python objects and structured arrays are refused here.
/// Errors: corrupt, worded to follow "array 'x' ".
[[nodiscard]] Result<NpyHeader> parse_npy_header(std::span<std::byte const> member);

/// A version 1.0 header, padded so that the data begin at a multiple of 64 bytes (as numpy writes it).
[[nodiscard]] std::string make_npy_header(std::string_view descr, std::vector<std::uint64_t> const& shape);

/// The shape as Python prints it: `(1012, 768)`, `(3,)`.
[[nodiscard]] std::string shape_text(std::vector<std::uint64_t> const& shape);

/// True when `bytes` begin like a Python pickle (protocols 2 to 5).
[[nodiscard]] bool looks_pickled(std::span<std::byte const> bytes);

}  // namespace kewp::embed
