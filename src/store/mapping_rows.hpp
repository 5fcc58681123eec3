#pragma once

#include "store/mapping_repository.hpp"
#include "store/sql.hpp"

#include <string>

/// Reading rows of table `mapping`. For `.cpp` files of this room only.
namespace kewp::store {

/// What `take_mapping` reads, in its order.
[[nodiscard]] std::string const& mapping_columns();
[[nodiscard]] std::string const& mapping_kinds();
/// Throws BadRow.
[[nodiscard]] MappingRecord take_mapping(Select& rows);

/// A filter as a condition and the values of its places.
struct Where {
    std::string sql = "1 = 1";
    Values values = {};
};
[[nodiscard]] Where where(MappingFilter const& filter);

}  // namespace kewp::store
