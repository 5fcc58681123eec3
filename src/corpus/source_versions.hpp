#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kewp::corpus {

/// Whose releases the data files are made from.
enum class Source : std::uint8_t { wikipathways, gene_ontology, reactome, aopwiki };

inline constexpr Source kSources[] = {Source::wikipathways, Source::gene_ontology, Source::reactome, Source::aopwiki};

/// `wikipathways`, `gene_ontology`, `reactome`, `aopwiki`: keys of `source_versions.json`.
[[nodiscard]] char const* name_of(Source source);
/// `WikiPathways`, `Gene Ontology`, `Reactome`, `AOP-Wiki`.
[[nodiscard]] char const* title_of(Source source);
[[nodiscard]] Source source_of(Resource resource);

/// What `source_versions.json` says about one source: its fields in the order of the file, as text.
struct SourceVersion {
    std::vector<std::pair<std::string, std::string>> fields;

    /// The value of `name`, "" when it is absent or null.
    [[nodiscard]] std::string_view field(std::string_view name) const;
    /// `status` is `ok`: only then are the versions worth anything.
    [[nodiscard]] bool ok() const { return field("status") == "ok"; }
};

/// What is written beside a mapping when it is approved. Empty where the version is not known.
struct ReleaseStamps {
    std::optional<std::string> aopwiki_snapshot_date;
    std::optional<std::string> wp_release_date;
    std::optional<std::string> go_release_date;
    std::optional<std::string> reactome_release_version;
    std::optional<std::string> reactome_release_date;
};

/// The releases that the data folder was made from (`source_versions.json`).
class SourceVersions {
public:
    SourceVersions() = default;

    /// Reads the JSON text of the file. Error: corrupt, naming `name`, the key and what was expected.
    [[nodiscard]] static Result<SourceVersions> parse(std::string_view json, std::string_view name);

    /// Empty when nothing was captured.
    [[nodiscard]] std::string const& captured_at() const { return captured_at_; }
    /// Null when the file does not name the source.
    [[nodiscard]] SourceVersion const* find(Source source) const;

    /// The release as shown to people: `2026-05-10`, for Reactome `v96`. Nothing when unknown.
    [[nodiscard]] std::optional<std::string> display(Source source) const;
    /// Stamps for an approval now of a mapping to `resource`.
    [[nodiscard]] ReleaseStamps stamps(Resource resource) const;

    /// Replaces what is known about `source`.
    void set(Source source, SourceVersion version, std::string captured_at);
    /// The file's text (two spaces indent, final newline); with `only`, restricted to these sources.
    [[nodiscard]] std::string to_json() const;
    [[nodiscard]] std::string to_json(std::vector<Source> const& only) const;

private:
    std::string captured_at_;
    std::array<std::optional<SourceVersion>, std::size(kSources)> sources_;
};

}  // namespace kewp::corpus
