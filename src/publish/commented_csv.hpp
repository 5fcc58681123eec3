#pragma once

#include "publish/each_mapping.hpp"
#include "publish/json_ld.hpp"
#include "publish/sink.hpp"

namespace kewp::publish {

/// The WikiPathways mappings as the replaced application's download had them: comment lines that begin with `#` (what
/// it is, counts, the columns), then CSV with its columns. For readers that skip comments; others take `write_csv`.
/// Error: not_found when there are none, those of database and sink.
[[nodiscard]] Result<void> write_commented_csv(store::Session& session, DataSetFacts const& facts, Sink const& sink);

}  // namespace kewp::publish
