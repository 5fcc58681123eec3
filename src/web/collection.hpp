#pragma once

#include "base/ids.hpp"
#include "base/result.hpp"
#include "corpus/corpus.hpp"
#include "http/request.hpp"
#include "store/mapping_page.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::web {

enum class ListFormat : std::uint8_t { json, csv, ndjson };

[[nodiscard]] std::string_view media_type_of(ListFormat format);

/// `?format=json|csv|ndjson`, else what Accept likes best, else JSON.
[[nodiscard]] ListFormat list_format(http::Request const& request);

/// One public collection of mappings.
struct Collection {
    Resource resource;
    std::string path;
    std::string target_parameter;        ///< also the name of the target's id among the fields
    std::string label;                   ///< in "… not found" messages that clients look for
    std::string file_name;               ///< of downloads, without its extension
    std::vector<std::string_view> kept;  ///< parameters that links to other pages repeat, in their order
};

[[nodiscard]] std::span<Collection const> collections();

/// What a request asks of a collection.
struct CollectionQuery {
    store::MappingFilter filter = {};
    store::MappingOrder order = {};
    std::vector<std::string> fields = {};  ///< in the documented order; of JSON members or of CSV columns
    ListFormat format = ListFormat::json;
    bool whole = false;  ///< CSV and NDJSON without `page` and `per_page`
};

/// Error: invalid_argument naming the parameter, what was found and what is possible.
[[nodiscard]] Result<CollectionQuery> read_query(Collection const& collection, http::Request const& request,
                                                 corpus::Corpus const& corpus);

/// `?fields=` as a selection of `known`, in the order of `known`; all of them when it is absent or empty.
/// Error: invalid_argument naming the field that is unknown.
[[nodiscard]] Result<std::vector<std::string>> read_fields(http::Request const& request,
                                                           std::span<std::string const> known);

/// A time or date in a query. Error: invalid_argument naming the parameter.
[[nodiscard]] Result<std::optional<Instant>> read_time(http::Request const& request, std::string_view parameter);

}  // namespace kewp::web
