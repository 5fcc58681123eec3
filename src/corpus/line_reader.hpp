#pragma once

#include "base/result.hpp"
#include "corpus/byte_source.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace kewp::corpus {

/// Cuts bytes into lines: ends `\n` or `\r\n`, the last one may have none, a byte order mark is dropped.
class LineReader {
public:
    explicit LineReader(ByteSource source) : source_(std::move(source)) {}

    /// Goes on to the next line; false at the end. Errors: those of the source; too_large (a line that no
    /// text file has, so this is none).
    [[nodiscard]] Result<bool> next();
    /// Valid until `next` is called again.
    [[nodiscard]] std::string_view line() const { return line_; }
    /// Counts from 1.
    [[nodiscard]] std::size_t number() const { return number_; }

private:
    [[nodiscard]] Result<bool> fill();

    ByteSource source_;
    std::string buffer_;
    std::size_t begin_ = 0;  // of what is not handed out yet
    std::string_view line_;
    std::size_t number_ = 0;
    bool at_end_ = false;
};

}  // namespace kewp::corpus
