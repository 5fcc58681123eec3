#include "publish/excel.hpp"

#include "base/text.hpp"
#include "publish/flat_mapping.hpp"
#include "publish/labels.hpp"
#include "publish/workbook.hpp"

#include <fmt/format.h>
#include <vector>

namespace kewp::publish {
namespace {

constexpr std::uint32_t kMostRows = 1'000'000;   // of a sheet, below its headings; Excel's limit is 1,048,576
constexpr std::size_t kMostCharacters = 32'767;  // of a cell, in UTF-16 units
constexpr std::string_view kCut = " … (cut)";
constexpr double kWidths[] = {10, 14, 18, 40};  // characters, by type and use

std::string sheet_name(Resource resource, std::uint32_t part)
{
    auto const* const name = resource == Resource::wikipathways ? "WikiPathways"
                             : resource == Resource::go         ? "Gene Ontology"
                                                                : "Reactome";
    return part == 1 ? name : fmt::format("{} {}", name, part);
}

std::string fitting(std::string text)
{
    if (text.size() <= kMostCharacters) {  // bytes are never fewer than characters
        return text;
    }
    auto points = text::to_utf32(text);
    constexpr std::size_t kKept = kMostCharacters / 2;  // a code point is two units at most
    if (points.size() <= kKept) {
        return text;
    }
    points.resize(kKept);
    return text::to_utf8(points) + std::string{kCut};
}

std::vector<std::size_t> columns_of(Resource resource)
{
    std::vector<std::size_t> columns;
    for (std::size_t i = 0; i < flat_columns().size(); ++i) {
        if (flat_columns()[i].applies_to(resource)) {
            columns.push_back(i);
        }
    }
    return columns;
}

double width_of(Column const& column)
{
    if (column.type != ColumnType::text) {
        return column.type == ColumnType::time ? kWidths[2] : kWidths[0];
    }
    bool const is_long =
        column.name == "uuid" || column.name.ends_with("_name") || column.name.ends_with("description");
    return is_long ? kWidths[3] : kWidths[1];
}

void write_cell(Workbook& book, std::uint32_t row, std::uint16_t column, Cell const& cell)
{
    if (auto const* const whole = std::get_if<std::int64_t>(&cell)) {
        book.number(row, column, static_cast<double>(*whole));
    } else if (auto const* const real = std::get_if<double>(&cell)) {
        book.number(row, column, *real);
    } else if (cell.index() != 0) {
        book.text(row, column, fitting(without_formula(text_of(cell))));
    }
}

/// The sheets of one resource.
class Sheets {
public:
    Sheets(Workbook& book, Resource resource) : book_(book), resource_(resource), columns_(columns_of(resource))
    {
        begin();
    }

    void add(std::vector<Cell> const& cells)
    {
        if (row_ > kMostRows) {
            begin();
        }
        for (std::uint16_t i = 0; i < static_cast<std::uint16_t>(columns_.size()); ++i) {
            write_cell(book_, row_, i, cells[columns_[i]]);
        }
        ++row_;
    }

private:
    void begin()
    {
        book_.begin_sheet(sheet_name(resource_, ++part_));
        book_.freeze_first_row();
        for (std::uint16_t i = 0; i < static_cast<std::uint16_t>(columns_.size()); ++i) {
            auto const& column = flat_columns()[columns_[i]];
            book_.set_width(i, width_of(column));
            book_.text(0, i, std::string{column.name}, true);
        }
        row_ = 1;
    }

    Workbook& book_;
    Resource resource_;
    std::vector<std::size_t> columns_;
    std::uint32_t row_ = 1;
    std::uint32_t part_ = 0;
};

Result<void> write_readme(Workbook& book, store::Session& session, Selection const& selection,
                          DataSetFacts const& facts, std::optional<Instant> time)
{
    book.begin_sheet("README");
    book.set_width(0, kWidths[2] + kWidths[0]);
    book.set_width(1, kWidths[2]);
    book.set_width(2, 2 * kWidths[3]);
    std::uint32_t row = 0;
    auto const pair = [&](std::string const& name, std::string const& value) {
        book.text(row, 0, name, true);
        book.text(row++, 1, without_formula(value));
    };
    pair("Title", facts.title);
    pair("Description", facts.description);
    pair("Publisher", facts.publisher);
    pair("Licence", facts.licence);
    pair("Last change", time ? format_utc(*time) : "");
    pair("Selection", tier_text(selection));
    for (auto const resource : resources_of(selection)) {
        auto only = selection;
        only.resource = resource;
        auto const count = count_selected(session, only);
        if (!count) {
            return fail(count.error());
        }
        book.text(row, 0, "Mappings, " + sheet_name(resource, 1), true);
        book.number(row++, 1, static_cast<double>(*count));
    }
    pair("Texts", "An apostrophe stands before a text that a spreadsheet would run as a formula.");
    ++row;
    for (std::uint16_t column = 0; auto const* const heading : {"Column", "Type", "Meaning"}) {
        book.text(row, column++, heading, true);
    }
    for (auto const& column : flat_columns()) {
        ++row;
        book.text(row, 0, std::string{column.name});
        book.text(row, 1, std::string{name_of(column.type)});
        book.text(row, 2, std::string{column.description});
    }
    return {};
}

}  // namespace

std::string without_formula(std::string text)
{
    constexpr std::string_view kStarts = "=+-@\t\r";
    return !text.empty() && kStarts.find(text.front()) != std::string_view::npos ? "'" + std::move(text) : text;
}

Result<void> write_excel(store::Session& session, corpus::Corpus const& corpus, Selection const& selection,
                         DataSetFacts const& facts, std::filesystem::path const& folder, Sink const& sink)
{
    auto const time = time_of_data(session, selection);
    if (!time) {
        return fail(time.error());
    }
    auto book = Workbook::create(folder, {.title = facts.title,
                                          .author = facts.publisher,
                                          .time = time->value_or(Instant{std::chrono::days{1}})});  // 0 would mean now
    if (!book) {
        return fail(book.error());
    }
    if (auto written = write_readme(*book, session, selection, facts, *time); !written) {
        return written;
    }
    for (auto const resource : resources_of(selection)) {
        Sheets sheets{*book, resource};
        auto only = selection;
        only.resource = resource;
        auto const written = each_mapping(session, only, [&](store::MappingRecord const& mapping) -> Result<void> {
            sheets.add(flat_row(mapping, corpus));
            return {};
        });
        if (!written) {
            return fail(written.error());
        }
    }
    return std::move(*book).finish(sink);
}

}  // namespace kewp::publish
