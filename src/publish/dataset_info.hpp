#pragma once

#include "config/settings.hpp"
#include "corpus/corpus.hpp"
#include "publish/each_mapping.hpp"
#include "publish/release.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kewp::publish {

/// All that is said about the data set as a whole, in every format.
struct DatasetInfo {
    config::DatasetSettings about;
    std::string iri;                         ///< `https://ke-wp-mapping.org/dataset`
    std::string address;                     ///< of the service, without a slash at the end; may be empty
    std::uint64_t revision = 0;              ///< of the public data
    std::optional<Instant> changed_at = {};  ///< nothing when there never was a mapping
    std::array<TierCounts, std::size(kResources)> counts = {};
    corpus::SourceVersions sources = {};
    std::vector<Release> releases = {};  ///< deposits, the last one last

    [[nodiscard]] std::uint64_t total() const;
    /// The setting, or the day of the last change; `1.0.0` of a data set that is still empty.
    [[nodiscard]] std::string version() const;
    /// The setting, or that of the last deposit; empty when there is none.
    [[nodiscard]] std::string doi() const;
    /// Year of the last change.
    [[nodiscard]] int year() const;
    /// `https://doi.org/…` when there is a DOI, else the service's address, else the IRI.
    [[nodiscard]] std::string link() const;
    /// Address of the licence's text, and its full name.
    [[nodiscard]] std::string licence_url() const;
    [[nodiscard]] std::string licence_name() const;
    /// `WP 2026-05-10 · GO 2026-01-23 · Reactome v96 (2026-03-25) · AOP-Wiki 2026-05-06`, known sources only.
    [[nodiscard]] std::string source_line() const;
};

/// Reads what the database says; the rest is given.
[[nodiscard]] Result<DatasetInfo> dataset_info(store::Session& session, corpus::Corpus const& corpus,
                                               config::Settings const& settings, std::vector<Release> releases);

/// Family and given name of `Family, Given`; a name without a comma is a group's: all of it is `family`.
struct NameParts {
    std::string family;
    std::string given;
};
[[nodiscard]] NameParts name_parts(std::string const& name);

}  // namespace kewp::publish
