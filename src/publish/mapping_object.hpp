#pragma once

#include "corpus/corpus.hpp"
#include "store/records.hpp"

#include <boost/json/fwd.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::publish {

/// A mapping as `/api/v1` shows it: fields in the documented order, unknown values null. The Key Event's AOPs
/// and level and the target's description and sizes come from `corpus`.
[[nodiscard]] boost::json::object mapping_object(store::MappingRecord const& mapping, corpus::Corpus const& corpus);

/// Names of the object's members, in the documented order.
[[nodiscard]] std::span<std::string const> mapping_fields(Resource resource);

/// The mapping as an object of some of those members.
[[nodiscard]] boost::json::object mapping_object(store::MappingRecord const& mapping, corpus::Corpus const& corpus,
                                                 std::span<std::string const> fields);

/// Column names of the CSV form of one resource, in the documented order.
[[nodiscard]] std::span<std::string const> mapping_csv_columns(Resource resource);

/// The values of those columns; lists joined by `;`, unknown values empty.
[[nodiscard]] std::vector<std::string> mapping_csv_row(store::MappingRecord const& mapping,
                                                       corpus::Corpus const& corpus);
/// The values of some of those columns.
[[nodiscard]] std::vector<std::string> mapping_csv_row(store::MappingRecord const& mapping,
                                                       corpus::Corpus const& corpus,
                                                       std::span<std::string const> columns);

}  // namespace kewp::publish
