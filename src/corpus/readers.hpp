#pragma once

#include "base/result.hpp"
#include "corpus/corpus.hpp"
#include "corpus/folder_reader.hpp"

// One function for each subject of the data folder. Each reads its files into `parts`, leaves a note on
// every one of them in `folder`, and fails as `FolderReader::read` does.

namespace kewp::corpus {

/// `ke_metadata.json` and `ke_genes.json`. A Key Event that occurs twice is merged: longest description,
/// first level.
[[nodiscard]] Result<void> read_key_events(FolderReader& folder, CorpusParts& parts);

/// `ke_aop_membership.json`, `ker_adjacency.json` and `aop_oecd_status.json`. Pre-condition: the Key
/// Events are read.
[[nodiscard]] Result<void> read_aops(FolderReader& folder, CorpusParts& parts);

/// `pathway_metadata.json` and `wikipathways_gene_annotations.json`.
[[nodiscard]] Result<void> read_wikipathways(FolderReader& folder, CorpusParts& parts);

/// `reactome_pathway_metadata.json` and `reactome_gene_annotations.json`.
[[nodiscard]] Result<void> read_reactome(FolderReader& folder, CorpusParts& parts);

/// Metadata, hierarchy and annotations of one aspect: `go_bp` or `go_mf`.
[[nodiscard]] Result<void> read_go(FolderReader& folder, CorpusParts& parts, TargetKind aspect);

/// `source_versions.json`.
[[nodiscard]] Result<void> read_source_versions(FolderReader& folder, CorpusParts& parts);

}  // namespace kewp::corpus
