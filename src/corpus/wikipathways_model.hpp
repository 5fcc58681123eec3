#pragma once

#include "base/result.hpp"
#include "corpus/gene_ids.hpp"
#include "corpus/hgnc.hpp"
#include "corpus/import_context.hpp"

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::corpus {

/// What the files say about a pathway. An optional that is empty was not stated, which is not the same as
/// stated to be empty.
struct PathwayFacts {
    std::optional<std::string> title;
    std::optional<std::string> description;
    std::optional<std::vector<std::string>> tags;
    std::optional<std::vector<std::string>> pubmed_ids;
    std::optional<std::set<std::string, std::less<>>> genes;
    bool is_human = true;
};

/// The pathways of one import, by number.
struct WikiPathwaysModel {
    std::map<std::uint32_t, PathwayFacts> pathways;
    GeneIdTable const* gene_ids = nullptr;
    SymbolUpdater* symbols = nullptr;
    std::string last_edited;           // latest of all pathways, ISO
    std::size_t unresolved_genes = 0;  // NCBI gene ids that the table does not have

    void add_gene(PathwayFacts& facts, std::string_view symbol) const;
};

/// A checkout of wikipathways-database, or an archive of one: `WPn/WPn-info.json`, `WPn-datanodes.tsv`, `WPn.md`
/// and, where present, `WPn-refs.tsv`. Other files are passed over.
[[nodiscard]] Result<void> read_wikipathways_folder(ImportContext& context, Input const& input,
                                                    WikiPathwaysModel& model);
[[nodiscard]] Result<void> read_wikipathways_archive(ImportContext& context, Input const& input,
                                                     WikiPathwaysModel& model);
/// The monthly GMT release.
[[nodiscard]] Result<void> read_wikipathways_gmt(ImportContext& context, Input const& input, WikiPathwaysModel& model,
                                                 ReleaseInfo& release);

/// Takes one file of a pathway's folder into the model; `file` is how messages call it. Returns false when
/// it is none that is read here.
bool take_pathway_file(std::string_view file, std::string_view text, WikiPathwaysModel& model, RecordLog& log);
/// True when `take_pathway_file` reads a file of this name.
[[nodiscard]] bool is_pathway_file(std::string_view file);

/// Fills what was not stated from a `pathway_metadata.json`; returns for how many pathways something was.
std::size_t fill_from_metadata(boost::json::value const& metadata, WikiPathwaysModel& model);

}  // namespace kewp::corpus
