#include "publish/parquet_export.hpp"

#include "base/text.hpp"
#include "publish/flat_mapping.hpp"
#include "publish/parquet_writer.hpp"

#include <algorithm>

namespace kewp::publish {
namespace {

/// The one column that holds several values: text with `;` in CSV, here a list that `explode` and `unnest` take apart.
constexpr std::string_view kListColumn = "ke_aop_context";

ParquetType type_of(Column const& column)
{
    switch (column.type) {
        case ColumnType::text: return column.name == kListColumn ? ParquetType::texts : ParquetType::text;
        case ColumnType::integer: return ParquetType::whole;
        case ColumnType::real: return ParquetType::real;
        case ColumnType::time: return ParquetType::time;
    }
    return ParquetType::text;
}

std::vector<std::string> elements_of(Cell const& cell)
{
    std::vector<std::string> elements;
    if (auto const* const joined = std::get_if<std::string>(&cell)) {
        for (auto const element : text::split(*joined, ';')) {
            elements.emplace_back(element);
        }
    }
    return elements;
}

/// The alternatives of a table's cell are among those of a Parquet cell.
ParquetCell parquet_cell(Cell cell)
{
    return std::visit([](auto&& value) { return ParquetCell{std::forward<decltype(value)>(value)}; }, std::move(cell));
}

}  // namespace

std::vector<ParquetColumn> parquet_columns()
{
    std::vector<ParquetColumn> columns;
    for (auto const& column : flat_columns()) {
        auto const type = type_of(column);
        columns.push_back({std::string{column.name}, type, type == ParquetType::texts});
    }
    return columns;
}

Result<void> write_parquet(store::Session& session, corpus::Corpus const& corpus, Selection const& selection,
                           ParquetNotes const& notes, Sink const& sink)
{
    auto const columns = parquet_columns();
    ParquetWriter writer{columns, notes, sink};
    std::vector<ParquetCell> row(columns.size());
    auto written = each_mapping(session, selection, [&](store::MappingRecord const& mapping) {
        auto cells = flat_row(mapping, corpus);
        for (std::size_t i = 0; i < row.size(); ++i) {
            row[i] = columns[i].type == ParquetType::texts ? ParquetCell{elements_of(cells[i])}
                                                           : parquet_cell(std::move(cells[i]));
        }
        return writer.add_row(row);
    });
    return written ? writer.finish() : written;
}

}  // namespace kewp::publish
