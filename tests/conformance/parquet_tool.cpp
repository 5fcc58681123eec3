/// Writes a Parquet file from lines of JSON, so that tests in Python can choose the tables:
///   parquet_tool OUT < LINES
/// First line: {"columns": [{"name": …, "type": "text|whole|real|truth|time|texts", "required": false}], "notes": {…}};
/// each line after it: one row as an array. A time is written `2026-11-24T08:00:00Z`, a real
/// number as a text that strtod reads exactly ("0x1.8p+0", "nan").
#include "publish/parquet_writer.hpp"

#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <stdexcept>

namespace {

using namespace kewp;
using publish::ParquetCell;
using publish::ParquetType;

ParquetType type_of(std::string_view name)
{
    constexpr std::string_view kNames[] = {"text", "whole", "real", "truth", "time", "texts"};
    for (std::size_t i = 0; i < std::size(kNames); ++i) {
        if (kNames[i] == name) {
            return static_cast<ParquetType>(i);
        }
    }
    throw std::runtime_error("no such type: " + std::string{name});
}

ParquetCell cell_of(boost::json::value const& value, ParquetType type)
{
    if (value.is_null()) {
        return {};
    }
    switch (type) {
        case ParquetType::text: return std::string{value.as_string()};
        case ParquetType::whole: return value.to_number<std::int64_t>();
        case ParquetType::real: return std::strtod(value.as_string().c_str(), nullptr);
        case ParquetType::truth: return value.as_bool();
        case ParquetType::time: return parse_utc(value.as_string()).value();
        case ParquetType::texts: return boost::json::value_to<std::vector<std::string>>(value);
    }
    return {};
}

void check(Result<void> const& result)
{
    if (!result) {
        throw std::runtime_error(result.error().message);
    }
}

void run(char const* path)
{
    std::ofstream file{path, std::ios::binary};
    std::string line;
    std::getline(std::cin, line);
    auto const head = boost::json::parse(line).as_object();
    std::vector<publish::ParquetColumn> columns;
    for (auto const& column : head.at("columns").as_array()) {
        auto const* const required = column.as_object().if_contains("required");
        columns.push_back({std::string{column.at("name").as_string()}, type_of(column.at("type").as_string()),
                           required != nullptr && required->as_bool()});
    }
    publish::ParquetNotes notes;
    if (auto const* const given = head.if_contains("notes")) {
        for (auto const& note : given->as_object()) {
            notes.emplace_back(note.key(), note.value().as_string());
        }
    }
    publish::Sink const sink = [&](std::string_view bytes) -> Result<void> {
        file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        return file ? Result<void>{} : fail(ErrorCode::io, "the file cannot be written");
    };
    publish::ParquetWriter writer{columns, notes, sink};
    while (std::getline(std::cin, line)) {
        auto const row = boost::json::parse(line).as_array();
        std::vector<ParquetCell> cells;
        for (std::size_t i = 0; i < row.size(); ++i) {
            cells.push_back(cell_of(row[i], columns.at(i).type));
        }
        check(writer.add_row(cells));
    }
    check(writer.finish());
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::cerr << "use: parquet_tool OUT < LINES\n";
        return EXIT_FAILURE;
    }
    try {
        run(argv[1]);
    } catch (std::exception const& error) {
        std::cerr << error.what() << '\n';
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
