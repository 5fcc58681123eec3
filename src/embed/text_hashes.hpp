#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace kewp::embed {

/// For each embeddings file the hashes of its texts by id: `embedding_texts.json` of a data folder. With it a run can
/// tell which rows are still those of their texts.
struct TextHashes {
    using ById = std::map<std::string, std::string, std::less<>>;
    std::map<std::string, ById, std::less<>> files;

    [[nodiscard]] std::string const* find(std::string_view file, std::string_view id) const;
    [[nodiscard]] std::string to_json() const;
};

inline constexpr char const* kTextHashesName = "embedding_texts.json";

/// Empty when the folder has none. Errors: io, corrupt.
[[nodiscard]] Result<TextHashes> read_text_hashes(std::filesystem::path const& data_folder);

/// The hash of one text: 16 hexadecimal digits.
[[nodiscard]] std::string text_hash(std::string_view text);

}  // namespace kewp::embed
