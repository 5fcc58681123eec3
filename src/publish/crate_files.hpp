#pragma once

#include "publish/ro_crate.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace kewp::publish {

/// Everything that `/exports/ro-crate.zip` holds: the folders of the three deposited archives with gene sets per Key
/// Event besides, the table of all mappings in every format, and a README. `folder` has room for a temporary file. The
/// files read `session` when they are written; it and `corpus` must live until then.
[[nodiscard]] std::vector<ArchiveFile> crate_files(store::Session& session, corpus::Corpus const& corpus,
                                                   DatasetInfo const& info, std::string const& mapping_iri,
                                                   std::filesystem::path const& folder);

}  // namespace kewp::publish
