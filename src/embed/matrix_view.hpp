#pragma once

#include <cstddef>
#include <span>

namespace kewp::embed {

/// A dense row-major matrix of floats that someone else owns. `data` is aligned to a float, no more.
struct MatrixView {
    float const* data = nullptr;
    std::size_t rows = 0;
    std::size_t cols = 0;

    [[nodiscard]] std::span<float const> row(std::size_t i) const { return {data + i * cols, cols}; }
    [[nodiscard]] std::span<float const> values() const { return {data, rows * cols}; }
};

}  // namespace kewp::embed
