#include "corpus/gene_ids.hpp"

#include "base/text.hpp"
#include "corpus/table.hpp"

#include <fmt/format.h>

namespace kewp::corpus {

bool GeneIdTable::recognises(Input const& input)
{
    auto const header = text::ascii_lower(input.first_line());
    auto const has = [&](char const* name) { return header.find(name) != std::string::npos; };
    return has("ensembl_gene_id") && (has("entrezgene_id") || has("ncbi_gene_id")) &&
           (has("external_gene_name") || has("symbol"));
}

Result<GeneIdTable> GeneIdTable::read(ImportContext& context, Input const& input)
{
    GeneIdTable table;
    TableColumns columns;
    auto const read = read_lines(context, input, [&](std::string_view line, std::size_t number) -> Verdict {
        if (number == 1) {
            columns = TableColumns{line};
            return ignored();
        }
        auto const fields = text::split(line, '\t');
        if (fields.size() != columns.size()) {
            return bad(fmt::format("expected {} columns, found {}", columns.size(), fields.size()));
        }
        auto const symbol = columns.field(fields, {"external_gene_name", "hgnc_symbol", "symbol"});
        if (symbol.empty()) {
            return good();  // a gene without a name, and there are many, is no error
        }
        auto const ensembl = columns.field(fields, {"ensembl_gene_id"});
        auto const ncbi = columns.field(fields, {"entrezgene_id", "ncbi_gene_id"});
        if (!ensembl.empty()) {
            table.ensembl_.try_emplace(std::string{ensembl}, symbol);
        }
        if (!ncbi.empty()) {
            table.ncbi_.try_emplace(std::string{ncbi}, symbol);
        }
        return good();
    });
    if (!read) {
        return fail(read.error());
    }
    return table;
}

std::string_view GeneIdTable::find(Index const& index, std::string_view id)
{
    auto const found = index.find(std::string{id});
    return found == index.end() ? std::string_view{} : std::string_view{found->second};
}

}  // namespace kewp::corpus
