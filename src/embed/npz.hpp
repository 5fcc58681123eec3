#pragma once

#include "base/result.hpp"
#include "embed/embeddings.hpp"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace kewp::embed {

/// Which members have their checksum compared.
enum class ChecksumPolicy {
    /// 'ids' and everything compressed. A stored matrix is left alone: it is looked at once for its norms
    /// anyway, and a checksum over hundreds of megabytes would cost more than the rest of a start.
    quick,
    /// The matrix too: for `kewp check` and whenever a second is no matter.
    all,
};

/// Reads an embeddings file: a zip archive with `ids.npy` (`<U…`, N ids) and `matrix.npy` (`<f4`, N × d, C order).
///
/// A matrix stored uncompressed at a multiple of four bytes is used in the mapped file, without a copy; a
/// compressed or unaligned one (numpy does not align) is copied. Replace such a file by renaming, never by
/// writing into it: a mapped file that shrinks under the program ends it. Other members are ignored. Pickled
/// objects and legacy `.npy` files are refused unread. Sizes are checked before memory is taken.
/// Errors: not_found, io, corrupt; the message names file and array and says what to run.
[[nodiscard]] Result<EmbeddingSet> load_npz(std::filesystem::path const& path,
                                            ChecksumPolicy checksums = ChecksumPolicy::quick);

/// The same from bytes in memory, which must outlive the set. `name` stands for the file in errors.
[[nodiscard]] Result<EmbeddingSet> read_npz(std::span<std::byte const> archive, std::string const& name,
                                            ChecksumPolicy checksums = ChecksumPolicy::quick);

/// What a writer does with the rows.
enum class RowNorms {
    normalise,  ///< each row is divided by its norm (single precision); zero rows stay zero
    keep,       ///< rows are unit or zero already and stay as they are, bit for bit (subsets of another file)
};

/// Writes such a file, uncompressed and byte for byte as `numpy.savez(path, ids=…, matrix=…)` does, except that a
/// matrix of 64 KiB or more is moved to a multiple of 64 bytes (an extra field that zip readers skip), so that
/// it can be used in place. An earlier file is replaced atomically.
/// Errors: invalid_argument (no rows, duplicate or unusable ids, NaN, with `keep` a norm that is off), too_large
/// (4 GiB or more), io.
[[nodiscard]] Result<void> save_npz(std::filesystem::path const& path, std::span<std::string const> ids,
                                    MatrixView matrix, RowNorms norms = RowNorms::normalise);

}  // namespace kewp::embed
