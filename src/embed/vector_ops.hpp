#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace kewp::embed {

// Row operations of a BERT between its products. Each is computed with the widest registers of the processor, each row
// by itself: the result does not depend on the other rows.

/// row += other.
void add_row(std::span<float> row, std::span<float const> other);

/// row = (row − mean) / √(variance + epsilon) · weight + bias.
void layer_norm(std::span<float> row, std::span<float const> weight, std::span<float const> bias, float epsilon);

/// row = exp(row − max) / sum.
void softmax(std::span<float> row);

/// Rounds to bfloat16, ties to even.
void to_bf16(std::span<float const> from, std::uint16_t* to);

}  // namespace kewp::embed
