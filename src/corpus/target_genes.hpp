#pragma once

#include "base/result.hpp"
#include "corpus/folder_reader.hpp"
#include "corpus/gene_table.hpp"
#include "corpus/target_set.hpp"

#include <functional>
#include <unordered_map>
#include <vector>

namespace kewp::corpus {

/// Where a target stands in its vector while a folder is read.
using TargetIndex = std::unordered_map<TargetId, std::size_t>;

/// Reads a file of gene lists by target id and calls `assign` with each known target and its gene set.
/// Ids without a target are counted in the file's note. False when the file is absent.
[[nodiscard]] Result<bool> read_target_genes(
    FolderReader& folder, DataFile const& file, Resource resource, TargetIndex const& index, GeneTable& genes,
    std::function<void(std::size_t target, std::vector<Gene> set)> const& assign);

}  // namespace kewp::corpus
