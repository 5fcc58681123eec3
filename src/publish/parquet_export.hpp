#pragma once

#include "corpus/corpus.hpp"
#include "publish/each_mapping.hpp"
#include "publish/parquet_footer.hpp"
#include "publish/sink.hpp"

namespace kewp::publish {

/// `flat_columns()` as a Parquet schema. `ke_aop_context` is a list, never null; everything else may be null.
[[nodiscard]] std::vector<ParquetColumn> parquet_columns();

/// The mappings of a selection, which may be none, as one Parquet table of the columns that CSV has too. Times are
/// times in UTC, the AOPs of a Key Event are a list. `notes` go into the file as they are. Errors: those of database
/// and sink.
[[nodiscard]] Result<void> write_parquet(store::Session& session, corpus::Corpus const& corpus,
                                         Selection const& selection, ParquetNotes const& notes, Sink const& sink);

}  // namespace kewp::publish
