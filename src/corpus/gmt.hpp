#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kewp::corpus {

/// One line of a GMT file: a set of genes with a name.
struct GeneSet {
    std::string id;  // `WP5187`, `R-HSA-164843`, `GO:0044208`
    std::string name;
    std::string date;                     // ISO, of the release that the line says it is from; "" when it does not
    std::string species;                  // "" when the line does not say
    std::vector<std::string_view> genes;  // in the line: symbols or NCBI gene ids
};

/// WikiPathways: `title%WikiPathways_20230410%WP5187%Homo sapiens`, an address, NCBI gene ids. The title may
/// hold `%`. Error: corrupt saying what is wrong.
[[nodiscard]] Result<GeneSet> parse_wikipathways_set(std::string_view line);

/// Reactome: name, stable id (a version after `.` is dropped), genes from the column `first_gene` on (from 0).
[[nodiscard]] Result<GeneSet> parse_reactome_set(std::string_view line, std::size_t first_gene);

/// Where the genes of a Reactome line begin: 3 when its third column is no gene (empty, `Reactome Pathway`,
/// an address), else 2. Nothing is known from a line whose second column is no stable id: 0.
[[nodiscard]] std::size_t reactome_first_gene(std::string_view line);

/// The layouts in which GO libraries are published: `name{GO:0044208}` or `name (GO:0044208)` and then genes;
/// an empty or descriptive second column; a comma instead of a tab before the first gene; `\,` for a comma in
/// the name; `GO:0044208`, name, genes. Weights (`TP53,1.0`) are dropped.
[[nodiscard]] Result<GeneSet> parse_go_set(std::string_view line);

}  // namespace kewp::corpus
