#pragma once

#include "base/result.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::publish {

/// Number of mappings of one resource: all, and by confidence.
struct TierCounts {
    std::uint64_t all = 0;
    std::uint64_t high = 0;
    std::uint64_t medium = 0;
    std::uint64_t low = 0;
    bool operator==(TierCounts const&) const = default;
};

/// One published deposit of the data set.
struct Release {
    std::int64_t deposition_id = 0;
    std::string doi = {};
    std::string concept_doi = {};   ///< of all versions together
    std::string published_at = {};  ///< UTC
    std::string version = {};
    std::array<TierCounts, 3> counts = {};  ///< WikiPathways, GO, Reactome
    std::string content = {};               ///< SHA-256 over the files; empty when made by the replaced application
};

/// Name of the file in the data folder; the replaced application has it too.
inline constexpr char const* kReleaseFile = "zenodo_meta.json";

/// Reads the releases, the last one last; none when there is no file. A file of the replaced application holds the last
/// one only. Error: corrupt naming the file, io.
[[nodiscard]] Result<std::vector<Release>> read_releases(std::filesystem::path const& file);

/// The text of the file: the last release on top, as the replaced application wrote it, and all in `releases`.
[[nodiscard]] std::string releases_text(std::vector<Release> const& releases);

}  // namespace kewp::publish
