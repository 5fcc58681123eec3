#include "publish/parquet_column.hpp"

#include "base/text.hpp"
#include "publish/parquet_bounds.hpp"
#include "publish/parquet_encoding.hpp"
#include "publish/thrift_compact.hpp"

#include <algorithm>
#include <bit>
#include <fmt/format.h>
#include <span>

namespace kewp::publish {
namespace {

// Enumerators of parquet.thrift.
constexpr std::int32_t kDataPage = 0;
constexpr std::int32_t kDictionaryPage = 2;
constexpr std::int32_t kPlain = 0;
constexpr std::int32_t kRle = 3;
constexpr std::int32_t kRleDictionary = 8;

constexpr std::size_t kPageBytes = std::size_t{1} << 20U;  // what parquet-format recommends for pages
constexpr std::size_t kPageRows = 20'000;
constexpr std::size_t kDictionaryLimit = std::size_t{1} << 20U;
constexpr std::size_t kNumberBytes = 8;
constexpr std::size_t kLengthBytes = 4;

void append_plain_text(std::string& out, std::string_view text)
{
    append_u32(out, static_cast<std::uint32_t>(text.size()));
    out += text;
}

/// Writes pages to the sink and keeps account of them.
class Pages {
public:
    Pages(Sink const& sink, ParquetChunk& chunk) : sink_(sink), chunk_(chunk) {}

    Result<void> dictionary(std::string const& body, std::size_t entries)
    {
        return write(body, kDictionaryPage, [&](ThriftWriter& header) {
            header.begin_struct(7);
            header.field_i32(1, static_cast<std::int32_t>(entries));
            header.field_i32(2, kPlain);
            header.end();
        });
    }

    Result<void> data(std::string const& body, std::size_t entries, bool dictionary)
    {
        return write(body, kDataPage, [&](ThriftWriter& header) {
            header.begin_struct(5);
            header.field_i32(1, static_cast<std::int32_t>(entries));
            header.field_i32(2, dictionary ? kRleDictionary : kPlain);
            header.field_i32(3, kRle);
            header.field_i32(4, kRle);
            header.end();
        });
    }

private:
    template <class AddHeader>
    Result<void> write(std::string const& body, std::int32_t type, AddHeader add_header)
    {
        auto const packed = zstd_compress(body);
        if (!packed) {
            return fail(packed.error());
        }
        ThriftWriter header;
        header.begin_element();
        header.field_i32(1, type);
        header.field_i32(2, static_cast<std::int32_t>(body.size()));
        header.field_i32(3, static_cast<std::int32_t>(packed->size()));
        header.field_i32(4, static_cast<std::int32_t>(crc32_of(*packed)));
        add_header(header);
        header.end();
        chunk_.plain_bytes += static_cast<std::int64_t>(header.bytes().size() + body.size());
        chunk_.stored_bytes += static_cast<std::int64_t>(header.bytes().size() + packed->size());
        auto written = sink_(header.bytes());
        return written ? sink_(*packed) : written;
    }

    Sink const& sink_;
    ParquetChunk& chunk_;
};

}  // namespace

bool ParquetColumnBuffer::is_text() const
{
    return column_.type == ParquetType::text || column_.type == ParquetType::texts;
}

/// The definition level of a value: the optional and repeated parts on its path.
std::uint32_t ParquetColumnBuffer::top_level() const
{
    return (column_.required ? 0U : 1U) + (column_.type == ParquetType::texts ? 1U : 0U);
}

void ParquetColumnBuffer::append_level(std::uint32_t definition, std::uint32_t repetition)
{
    definitions_.push_back(definition);
    if (column_.type == ParquetType::texts) {
        repetitions_.push_back(repetition);
    }
}

void ParquetColumnBuffer::append_number(std::uint64_t bits)
{
    append_level(top_level(), 0);
    numbers_.push_back(bits);
    page_bytes_ += kNumberBytes;
}

void ParquetColumnBuffer::append_text(std::string_view text)
{
    std::string repaired;
    if (!text::is_utf8(text)) {
        repaired = text::to_utf8(text::to_utf32(text));
        text = repaired;
    }
    auto found = known_.find(text);
    if (found == known_.end()) {
        auto const& kept = texts_.emplace_back(text);
        found = known_.emplace(kept, static_cast<std::uint32_t>(texts_.size() - 1)).first;
        dictionary_bytes_ += kLengthBytes + text.size();
    }
    indices_.push_back(found->second);
    page_bytes_ += kLengthBytes + text.size();
}

Result<void> ParquetColumnBuffer::append(ParquetCell const& cell)
{
    bool fits = false;
    if (std::holds_alternative<std::monostate>(cell)) {
        fits = !column_.required;
        append_level(0, 0);
    } else if (auto const* const text = std::get_if<std::string>(&cell)) {
        fits = column_.type == ParquetType::text;
        append_level(top_level(), 0);
        append_text(*text);
    } else if (auto const* const whole = std::get_if<std::int64_t>(&cell)) {
        fits = column_.type == ParquetType::whole;
        append_number(static_cast<std::uint64_t>(*whole));
    } else if (auto const* const real = std::get_if<double>(&cell)) {
        fits = column_.type == ParquetType::real;
        append_number(std::bit_cast<std::uint64_t>(*real));
    } else if (auto const* const truth = std::get_if<bool>(&cell)) {
        fits = column_.type == ParquetType::truth;
        append_number(*truth ? 1 : 0);
    } else if (auto const* const time = std::get_if<Instant>(&cell)) {
        fits = column_.type == ParquetType::time;
        append_number(static_cast<std::uint64_t>(std::chrono::microseconds{time->time_since_epoch()}.count()));
    } else if (auto const* const texts = std::get_if<std::vector<std::string>>(&cell)) {
        fits = column_.type == ParquetType::texts;
        if (texts->empty()) {
            append_level(top_level() - 1, 0);
        }
        for (std::size_t i = 0; i < texts->size(); ++i) {
            append_level(top_level(), i == 0 ? 0 : 1);
            append_text((*texts)[i]);
        }
    }
    if (!fits) {
        return fail(ErrorCode::internal,
                    fmt::format("Parquet column '{}': a value of the wrong type (alternative {}), or null where none "
                                "may be",
                                column_.name, cell.index()));
    }
    end_row();
    return {};
}

void ParquetColumnBuffer::end_row()
{
    auto const begin = marks_.empty() ? std::size_t{0} : marks_.back().levels;
    bytes_ = dictionary_bytes_ + numbers_.size() * kNumberBytes +
             (indices_.size() + definitions_.size() + repetitions_.size()) * sizeof(std::uint32_t);
    if (page_bytes_ >= kPageBytes || definitions_.size() - begin >= kPageRows) {
        marks_.push_back({definitions_.size(), is_text() ? indices_.size() : numbers_.size()});
        page_bytes_ = 0;
    }
}

bool ParquetColumnBuffer::worth_a_dictionary() const
{
    return is_text() && !texts_.empty() && dictionary_bytes_ <= kDictionaryLimit &&
           texts_.size() * 2 <= indices_.size();
}

std::string ParquetColumnBuffer::page_levels(Mark from, Mark until) const
{
    std::string out;
    auto const append = [&](std::vector<std::uint32_t> const& levels, std::uint32_t largest) {
        std::string packed;
        append_hybrid(packed, std::span{levels}.subspan(from.levels, until.levels - from.levels),
                      bit_width_of(largest));
        append_plain_text(out, packed);
    };
    if (column_.type == ParquetType::texts) {
        append(repetitions_, 1);
    }
    if (top_level() > 0) {
        append(definitions_, top_level());
    }
    return out;
}

std::string ParquetColumnBuffer::page_values(Mark from, Mark until, bool dictionary) const
{
    std::string out;
    auto const count = until.values - from.values;
    if (dictionary) {
        auto const width = bit_width_of(static_cast<std::uint32_t>(texts_.size() - 1));
        out += static_cast<char>(width);
        append_hybrid(out, std::span{indices_}.subspan(from.values, count), width);
    } else if (is_text()) {
        for (auto const index : std::span{indices_}.subspan(from.values, count)) {
            append_plain_text(out, texts_[index]);
        }
    } else if (column_.type == ParquetType::truth) {
        std::vector<std::uint8_t> bits(count);
        std::ranges::transform(std::span{numbers_}.subspan(from.values, count), bits.begin(),
                               [](auto bit) { return static_cast<std::uint8_t>(bit); });
        append_bits(out, bits);
    } else {
        for (auto const number : std::span{numbers_}.subspan(from.values, count)) {
            append_u64(out, number);
        }
    }
    return out;
}

Result<ParquetChunk> ParquetColumnBuffer::flush(Sink const& sink, std::int64_t offset)
{
    ParquetChunk chunk;
    auto const values = is_text() ? indices_.size() : numbers_.size();
    chunk.entries = static_cast<std::int64_t>(definitions_.size());
    chunk.nulls = static_cast<std::int64_t>(definitions_.size() - values);
    set_text_bounds(chunk, texts_);
    set_number_bounds(chunk, column_.type, numbers_);
    Pages pages{sink, chunk};
    bool const dictionary = worth_a_dictionary();
    if (dictionary) {
        chunk.dictionary_offset = offset;
        std::string body;
        for (auto const& text : texts_) {
            append_plain_text(body, text);
        }
        if (auto written = pages.dictionary(body, texts_.size()); !written) {
            return fail(written.error());
        }
    }
    chunk.data_offset = offset + chunk.stored_bytes;
    if (marks_.empty() || marks_.back().levels < definitions_.size()) {
        marks_.push_back({definitions_.size(), values});
    }
    Mark from;
    for (auto const until : marks_) {
        auto const body = page_levels(from, until) + page_values(from, until, dictionary);
        if (auto written = pages.data(body, until.levels - from.levels, dictionary); !written) {
            return fail(written.error());
        }
        from = until;
    }
    reset();
    return chunk;
}

void ParquetColumnBuffer::reset()
{
    definitions_.clear();
    repetitions_.clear();
    numbers_.clear();
    indices_.clear();
    known_.clear();
    texts_.clear();
    marks_.clear();
    dictionary_bytes_ = bytes_ = page_bytes_ = 0;
}

}  // namespace kewp::publish
