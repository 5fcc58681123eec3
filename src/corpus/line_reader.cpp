#include "corpus/line_reader.hpp"

#include <fmt/format.h>

namespace kewp::corpus {
namespace {

constexpr std::size_t kChunkBytes = 256UL * 1024;
constexpr std::size_t kMaxLineBytes = 64UL * 1024 * 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

Result<bool> LineReader::fill()
{
    if (at_end_) {
        return false;
    }
    buffer_.erase(0, begin_);
    begin_ = 0;
    auto const kept = buffer_.size();
    if (kept > kMaxLineBytes) {
        return fail(ErrorCode::too_large,
                    fmt::format("line {} is longer than {} MiB: this is no text file of this kind", number_ + 1,
                                kMaxLineBytes >> 20U));
    }
    buffer_.resize(kept + kChunkBytes);
    auto const got = source_({buffer_.data() + kept, kChunkBytes});
    if (!got) {
        return fail(got.error());
    }
    buffer_.resize(kept + *got);
    at_end_ = *got == 0;
    return !at_end_;
}

Result<bool> LineReader::next()
{
    std::size_t searched = begin_;
    for (;;) {
        auto const end = buffer_.find('\n', searched);
        auto const found = end != std::string::npos;
        if (found || (at_end_ && begin_ < buffer_.size())) {
            line_ = std::string_view{buffer_}.substr(begin_, found ? end - begin_ : std::string::npos);
            begin_ += line_.size() + (found ? 1 : 0);
            if (line_.ends_with('\r')) {
                line_.remove_suffix(1);
            }
            if (number_ == 0 && line_.starts_with(kByteOrderMark)) {
                line_.remove_prefix(kByteOrderMark.size());
            }
            ++number_;
            return true;
        }
        if (at_end_) {
            return false;
        }
        auto const unsearched = buffer_.size() - begin_;
        auto const more = fill();
        if (!more) {
            return fail(more.error());
        }
        searched = unsearched;  // fill moved what is left to the front
    }
}

}  // namespace kewp::corpus
