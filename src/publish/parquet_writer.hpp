#pragma once

#include "base/result.hpp"
#include "publish/parquet_column.hpp"
#include "publish/parquet_footer.hpp"
#include "publish/parquet_table.hpp"
#include "publish/sink.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace kewp::publish {

/// Writes a flat table as an Apache Parquet file, from front to back.
///
/// Encodings PLAIN and RLE_DICTIONARY, pages compressed by zstd with checksums, statistics of every column. Rows are
/// held until their row group is full, so memory does not grow with the table (but for some hundred bytes per column
/// and row group). The same rows give the same bytes. docs/decisions/011-parquet.md says why there is such a writer.
class ParquetWriter {
public:
    static constexpr std::size_t kGroupRows = 65'536;
    static constexpr std::size_t kGroupBytes = std::size_t{32} << 20U;

    /// At least one column. `sink` must outlive the writer.
    ParquetWriter(std::vector<ParquetColumn> columns, ParquetNotes notes, Sink const& sink);

    /// One cell for each column. Errors: internal (cells that do not fit the columns), those of the sink. After an
    /// error the file is lost.
    [[nodiscard]] Result<void> add_row(std::span<ParquetCell const> cells);

    /// Writes what is held and the footer; nothing may follow.
    [[nodiscard]] Result<void> finish();

private:
    [[nodiscard]] Result<void> write(std::string_view bytes);
    [[nodiscard]] Result<void> flush();

    std::vector<ParquetColumn> columns_;
    ParquetNotes notes_;
    Sink const& sink_;
    std::vector<ParquetColumnBuffer> buffers_;
    std::vector<ParquetRowGroup> groups_;
    std::int64_t rows_ = 0;    // held
    std::int64_t offset_ = 0;  // bytes written
};

}  // namespace kewp::publish
