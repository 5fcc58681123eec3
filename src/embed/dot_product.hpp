#pragma once

#include "embed/matrix_view.hpp"

#include <span>

namespace kewp::embed {

/// Sets of processor instructions for which there is a kernel.
enum class Kernel {
    portable,  ///< plain C++
    avx2,      ///< AVX2 and FMA
    avx512,    ///< AVX-512F
};

/// True when this processor (and operating system) can run `kernel`.
[[nodiscard]] bool runs_here(Kernel kernel);

/// The fastest kernel that runs here.
[[nodiscard]] Kernel best_kernel();

/// `out[i]` = dot product of row i of `matrix` with `query`, in single precision.
///
/// `query` has `matrix.cols` values and `out` has `matrix.rows`; throws std::invalid_argument otherwise. A
/// row's result depends only on its values and the kernel, never on the row's place, so equal rows tie
/// exactly; kernels differ from each other by rounding (below 1e-6 for unit vectors).
void dot_rows(MatrixView matrix, std::span<float const> query, std::span<float> out, Kernel kernel = best_kernel());

/// `out[i]` = sum of the squares of row i. Same promises.
void squared_norms(MatrixView matrix, std::span<float> out, Kernel kernel = best_kernel());

}  // namespace kewp::embed
