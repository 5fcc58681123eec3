#pragma once

#include "corpus/corpus.hpp"
#include "suggest/suggester.hpp"

#include <boost/json/fwd.hpp>
#include <vector>

namespace kewp::web {

/// Members of one suggestion under the names that the reference's page scripts and notebooks read, and ours:
/// `signal_scores`, `quality_tier`, `p_value`, `explanation`. Unknown values are null, sizes never 0 for unknown.
[[nodiscard]] boost::json::object pathway_suggestion(suggest::Suggestion const& suggestion, bool key_event_has_genes);
[[nodiscard]] boost::json::object go_suggestion(suggest::Suggestion const& suggestion);
[[nodiscard]] boost::json::object reactome_suggestion(suggest::Suggestion const& suggestion);

/// Members of one target found by hand.
[[nodiscard]] boost::json::object pathway_hit(suggest::SearchHit const& hit);
[[nodiscard]] boost::json::object go_hit(suggest::SearchHit const& hit);
[[nodiscard]] boost::json::object reactome_hit(suggest::SearchHit const& hit);

/// `[{"ncbi": null, "hgnc": null, "symbol": "TNF"}, …]`: only symbols are known here.
[[nodiscard]] boost::json::array gene_list_full(corpus::KeyEvent const& key_event);
[[nodiscard]] boost::json::array text_array(std::vector<std::string> const& texts);
/// What a list lacks, and why.
[[nodiscard]] boost::json::array filtered_array(std::vector<suggest::FilteredOut> const& filtered);
[[nodiscard]] boost::json::array warning_array(std::vector<suggest::Warning> const& warnings);

}  // namespace kewp::web
