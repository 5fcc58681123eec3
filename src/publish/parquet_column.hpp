#pragma once

#include "base/result.hpp"
#include "publish/parquet_table.hpp"
#include "publish/sink.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kewp::publish {

/// The values of one column of the row group that is being made, and how they become pages.
///
/// Texts are kept once each and numbered, so that a flush can choose: a dictionary page and small numbers where
/// texts repeat, the texts themselves where they do not.
class ParquetColumnBuffer {
public:
    explicit ParquetColumnBuffer(ParquetColumn column) : column_(std::move(column)) {}

    /// Ill-formed UTF-8 becomes U+FFFD. Error: internal naming the column, for another type or a null that may not be.
    [[nodiscard]] Result<void> append(ParquetCell const& cell);

    /// Bytes held, about.
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

    /// Writes what was appended as pages that start at `offset` of the file, and begins anew.
    [[nodiscard]] Result<ParquetChunk> flush(Sink const& sink, std::int64_t offset);

private:
    struct Mark {  // where a page ends
        std::size_t levels = 0;
        std::size_t values = 0;
    };

    [[nodiscard]] std::uint32_t top_level() const;
    void append_text(std::string_view text);
    void append_number(std::uint64_t bits);
    void append_level(std::uint32_t definition, std::uint32_t repetition);
    void end_row();
    [[nodiscard]] bool is_text() const;
    [[nodiscard]] bool worth_a_dictionary() const;
    [[nodiscard]] std::string page_levels(Mark from, Mark until) const;
    [[nodiscard]] std::string page_values(Mark from, Mark until, bool dictionary) const;
    void reset();

    ParquetColumn column_;
    std::vector<std::uint32_t> definitions_;  // one for each entry
    std::vector<std::uint32_t> repetitions_;  // of lists only: 1 goes on with the list before
    std::vector<std::uint64_t> numbers_;
    std::vector<std::uint32_t> indices_;  // of values in `texts_`
    std::deque<std::string> texts_;
    std::unordered_map<std::string_view, std::uint32_t> known_;  // views of `texts_`
    std::size_t dictionary_bytes_ = 0;
    std::size_t bytes_ = 0;
    std::size_t page_bytes_ = 0;  // of the page that is being filled
    std::vector<Mark> marks_;     // of the full pages
};

}  // namespace kewp::publish
