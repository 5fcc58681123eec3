#include "publish/parquet_writer.hpp"

#include "publish/parquet_encoding.hpp"

#include <fmt/format.h>
#include <string_view>

namespace kewp::publish {
namespace {

constexpr std::string_view kMagic = "PAR1";

}  // namespace

ParquetWriter::ParquetWriter(std::vector<ParquetColumn> columns, ParquetNotes notes, Sink const& sink)
    : columns_(std::move(columns)), notes_(std::move(notes)), sink_(sink)
{
    for (auto const& column : columns_) {
        buffers_.emplace_back(column);
    }
}

Result<void> ParquetWriter::write(std::string_view bytes)
{
    offset_ += static_cast<std::int64_t>(bytes.size());
    return sink_(bytes);
}

Result<void> ParquetWriter::add_row(std::span<ParquetCell const> cells)
{
    if (cells.size() != columns_.size()) {
        return fail(ErrorCode::internal,
                    fmt::format("a row of {} values for a Parquet table of {} columns", cells.size(), columns_.size()));
    }
    std::size_t held = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (auto appended = buffers_[i].append(cells[i]); !appended) {
            return appended;
        }
        held += buffers_[i].bytes();
    }
    ++rows_;
    return rows_ >= static_cast<std::int64_t>(kGroupRows) || held >= kGroupBytes ? flush() : Result<void>{};
}

Result<void> ParquetWriter::flush()
{
    if (offset_ == 0) {
        if (auto written = write(kMagic); !written) {
            return written;
        }
    }
    if (rows_ == 0) {
        return {};
    }
    ParquetRowGroup group{.rows = rows_};
    for (auto& buffer : buffers_) {
        auto chunk = buffer.flush(sink_, offset_);
        if (!chunk) {
            return fail(chunk.error());
        }
        offset_ += chunk->stored_bytes;
        group.chunks.push_back(std::move(*chunk));
    }
    groups_.push_back(std::move(group));
    rows_ = 0;
    return {};
}

Result<void> ParquetWriter::finish()
{
    if (auto flushed = flush(); !flushed) {
        return flushed;
    }
    auto footer = parquet_footer(columns_, groups_, notes_);
    auto const size = static_cast<std::uint32_t>(footer.size());
    append_u32(footer, size);
    footer += kMagic;
    return write(footer);
}

}  // namespace kewp::publish
