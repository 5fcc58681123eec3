#include "embed/vector_ops.hpp"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

// Vectors of 16 floats in the compiler's own notation: one register with AVX-512, two with AVX2, four without. Each
// function below is compiled for all three, and the processor picks one at the call.
#if defined(__x86_64__)
#define KEWP_WIDEST(CALL)                                                         \
    switch (width()) {                                                            \
        case Width::avx512:                                                       \
            return [&]() __attribute__((target("avx512f,avx512bw,avx512vl,fma"))) \
            {                                                                     \
                CALL;                                                             \
            }                                                                     \
            ();                                                                   \
        case Width::avx2:                                                         \
            return [&]() __attribute__((target("avx2,fma")))                      \
            {                                                                     \
                CALL;                                                             \
            }                                                                     \
            ();                                                                   \
        case Width::plain: break;                                                 \
    }                                                                             \
    CALL
#else
#define KEWP_WIDEST(CALL) CALL
#endif
#define KEWP_INLINE __attribute__((always_inline)) inline

namespace kewp::embed {
namespace {

constexpr std::size_t kLanes = 16;
using Floats = float __attribute__((vector_size(kLanes * sizeof(float))));
using Ints = std::int32_t __attribute__((vector_size(kLanes * sizeof(std::int32_t))));
using Words = std::uint32_t __attribute__((vector_size(kLanes * sizeof(std::uint32_t))));
using Halves = std::uint16_t __attribute__((vector_size(kLanes * sizeof(std::uint16_t))));

enum class Width { plain, avx2, avx512 };

#if defined(__x86_64__)
Width width()
{
    static Width const found = [] {
        __builtin_cpu_init();
        bool const avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                            __builtin_cpu_supports("avx512vl");
        bool const avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
        return avx512 ? Width::avx512 : avx2 ? Width::avx2 : Width::plain;
    }();
    return found;
}
#endif

KEWP_INLINE void load_lanes(Floats& lanes, float const* from, std::size_t count, float fill)
{
    if (count >= kLanes) {
        std::memcpy(&lanes, from, sizeof lanes);
        return;
    }
    lanes = Floats{} + fill;
    for (std::size_t i = 0; i < count; ++i) {
        lanes[i] = from[i];
    }
}

KEWP_INLINE void store_lanes(Floats const& lanes, float* to, std::size_t count)
{
    if (count >= kLanes) {
        std::memcpy(to, &lanes, sizeof lanes);
        return;
    }
    for (std::size_t i = 0; i < count; ++i) {
        to[i] = lanes[i];
    }
}

KEWP_INLINE float sum_of(Floats const& lanes)
{
    float sums[kLanes];
    std::memcpy(sums, &lanes, sizeof sums);
    for (std::size_t half = kLanes / 2; half > 0; half /= 2) {
        for (std::size_t i = 0; i < half; ++i) {
            sums[i] += sums[i + half];
        }
    }
    return sums[0];
}

/// exp(x) for x ≤ 0, relative error below 2e-7: 2ⁿ·e^r with |r| ≤ ln 2 / 2 and the Taylor series of e^r to r⁶.
KEWP_INLINE void exp_lanes(Floats& x)
{
    constexpr float kLeast = -87.0F;  // e^x leaves the normal floats below
    constexpr float kLog2E = 1.44269504F;
    constexpr float kLn2High = 0.693359375F;  // exact in few bits: n·kLn2High has no rounding
    constexpr float kLn2Low = -2.12194440e-4F;
    constexpr float kRounder = 12582912.0F;  // 1.5·2²³: adding it rounds to a whole number
    x = x < kLeast ? Floats{} + kLeast : x;
    Floats const n = (x * kLog2E + kRounder) - kRounder;
    Floats const r = (x - n * kLn2High) - n * kLn2Low;
    Floats p = r * (1.0F / 720) + 1.0F / 120;
    p = p * r + 1.0F / 24;
    p = p * r + 1.0F / 6;
    p = p * r + 0.5F;
    p = p * r + 1.0F;
    p = p * r + 1.0F;
    Ints const power = (__builtin_convertvector(n, Ints) + 127) << 23;
    Floats scale;
    std::memcpy(&scale, &power, sizeof scale);
    x = p * scale;
}

KEWP_INLINE void add_row_body(std::span<float> row, std::span<float const> other)
{
    Floats lanes;
    Floats more;
    for (std::size_t i = 0; i < row.size(); i += kLanes) {
        load_lanes(lanes, &row[i], row.size() - i, 0.0F);
        load_lanes(more, &other[i], row.size() - i, 0.0F);
        lanes += more;
        store_lanes(lanes, &row[i], row.size() - i);
    }
}

KEWP_INLINE void layer_norm_body(std::span<float> row, float const* weight, float const* bias, float epsilon)
{
    auto const n = row.size();
    auto const count = static_cast<float>(n);
    Floats sum{};
    Floats lanes;
    for (std::size_t i = 0; i < n; i += kLanes) {
        load_lanes(lanes, &row[i], n - i, 0.0F);
        sum += lanes;
    }
    float const mean = sum_of(sum) / count;
    Floats squares{};
    for (std::size_t i = 0; i < n; i += kLanes) {
        load_lanes(lanes, &row[i], n - i, mean);
        lanes -= mean;
        squares += lanes * lanes;
    }
    float const scale = 1.0F / std::sqrt(sum_of(squares) / count + epsilon);
    Floats factor;
    Floats shift;
    for (std::size_t i = 0; i < n; i += kLanes) {
        load_lanes(lanes, &row[i], n - i, mean);
        load_lanes(factor, weight + i, n - i, 0.0F);
        load_lanes(shift, bias + i, n - i, 0.0F);
        lanes = (lanes - mean) * scale * factor + shift;
        store_lanes(lanes, &row[i], n - i);
    }
}

KEWP_INLINE void softmax_body(std::span<float> row)
{
    constexpr float kLowest = std::numeric_limits<float>::lowest();
    auto const n = row.size();
    Floats most = Floats{} + kLowest;
    Floats lanes;
    for (std::size_t i = 0; i < n; i += kLanes) {
        load_lanes(lanes, &row[i], n - i, kLowest);
        most = lanes > most ? lanes : most;
    }
    float top = most[0];
    for (std::size_t i = 1; i < kLanes; ++i) {
        top = most[i] > top ? most[i] : top;
    }
    Floats sum{};
    for (std::size_t i = 0; i < n; i += kLanes) {
        load_lanes(lanes, &row[i], n - i, kLowest);
        lanes -= top;
        exp_lanes(lanes);
        sum += lanes;  // what stands for a lane behind the end is e^-87, nothing beside the largest, which is 1
        store_lanes(lanes, &row[i], n - i);
    }
    float const scale = 1.0F / sum_of(sum);
    for (std::size_t i = 0; i < n; i += kLanes) {
        load_lanes(lanes, &row[i], n - i, 0.0F);
        lanes *= scale;
        store_lanes(lanes, &row[i], n - i);
    }
}

KEWP_INLINE void to_bf16_body(std::span<float const> from, std::uint16_t* to)
{
    auto const n = from.size();
    std::size_t i = 0;
    for (; i + kLanes <= n; i += kLanes) {
        Words bits;
        std::memcpy(&bits, &from[i], sizeof bits);
        bits = (bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U;
        auto const halves = __builtin_convertvector(bits, Halves);
        std::memcpy(to + i, &halves, sizeof halves);
    }
    for (; i < n; ++i) {
        auto const bits = std::bit_cast<std::uint32_t>(from[i]);
        to[i] = static_cast<std::uint16_t>((bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U);
    }
}

}  // namespace

void add_row(std::span<float> row, std::span<float const> other)
{
    KEWP_WIDEST(add_row_body(row, other));
}

void layer_norm(std::span<float> row, std::span<float const> weight, std::span<float const> bias, float epsilon)
{
    KEWP_WIDEST(layer_norm_body(row, weight.data(), bias.data(), epsilon));
}

void softmax(std::span<float> row)
{
    KEWP_WIDEST(softmax_body(row));
}

void to_bf16(std::span<float const> from, std::uint16_t* to)
{
    KEWP_WIDEST(to_bf16_body(from, to));
}

}  // namespace kewp::embed
