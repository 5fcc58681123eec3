#include "curate/batch_table.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace kewp::curate {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

/// Reads records one after the other; a quoted cell may hold line ends.
class Records {
public:
    Records(std::string_view text, char separator) : text_(text), separator_(separator) {}

    [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
    [[nodiscard]] std::size_t line() const { return line_; }

    /// The line as it is, and over it: for comments and to see what separates.
    std::string_view skip_line()
    {
        auto const end = std::min(text_.find('\n', at_), text_.size());
        auto const line = text_.substr(at_, end - at_);
        at_ = std::min(end + 1, text_.size());
        ++line_;
        return line;
    }
    [[nodiscard]] char peek() const { return text_[at_]; }

    Result<BatchRow> next()
    {
        BatchRow row;
        row.line = line_;
        while (true) {
            auto cell = next_cell();
            if (!cell) {
                return fail(cell.error());
            }
            row.cells.push_back(std::move(*cell));
            if (at_end() || text_[at_] != separator_) {
                break;
            }
            ++at_;
        }
        end_line();
        return row;
    }

private:
    Result<std::string> next_cell()
    {
        std::string cell;
        if (at_end() || text_[at_] != '"') {
            while (!at_end() && text_[at_] != separator_ && text_[at_] != '\n') {
                cell += text_[at_++];
            }
            return std::string(text::trim(cell));
        }
        auto const opened = line_;
        for (++at_; !at_end(); ++at_) {
            if (text_[at_] == '"' && at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
                ++at_;  // a doubled quote is one
            } else if (text_[at_] == '"') {
                ++at_;
                while (!at_end() && text_[at_] != separator_ && text_[at_] != '\n') {
                    ++at_;
                }
                return cell;
            }
            line_ += text_[at_] == '\n' ? 1 : 0;
            cell += text_[at_];
        }
        return fail(ErrorCode::invalid_argument, fmt::format("line {}: a quote is not closed", opened));
    }

    void end_line()
    {
        if (!at_end()) {
            ++at_;
            ++line_;
        }
    }

    std::string_view text_;
    char separator_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
};

}  // namespace

Result<BatchTable> read_batch_table(std::string_view text)
{
    if (text.starts_with(kByteOrderMark)) {
        text.remove_prefix(kByteOrderMark.size());
    }
    if (!text::is_utf8(text)) {
        return fail(ErrorCode::invalid_argument, "the table is not UTF-8; save it as UTF-8 text");
    }
    Records header(text, ',');
    std::string_view first;
    while (!header.at_end() && first.empty()) {
        auto const line = text::trim(header.skip_line());
        first = line.starts_with('#') ? std::string_view{} : line;
    }
    Records records(text, first.find('\t') != std::string_view::npos ? '\t' : ',');
    while (!records.at_end() && (records.peek() == '#' || records.peek() == '\n' || records.peek() == '\r')) {
        records.skip_line();
    }
    BatchTable table;
    if (records.at_end()) {
        return fail(ErrorCode::invalid_argument, "the table is empty; its first line must name the columns");
    }
    auto const names = records.next();
    if (!names) {
        return fail(names.error());
    }
    for (auto const& name : names->cells) {
        table.columns.push_back(text::ascii_lower(name));
    }
    while (!records.at_end()) {
        auto row = records.next();
        if (!row) {
            return fail(row.error());
        }
        if (row->cells.size() == 1 && row->cells.front().empty()) {
            continue;
        }
        if (row->cells.size() > table.columns.size()) {
            return fail(ErrorCode::invalid_argument, fmt::format("line {}: {} cells, but the header names {} columns",
                                                                 row->line, row->cells.size(), table.columns.size()));
        }
        if (table.rows.size() == kMostBatchRows) {
            return fail(ErrorCode::too_large,
                        fmt::format("the table has over {} rows; send it in parts", kMostBatchRows));
        }
        row->cells.resize(table.columns.size());
        table.rows.push_back(std::move(*row));
    }
    return table;
}

}  // namespace kewp::curate
