#pragma once

#include "corpus/corpus.hpp"
#include "publish/each_mapping.hpp"
#include "publish/json_ld.hpp"
#include "publish/sink.hpp"

namespace kewp::publish {

// The mappings of a selection in one table of `flat_columns()`. Errors of all: those of database and sink.

/// RFC 4180, with the names of the columns first. Cells are data: what a spreadsheet would run stays as it is.
[[nodiscard]] Result<void> write_csv(store::Session& session, corpus::Corpus const& corpus, Selection const& selection,
                                     Sink const& sink);

/// Tabs between cells, `\n` after each row; a cell with a tab, a quote or a line end is quoted as in CSV.
[[nodiscard]] Result<void> write_tsv(store::Session& session, corpus::Corpus const& corpus, Selection const& selection,
                                     Sink const& sink);

/// One object a line; unknown values are null.
[[nodiscard]] Result<void> write_ndjson(store::Session& session, corpus::Corpus const& corpus,
                                        Selection const& selection, Sink const& sink);

/// One object: `dataset_info`, `data_schema` (the columns), `mappings` (the objects of NDJSON), `statistics`.
[[nodiscard]] Result<void> write_json(store::Session& session, corpus::Corpus const& corpus, Selection const& selection,
                                      DataSetFacts const& facts, Sink const& sink);

}  // namespace kewp::publish
