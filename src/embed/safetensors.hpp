#pragma once

#include "base/file.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::embed {

/// One array of a safetensors file. `bytes` lie in the file's memory, at no particular alignment.
struct Tensor {
    std::string name;
    std::string dtype;  ///< `F32`, `F16`, `BF16`, or something that only passes through (`I64`)
    std::vector<std::uint64_t> shape;
    std::span<std::byte const> bytes;

    [[nodiscard]] std::size_t elements() const;
    /// True for the three types of which values can be read.
    [[nodiscard]] bool is_float() const { return dtype == "F32" || dtype == "F16" || dtype == "BF16"; }
};

/// Values `from` … of a float tensor, as many as `out` holds. The caller has checked type and range.
void read_floats(Tensor const& tensor, std::size_t from, std::span<float> out);

/// The place of the first NaN or infinity of a float tensor. Reads every value.
[[nodiscard]] std::optional<std::size_t> first_not_finite(Tensor const& tensor);

/// The arrays of a safetensors file, sorted by name. Nothing of the file is trusted: the header is a JSON object of at
/// most 16 MiB, names are unique, offsets agree with type and shape, and the arrays fill the file without gap or
/// overlap. Values are not looked at.
class Safetensors {
public:
    /// Maps the file. Replace such a file by renaming: one that shrinks under the program ends it.
    /// Errors: not_found, io, corrupt; the message names file and tensor.
    [[nodiscard]] static Result<Safetensors> open(std::filesystem::path const& path);
    /// The same from bytes, which must outlive it. `name` stands for the file in errors.
    [[nodiscard]] static Result<Safetensors> parse(std::span<std::byte const> file, std::string name);

    [[nodiscard]] std::string const& name() const { return name_; }
    [[nodiscard]] std::vector<Tensor> const& tensors() const { return tensors_; }
    [[nodiscard]] Tensor const* find(std::string_view name) const;
    /// Tells the system that the mapped pages are not needed for now; they are read again when used.
    void release_pages() const;

private:
    Safetensors() = default;

    std::string name_;
    std::optional<MappedFile> mapping_;
    std::vector<Tensor> tensors_;
};

}  // namespace kewp::embed
