#pragma once

#include "base/crypto.hpp"
#include "base/file.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::embed {

/// Vectors by the SHA-256 of their text.
using VectorsByText = std::map<crypto::Digest, std::vector<float>>;

/// What an interrupted precompute run has done so far: a folder with a file of finished vectors for each process.
/// `label` names model and arithmetic; files of another label or another length of vectors count as nothing.
class VectorJournal {
public:
    VectorJournal(std::filesystem::path folder, std::string label, std::size_t columns);

    /// All whole records. A record that was cut off (the process was killed while writing) is dropped. Errors: io.
    [[nodiscard]] Result<VectorsByText> read() const;
    /// A new file to write records to, each with one `write`: what is in it survives the death of the process.
    /// Makes the folder. Errors: io.
    [[nodiscard]] Result<UniqueFd> start_file() const;
    /// Adds records; `rows` holds the vectors of `texts` one after the other. Errors: io (a full disk).
    [[nodiscard]] Result<void> append(UniqueFd const& file, std::span<crypto::Digest const> texts,
                                      std::span<float const> rows) const;
    /// Removes the folder.
    void clear() const;

private:
    [[nodiscard]] std::string header() const;

    std::filesystem::path folder_;
    std::string label_;
    std::size_t columns_;
};

}  // namespace kewp::embed
