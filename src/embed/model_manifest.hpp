#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kewp::embed {

struct ModelSettings;

/// Name of the file that `kewp model import` writes into a model folder.
inline constexpr char const* kModelManifest = "model.json";

/// A file of an installed model.
struct ModelFile {
    std::string name;  ///< within the folder, `1_Pooling/config.json`
    std::string sha256;
    std::uint64_t bytes = 0;
};

/// What was installed, from where and when.
struct ModelManifest {
    std::string name;    ///< `dmis-lab/biobert-base-cased-v1.2`
    std::string source;  ///< folder or address
    std::string installed_at;
    std::vector<ModelFile> files;

    [[nodiscard]] ModelFile const* find(std::string_view file) const;
    [[nodiscard]] std::string to_json() const;
};

/// Nothing when the folder has none. Errors: io, corrupt.
[[nodiscard]] Result<std::optional<ModelManifest>> read_model_manifest(std::filesystem::path const& folder);

/// What vectors are labelled with.
struct ModelIdentity {
    std::string name;
    std::string revision;  ///< 16 hexadecimal digits
};

/// Name and revision of the model in `folder`. The revision is a hash of the weights' SHA-256 (from the manifest when
/// the size agrees, else computed: all bytes are read), the vocabulary and the settings that change vectors: case,
/// accents, length, pooling. Errors: io, not_found, corrupt.
[[nodiscard]] Result<ModelIdentity> identify_model(std::filesystem::path const& folder, ModelSettings const& settings);

/// Compares every file with the manifest; the problems, none when all is well or there is no manifest. Reads all bytes.
[[nodiscard]] Result<std::vector<std::string>> verify_model(std::filesystem::path const& folder);

}  // namespace kewp::embed
