#pragma once

#include "base/result.hpp"
#include "corpus/import_context.hpp"

#include <string>
#include <string_view>
#include <unordered_map>

namespace kewp::corpus {

/// Gene symbols by NCBI gene id and by Ensembl id, from a table with a header such as
/// `ensembl_gene_id, external_gene_name, entrezgene_id`.
class GeneIdTable {
public:
    [[nodiscard]] static bool recognises(Input const& input);
    [[nodiscard]] static Result<GeneIdTable> read(ImportContext& context, Input const& input);

    /// "" when unknown. An id that stands for several symbols gives the first of the table.
    [[nodiscard]] std::string_view by_ncbi(std::string_view id) const { return find(ncbi_, id); }
    [[nodiscard]] std::string_view by_ensembl(std::string_view id) const { return find(ensembl_, id); }

private:
    using Index = std::unordered_map<std::string, std::string>;
    static std::string_view find(Index const& index, std::string_view id);

    Index ncbi_;
    Index ensembl_;
};

}  // namespace kewp::corpus
