#include "publish/parquet_footer.hpp"

#include "publish/thrift_compact.hpp"

#include <algorithm>
#include <numeric>

namespace kewp::publish {
namespace {

// Numbers of fields and enumerators: parquet.thrift of Apache Parquet's format 2.
constexpr std::int32_t kBoolean = 0;
constexpr std::int32_t kInt64 = 2;
constexpr std::int32_t kDouble = 5;
constexpr std::int32_t kByteArray = 6;
constexpr std::int32_t kRequired = 0;
constexpr std::int32_t kOptional = 1;
constexpr std::int32_t kRepeated = 2;
constexpr std::int32_t kUtf8 = 0;
constexpr std::int32_t kListOf = 3;
constexpr std::int32_t kTimestampMicros = 10;
constexpr std::int32_t kPlain = 0;
constexpr std::int32_t kRle = 3;
constexpr std::int32_t kRleDictionary = 8;
constexpr std::int32_t kZstd = 6;
constexpr std::int32_t kFormatVersion = 2;

std::int32_t physical_type(ParquetType type)
{
    switch (type) {
        case ParquetType::text:
        case ParquetType::texts: return kByteArray;
        case ParquetType::whole:
        case ParquetType::time: return kInt64;
        case ParquetType::real: return kDouble;
        case ParquetType::truth: return kBoolean;
    }
    return kByteArray;
}

/// A union of empty structs, of which the one with this number is chosen.
void add_choice(ThriftWriter& out, int field, int chosen)
{
    out.begin_struct(field);
    out.begin_struct(chosen);
    out.end();
    out.end();
}

void add_group(ThriftWriter& out, std::string const& name, std::int32_t repetition, std::int32_t children, bool is_list)
{
    constexpr int kLogicalList = 3;
    out.begin_element();
    if (repetition >= 0) {
        out.field_i32(3, repetition);
    }
    out.field_text(4, name);
    out.field_i32(5, children);
    if (is_list) {
        out.field_i32(6, kListOf);
        add_choice(out, 10, kLogicalList);
    }
    out.end();
}

void add_leaf(ThriftWriter& out, std::string const& name, ParquetType type, bool required)
{
    constexpr int kLogicalString = 1;
    constexpr int kLogicalTimestamp = 8;
    constexpr int kMicros = 2;
    out.begin_element();
    out.field_i32(1, physical_type(type));
    out.field_i32(3, required ? kRequired : kOptional);
    out.field_text(4, name);
    if (type == ParquetType::text) {
        out.field_i32(6, kUtf8);
        add_choice(out, 10, kLogicalString);
    } else if (type == ParquetType::time) {
        out.field_i32(6, kTimestampMicros);
        out.begin_struct(10);
        out.begin_struct(kLogicalTimestamp);
        out.field_bool(1, true);  // adjusted to UTC
        add_choice(out, 2, kMicros);
        out.end();
        out.end();
    }
    out.end();
}

/// The tree of the schema in depth-first order.
void add_schema(ThriftWriter& out, std::span<ParquetColumn const> columns)
{
    auto const lists = std::ranges::count(columns, ParquetType::texts, &ParquetColumn::type);
    out.begin_list_of_structs(2, 1 + columns.size() + 2 * static_cast<std::size_t>(lists));
    add_group(out, "schema", -1, static_cast<std::int32_t>(columns.size()), false);
    for (auto const& column : columns) {
        if (column.type == ParquetType::texts) {
            add_group(out, column.name, column.required ? kRequired : kOptional, 1, true);
            add_group(out, "list", kRepeated, 1, false);
            add_leaf(out, "element", ParquetType::text, true);
        } else {
            add_leaf(out, column.name, column.type, column.required);
        }
    }
}

void add_statistics(ThriftWriter& out, ParquetChunk const& chunk)
{
    out.begin_struct(12);
    out.field_i64(3, chunk.nulls);
    if (chunk.has_bounds) {
        out.field_text(5, chunk.most);
        out.field_text(6, chunk.least);
        out.field_bool(7, chunk.most_exact);
        out.field_bool(8, chunk.least_exact);
    }
    out.end();
}

void add_chunk(ThriftWriter& out, ParquetColumn const& column, ParquetChunk const& chunk)
{
    bool const dictionary = chunk.dictionary_offset >= 0;
    out.begin_element();
    out.field_i64(2, 0);  // where the metadata would be if they were outside this footer
    out.begin_struct(3);
    out.field_i32(1, physical_type(column.type));
    out.begin_list_of_i32(2, dictionary ? 3 : 2);
    out.element_i32(kPlain);
    out.element_i32(kRle);
    if (dictionary) {
        out.element_i32(kRleDictionary);
    }
    bool const list = column.type == ParquetType::texts;
    out.begin_list_of_texts(3, list ? 3 : 1);
    out.element_text(column.name);
    if (list) {
        out.element_text("list");
        out.element_text("element");
    }
    out.field_i32(4, kZstd);
    out.field_i64(5, chunk.entries);
    out.field_i64(6, chunk.plain_bytes);
    out.field_i64(7, chunk.stored_bytes);
    out.field_i64(9, chunk.data_offset);
    if (dictionary) {
        out.field_i64(11, chunk.dictionary_offset);
    }
    add_statistics(out, chunk);
    out.end();
    out.end();
}

void add_row_group(ThriftWriter& out, std::span<ParquetColumn const> columns, ParquetRowGroup const& group, int number)
{
    std::int64_t plain = 0;
    std::int64_t stored = 0;
    out.begin_element();
    out.begin_list_of_structs(1, group.chunks.size());
    for (std::size_t i = 0; i < group.chunks.size(); ++i) {
        add_chunk(out, columns[i], group.chunks[i]);
        plain += group.chunks[i].plain_bytes;
        stored += group.chunks[i].stored_bytes;
    }
    auto const& first = group.chunks.front();
    out.field_i64(2, plain);
    out.field_i64(3, group.rows);
    out.field_i64(5, first.dictionary_offset >= 0 ? first.dictionary_offset : first.data_offset);
    out.field_i64(6, stored);
    constexpr int kLargestOrdinal = 32'767;  // optional, and no more than 16 bits
    if (number <= kLargestOrdinal) {
        out.field_i16(7, static_cast<std::int16_t>(number));
    }
    out.end();
}

}  // namespace

std::string parquet_footer(std::span<ParquetColumn const> columns, std::span<ParquetRowGroup const> groups,
                           ParquetNotes const& notes)
{
    ThriftWriter out;
    out.begin_element();
    out.field_i32(1, kFormatVersion);
    add_schema(out, columns);
    out.field_i64(3, std::accumulate(groups.begin(), groups.end(), std::int64_t{0},
                                     [](auto sum, auto const& group) { return sum + group.rows; }));
    out.begin_list_of_structs(4, groups.size());
    for (std::size_t i = 0; i < groups.size(); ++i) {
        add_row_group(out, columns, groups[i], static_cast<int>(i));
    }
    if (!notes.empty()) {
        out.begin_list_of_structs(5, notes.size());
        for (auto const& [name, value] : notes) {
            out.begin_element();
            out.field_text(1, name);
            out.field_text(2, value);
            out.end();
        }
    }
    // Readers tell known bugs of writers by this form: name, version, build.
    out.field_text(6, "kewp version " KEWP_VERSION " (build release)");
    out.begin_list_of_structs(7, columns.size());  // bounds compare as the type defines: without this they are ignored
    for (std::size_t i = 0; i < columns.size(); ++i) {
        out.begin_element();
        out.begin_struct(1);
        out.end();
        out.end();
    }
    out.end();
    return out.bytes();
}

}  // namespace kewp::publish
