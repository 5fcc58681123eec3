#pragma once

#include "base/result.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::corpus {

inline constexpr char const* kManifestName = "manifest.json";

/// What is recorded about one file of the data folder when it is made.
struct ManifestFile {
    std::string name = {};    // without folder
    std::string sha256 = {};  // lower-case hex
    std::uint64_t bytes = 0;
    std::optional<std::uint64_t> rows = {};  // records, or rows of the matrix
    std::string source = {};                 // `aopwiki`, `wikipathways`, `gene_ontology`, `reactome`, `hgnc` …
    std::string source_version = {};         // as the source writes it: a date or a release
    // Embeddings only: which model read texts prepared in which way; vectors of unlike origin must not be mixed.
    std::optional<std::string> model = {};
    std::optional<std::string> model_revision = {};
    std::optional<std::string> text_profile = {};  // `clean` or `reference`
    std::optional<std::string> text_sha256 = {};   // of all ids and texts that were encoded
    Instant made_at{};
};

/// `manifest.json`: which files the folder should hold, and what they are made from.
struct Manifest {
    std::vector<ManifestFile> files;  // ascending by name

    [[nodiscard]] ManifestFile const* find(std::string_view name) const;
    /// Adds `file` or replaces the one of the same name.
    void put(ManifestFile file);
    /// The file's text.
    [[nodiscard]] std::string to_json() const;
};

/// Nothing when the folder has no manifest (a folder of the replaced application). Error: corrupt, io.
[[nodiscard]] Result<std::optional<Manifest>> read_manifest(std::filesystem::path const& folder);
[[nodiscard]] Result<Manifest> parse_manifest(std::string_view json);

/// Replaces `manifest.json` atomically. Error: io.
[[nodiscard]] Result<void> write_manifest(std::filesystem::path const& folder, Manifest const& manifest);

/// Name, SHA-256, size and time of a file that was just made; the caller adds the rest. Error: io, not_found.
[[nodiscard]] Result<ManifestFile> describe_file(std::filesystem::path const& file);

/// A file that is not what the manifest says.
struct Mismatch {
    std::string file;
    std::string problem;  // expected, found, what to do
};

/// Compares presence and size only: quick enough for every start.
[[nodiscard]] std::vector<Mismatch> compare_sizes(std::filesystem::path const& folder, Manifest const& manifest);

/// Compares size and SHA-256 of every file in the manifest (reads them all). A folder without a
/// manifest has no mismatches. Error: the manifest or a file cannot be read.
[[nodiscard]] Result<std::vector<Mismatch>> verify_manifest(std::filesystem::path const& folder);

}  // namespace kewp::corpus
