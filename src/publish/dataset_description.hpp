#pragma once

#include "publish/dataset_info.hpp"
#include "publish/json_ld.hpp"
#include "publish/parquet_footer.hpp"

#include <boost/json/fwd.hpp>
#include <string>

namespace kewp::publish {

/// DataCite 4 in snake case, as the replaced application had it, with `identifier`, `revision`, `counts`, `sources`.
[[nodiscard]] boost::json::object dataset_metadata(DatasetInfo const& info);

/// `{"versions": […]}`: the deposits, newest first, before them the data as they are now.
[[nodiscard]] boost::json::object dataset_versions(DatasetInfo const& info);

/// DataCite XML of kernel 4. Without a DOI the identifier is `:tba`, DataCite's word for one that is to be assigned.
[[nodiscard]] std::string datacite_xml(DatasetInfo const& info);

/// schema.org `Dataset` for the landing page, ready for a `<script type="application/ld+json">` (no `</` in it).
/// Downloads are given below `info.address`.
[[nodiscard]] std::string dataset_json_ld(DatasetInfo const& info);

/// Key-value metadata of a Parquet file of the data.
[[nodiscard]] ParquetNotes parquet_notes(DatasetInfo const& info);

/// What the other serialisers state.
[[nodiscard]] DataSetFacts facts_of(DatasetInfo const& info, std::string mapping_iri);

}  // namespace kewp::publish
