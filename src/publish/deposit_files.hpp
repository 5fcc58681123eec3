#pragma once

#include "corpus/corpus.hpp"
#include "publish/dataset_info.hpp"
#include "publish/ro_crate.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kewp::publish {

/// `KE-WikiPathways`, `KE-GO`, `KE-Reactome`: names of archives and of the folders in them.
[[nodiscard]] std::string_view archive_name(Resource resource);

/// What the archive of one resource holds, below its folder: gene sets of all mappings and of each tier, Turtle, and
/// the releases of the sources. Tiers are exact: `Medium` has no `High`. The returned files read `session` when they
/// are written; it and `corpus` must live until then.
[[nodiscard]] std::vector<ArchiveFile> archive_files(store::Session& session, corpus::Corpus const& corpus,
                                                     DatasetInfo const& info, std::string const& mapping_iri,
                                                     Resource resource);

/// What is deposited: `KE-WikiPathways.zip`, `KE-GO.zip`, `KE-Reactome.zip`, `README.md`, published on `day`. Same life
/// times. The archives depend on the data only, not on the day.
[[nodiscard]] std::vector<ArchiveFile> deposit_files(store::Session& session, corpus::Corpus const& corpus,
                                                     DatasetInfo const& info, std::string const& mapping_iri,
                                                     std::string const& day);

/// The text for people beside the archives: what they are, how many mappings, from which releases, how to cite.
[[nodiscard]] std::string deposit_readme(DatasetInfo const& info, std::string const& day);

}  // namespace kewp::publish
