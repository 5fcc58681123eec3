#pragma once

#include "base/time.hpp"
#include "corpus/corpus.hpp"
#include "store/records.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kewp::publish {

enum class ColumnType : std::uint8_t { text, integer, real, time };

/// A column of the tables that hold mappings of all three resources.
struct Column {
    std::string_view name;
    ColumnType type;
    std::string_view description;
    bool wikipathways = true;  ///< may hold something for mappings of this resource
    bool go = true;
    bool reactome = true;

    [[nodiscard]] bool applies_to(Resource resource) const
    {
        return resource == Resource::go ? go : resource == Resource::reactome ? reactome : wikipathways;
    }
};

/// Unknown, or a value of its column's type.
using Cell = std::variant<std::monostate, std::string, std::int64_t, double, Instant>;

/// The columns in their order. Readers find them by name; new ones may only be added at the end.
[[nodiscard]] std::span<Column const> flat_columns();

/// The values of `flat_columns()`. Text that is not known is no empty text but nothing.
[[nodiscard]] std::vector<Cell> flat_row(store::MappingRecord const& mapping, corpus::Corpus const& corpus);

/// A cell as text: nothing is "", times are ISO 8601.
[[nodiscard]] std::string text_of(Cell const& cell);

/// `text`, `integer`, `real`, `time`: as data dictionaries say it.
[[nodiscard]] std::string_view name_of(ColumnType type);

}  // namespace kewp::publish
