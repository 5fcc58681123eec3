#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace kewp::embed {

/// How products are computed. Sums are in single precision either way.
enum class Precision { fp32, bf16 };

[[nodiscard]] char const* name_of(Precision precision);
/// True when this processor multiplies bfloat16 natively (AVX-512 BF16 or AMX).
[[nodiscard]] bool multiplies_bf16();

/// What a linear layer does after the product: y = after(x·Wᵀ + bias).
enum class After { nothing, gelu, gelu_tanh, relu };

/// The form of a linear layer.
struct LinearShape {
    std::size_t inputs = 0;
    std::size_t outputs = 0;
    Precision precision = Precision::fp32;
    After after = After::nothing;
    bool bf16_result = false;  ///< the result feeds another bf16 layer

    auto operator<=>(LinearShape const&) const = default;
};

/// Bytes that the packed weights of such a layer take.
[[nodiscard]] std::size_t packed_bytes(LinearShape const& shape);
/// Puts `weights` (outputs × inputs, row-major, rounded to the precision) into the order in which this processor
/// reads them. `packed` has `packed_bytes(shape)` bytes at a multiple of 64. The order holds for this processor and
/// this library only: it is for memory, not for files. Starts no thread.
void pack_weights(LinearShape const& shape, std::span<float const> weights, std::byte* packed);

/// Runs linear layers and plain products, on one thread and with no thread of its own.
///
/// The only place that knows oneDNN. Debian builds it on OpenMP: each entry sets the calling thread's team to one, so
/// that no region is ever opened and fork stays safe. Row i of a result depends on row i of the input alone, to the
/// last bit, however many rows there are. One object for one thread.
class Multiplier {
public:
    Multiplier();
    ~Multiplier();
    Multiplier(Multiplier const&) = delete;
    Multiplier& operator=(Multiplier const&) = delete;

    /// `rows` results of a layer. `input`: rows × inputs of the shape's precision; `output`: rows × outputs, float, or
    /// bfloat16 with `bf16_result`. `packed` from `pack_weights`. Kernels are kept for each pair of shape and rows, so
    /// round `rows` up to few values.
    void linear(LinearShape const& shape, std::byte const* packed, float const* bias, void const* input, void* output,
                std::size_t rows);

    /// A matrix within another: `stride` floats from row to row.
    struct Block {
        float* data;
        std::size_t stride;
    };
    /// c (m×n) = scale · a (m×k) · b (k×n), or b (n×k) transposed.
    static void product(Block a, Block b, bool transpose_b, Block c, std::size_t m, std::size_t n, std::size_t k,
                        float scale);

private:
    struct Kernels;
    std::unique_ptr<Kernels> kernels_;
};

}  // namespace kewp::embed
