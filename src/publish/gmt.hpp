#pragma once

#include "corpus/corpus.hpp"
#include "publish/each_mapping.hpp"
#include "publish/sink.hpp"

#include <string>

namespace kewp::publish {

enum class GmtLines {
    per_mapping,    ///< `KE55_Title_Slug_WP554`, title of the target, its genes
    per_key_event,  ///< `KE55`, title of the Key Event, the genes of all its targets; ascending by number
};

/// The mappings of one resource as gene sets for `read.gmt`, fgsea and GSEA: name, description, genes, tabs between
/// them, nothing else. Genes are HGNC symbols, each once; of a target in bytewise order, those of a GO term without its
/// descendants'. Lines without genes are left out.
///
/// Pre-condition: `selection.resource`. Error: unavailable when no line is left, those of database and sink.
[[nodiscard]] Result<void> write_gmt(store::Session& session, corpus::Corpus const& corpus, Selection const& selection,
                                     GmtLines lines, Sink const& sink);

/// One line per mapping, with its end; empty when the target has no genes.
[[nodiscard]] std::string gmt_line(store::MappingRecord const& mapping, corpus::Corpus const& corpus);

}  // namespace kewp::publish
