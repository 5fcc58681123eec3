#include "embed/dot_product.hpp"

#include <stdexcept>

#if defined(__x86_64__)
#include <immintrin.h>
#define KEWP_X86 1
#endif

namespace kewp::embed {

namespace {

/// One float kernel: the dot products of `rows` consecutive rows with `query`. With a null `query` each row
/// is multiplied by itself.
using RowsKernel = void (*)(float const* row, std::size_t rows, std::size_t cols, float const* query, float* out);

/// The sum of sixteen partial sums, always in the same order.
inline float fold(float (&sums)[16])
{
    for (std::size_t half = 8; half > 0; half /= 2) {
        for (std::size_t lane = 0; lane < half; ++lane) {
            sums[lane] += sums[lane + half];
        }
    }
    return sums[0];
}

/// Sixteen running sums: compilers turn them into vector registers of whatever width there is.
void portable_rows(float const* row, std::size_t rows, std::size_t cols, float const* query, float* out)
{
    constexpr std::size_t kLanes = 16;
    for (std::size_t i = 0; i < rows; ++i, row += cols) {
        float const* const other = query == nullptr ? row : query;
        float sums[kLanes] = {};
        std::size_t c = 0;
        for (; c + kLanes <= cols; c += kLanes) {
            for (std::size_t lane = 0; lane < kLanes; ++lane) {
                sums[lane] += row[c + lane] * other[c + lane];
            }
        }
        for (std::size_t lane = 0; c < cols; ++c, ++lane) {
            sums[lane] += row[c] * other[c];
        }
        out[i] = fold(sums);
    }
}

#ifdef KEWP_X86

// Four running sums hide the latency of a fused multiply-add. One row at a time reads memory as fast as it can be
// read (two or four rows at a time were measured: half the speed, the prefetcher loses track). The last, partial vector
// is loaded under a mask, so a row of any length takes the same path.

__attribute__((target("avx2,fma"))) void avx2_rows(float const* row, std::size_t rows, std::size_t cols,
                                                   float const* query, float* out)
{
    alignas(32) static constexpr int kMask[16] = {-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0};
    __m256i const mask = _mm256_loadu_si256(reinterpret_cast<__m256i const*>(kMask + 8 - cols % 8));
    for (std::size_t i = 0; i < rows; ++i, row += cols) {
        float const* const other = query == nullptr ? row : query;
        __m256 a = _mm256_setzero_ps();
        __m256 b = a;
        __m256 c = a;
        __m256 d = a;
        std::size_t at = 0;
        for (; at + 32 <= cols; at += 32) {
            a = _mm256_fmadd_ps(_mm256_loadu_ps(row + at), _mm256_loadu_ps(other + at), a);
            b = _mm256_fmadd_ps(_mm256_loadu_ps(row + at + 8), _mm256_loadu_ps(other + at + 8), b);
            c = _mm256_fmadd_ps(_mm256_loadu_ps(row + at + 16), _mm256_loadu_ps(other + at + 16), c);
            d = _mm256_fmadd_ps(_mm256_loadu_ps(row + at + 24), _mm256_loadu_ps(other + at + 24), d);
        }
        for (; at + 8 <= cols; at += 8) {
            a = _mm256_fmadd_ps(_mm256_loadu_ps(row + at), _mm256_loadu_ps(other + at), a);
        }
        if (at < cols) {
            b = _mm256_fmadd_ps(_mm256_maskload_ps(row + at, mask), _mm256_maskload_ps(other + at, mask), b);
        }
        __m256 const sum = _mm256_add_ps(_mm256_add_ps(a, b), _mm256_add_ps(c, d));
        __m128 const four = _mm_add_ps(_mm256_castps256_ps128(sum), _mm256_extractf128_ps(sum, 1));
        __m128 const two = _mm_add_ps(four, _mm_movehl_ps(four, four));
        out[i] = _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
    }
}

__attribute__((target("avx512f"))) void avx512_rows(float const* row, std::size_t rows, std::size_t cols,
                                                    float const* query, float* out)
{
    auto const mask = static_cast<__mmask16>((1U << (cols % 16)) - 1U);
    for (std::size_t i = 0; i < rows; ++i, row += cols) {
        float const* const other = query == nullptr ? row : query;
        __m512 a = _mm512_setzero_ps();
        __m512 b = a;
        __m512 c = a;
        __m512 d = a;
        std::size_t at = 0;
        for (; at + 64 <= cols; at += 64) {
            a = _mm512_fmadd_ps(_mm512_loadu_ps(row + at), _mm512_loadu_ps(other + at), a);
            b = _mm512_fmadd_ps(_mm512_loadu_ps(row + at + 16), _mm512_loadu_ps(other + at + 16), b);
            c = _mm512_fmadd_ps(_mm512_loadu_ps(row + at + 32), _mm512_loadu_ps(other + at + 32), c);
            d = _mm512_fmadd_ps(_mm512_loadu_ps(row + at + 48), _mm512_loadu_ps(other + at + 48), d);
        }
        for (; at + 16 <= cols; at += 16) {
            a = _mm512_fmadd_ps(_mm512_loadu_ps(row + at), _mm512_loadu_ps(other + at), a);
        }
        if (at < cols) {
            b = _mm512_fmadd_ps(_mm512_maskz_loadu_ps(mask, row + at), _mm512_maskz_loadu_ps(mask, other + at), b);
        }
        float sums[16];
        _mm512_storeu_ps(sums, _mm512_add_ps(_mm512_add_ps(a, b), _mm512_add_ps(c, d)));
        out[i] = fold(sums);
    }
}

#endif

RowsKernel function_of(Kernel kernel)
{
#ifdef KEWP_X86
    switch (kernel) {
        case Kernel::avx512: return avx512_rows;
        case Kernel::avx2: return avx2_rows;
        case Kernel::portable: break;
    }
#else
    static_cast<void>(kernel);
#endif
    return portable_rows;
}

void check(MatrixView matrix, std::size_t out_size, Kernel kernel)
{
    if (out_size != matrix.rows) {
        throw std::invalid_argument("there must be one result for each row");
    }
    if (!runs_here(kernel)) {
        throw std::invalid_argument("this processor lacks the instructions of the kernel");
    }
}

}  // namespace

bool runs_here(Kernel kernel)
{
#ifdef KEWP_X86
    switch (kernel) {
        case Kernel::avx512: return __builtin_cpu_supports("avx512f") != 0;
        case Kernel::avx2: return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
        case Kernel::portable: break;
    }
#endif
    return kernel == Kernel::portable;
}

Kernel best_kernel()
{
    static Kernel const best = runs_here(Kernel::avx512) ? Kernel::avx512
                               : runs_here(Kernel::avx2) ? Kernel::avx2
                                                         : Kernel::portable;
    return best;
}

void dot_rows(MatrixView matrix, std::span<float const> query, std::span<float> out, Kernel kernel)
{
    check(matrix, out.size(), kernel);
    if (query.size() != matrix.cols) {
        throw std::invalid_argument("the query must have one value for each column");
    }
    function_of(kernel)(matrix.data, matrix.rows, matrix.cols, query.data(), out.data());
}

void squared_norms(MatrixView matrix, std::span<float> out, Kernel kernel)
{
    check(matrix, out.size(), kernel);
    function_of(kernel)(matrix.data, matrix.rows, matrix.cols, nullptr, out.data());
}

}  // namespace kewp::embed
