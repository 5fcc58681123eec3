#include "base/crypto.hpp"
#include "publish/parquet_bounds.hpp"
#include "publish/parquet_encoding.hpp"
#include "publish/parquet_writer.hpp"
#include "publish/thrift_compact.hpp"
#include "publish_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kewp::publish {
namespace {

using testing::HasSubstr;

std::string hex_of(std::string_view bytes)
{
    return crypto::hex({reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size()});
}

// Expected bytes are worked out by hand from Encodings.md of Apache Parquet and the specification of Thrift's compact
// protocol; whole files are read by other programs in tests/conformance/parquet_test.py.

TEST(ParquetEncoding, PacksTheNumbersOfTheFormatsOwnExample)
{
    std::string out;
    append_hybrid(out, std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6, 7}, 3);
    EXPECT_EQ(hex_of(out), "0388c6fa");  // header 1 << 1 | 1, then the bytes that Encodings.md gives for 0 to 7
}

TEST(ParquetEncoding, WritesRunsOfEightAndMore)
{
    std::string run;
    append_hybrid(run, std::vector<std::uint32_t>(1000, 300), 9);
    EXPECT_EQ(hex_of(run), "d00f2c01");  // 1000 << 1 as a varint, then 300 in two bytes
    std::string short_run;
    append_hybrid(short_run, std::vector<std::uint32_t>(7, 1), 1);
    EXPECT_EQ(hex_of(short_run), "037f");  // one packed group: seven ones and a zero
}

TEST(ParquetEncoding, FillsAGroupFromARunBeforeTheRunIsWritten)
{
    std::vector<std::uint32_t> values = {0, 1, 0};
    values.insert(values.end(), 20, 1);
    values.push_back(0);
    std::string out;
    append_hybrid(out, values, 1);
    // A group of 0 1 0 and five of the ones; the other 15 as a run; a last group with the zero.
    EXPECT_EQ(hex_of(out),
              "03fa"
              "1e01"
              "0300");
}

TEST(ParquetEncoding, WritesNothingForNoValues)
{
    std::string out;
    append_hybrid(out, {}, 1);
    append_bits(out, {});
    EXPECT_EQ(out, "");
}

TEST(ParquetEncoding, WritesNumbersAndTruthsWithTheLowestFirst)
{
    std::string out;
    append_u32(out, 0x01020304);
    append_double(out, -2.0);
    append_bits(out, std::vector<std::uint8_t>{1, 0, 1, 1, 0, 0, 0, 0, 1});
    EXPECT_EQ(hex_of(out),
              "04030201"
              "00000000000000c0"
              "0d01");
}

TEST(ThriftCompact, WritesFieldsByTheStepOfTheirNumbers)
{
    ThriftWriter out;
    out.begin_element();
    out.field_i32(1, -1);      // step 1, type 5, zigzag 1
    out.field_text(4, "ab");   // step 3, type 8, length, bytes
    out.field_bool(20, true);  // step 16 does not fit: type 1, number 20 as zigzag
    out.begin_struct(21);      // step 1, type 12
    out.field_i64(2, 300);     // step 2, type 6, zigzag 600
    out.end();
    out.begin_list_of_i32(22, 2);  // step 1, type 9; two of type 5
    out.element_i32(0);
    out.element_i32(8);
    out.end();
    EXPECT_EQ(hex_of(out.bytes()),
              "1501"
              "38026162"
              "0128"
              "1c"
              "26d804"
              "00"
              "19250010"
              "00");
}

TEST(ThriftCompact, WritesLongListsWithTheirSize)
{
    ThriftWriter out;
    out.begin_element();
    out.begin_list_of_texts(1, 15);
    EXPECT_EQ(hex_of(out.bytes()), "19f80f");
}

std::string file_of(std::vector<ParquetColumn> columns, std::vector<std::vector<ParquetCell>> const& rows)
{
    Collected file;
    auto const sink = file.sink();
    ParquetWriter writer{std::move(columns), {}, sink};
    for (auto const& row : rows) {
        EXPECT_TRUE(writer.add_row(row));
    }
    EXPECT_TRUE(writer.finish());
    return file.text;
}

TEST(ParquetWriter, WritesAnEmptyTableAsMagicAndFooter)
{
    // FileMetaData: version 2; schema of a root with one child, and an optional byte array `a` of UTF-8; 0 rows; no
    // row group; created_by; one column order.
    auto const created = std::string{"kewp version " KEWP_VERSION " (build release)"};
    auto const footer =
        "1504"
        "192c"
        "4806736368656d61"
        "1502"
        "00"
        "150c"
        "2502"
        "180161"
        "2500"
        "4c1c0000"
        "00"
        "1600"
        "190c"
        "28" +
        fmt::format("{:02x}", created.size()) + hex_of(created) +
        "191c1c0000"
        "00";
    auto const size = footer.size() / 2;
    EXPECT_EQ(hex_of(file_of({{"a", ParquetType::text}}, {})),
              hex_of("PAR1") + footer + fmt::format("{:02x}000000", size) + hex_of("PAR1"));
}

TEST(ParquetWriter, RefusesCellsThatDoNotFit)
{
    Collected file;
    auto const sink = file.sink();
    ParquetWriter writer{{{"id", ParquetType::text, true}, {"n", ParquetType::whole}}, {}, sink};
    EXPECT_THAT(writer.add_row(std::vector<ParquetCell>{std::string{"a"}}).error().message, HasSubstr("1 values"));
    EXPECT_THAT(writer.add_row(std::vector<ParquetCell>{{}, {}}).error().message, HasSubstr("'id'"));
    EXPECT_THAT(writer.add_row(std::vector<ParquetCell>{std::string{"a"}, 0.5}).error().message, HasSubstr("'n'"));
}

TEST(ParquetWriter, HandsOnTheErrorOfTheSink)
{
    Sink const full = [](std::string_view) -> Result<void> { return fail(ErrorCode::io, "the disk is full"); };
    ParquetWriter writer{{{"id", ParquetType::text, true}}, {}, full};
    ASSERT_TRUE(writer.add_row(std::vector<ParquetCell>{std::string{"a"}}));
    EXPECT_EQ(writer.finish().error().message, "the disk is full");
}

TEST(ParquetWriter, RepairsTextThatIsNoUtf8)
{
    std::string const with_replacement = "a\xEF\xBF\xBD";
    auto const broken = file_of({{"t", ParquetType::text}}, {{std::string{"a\xFF"}}});
    EXPECT_EQ(broken, file_of({{"t", ParquetType::text}}, {{with_replacement}}));
}

ParquetChunk text_bounds(std::deque<std::string> const& texts)
{
    ParquetChunk chunk;
    set_text_bounds(chunk, texts);
    return chunk;
}

TEST(ParquetBounds, OfTextCompareBytes)
{
    auto const bounds = text_bounds({"b", "Z", "ä", "a"});
    EXPECT_EQ(bounds.least, "Z");
    EXPECT_EQ(bounds.most, "ä");
    EXPECT_TRUE(bounds.least_exact && bounds.most_exact);
    EXPECT_FALSE(text_bounds({}).has_bounds);
}

TEST(ParquetBounds, OfLongTextAreCutBetweenCharactersAndTheUpperOneIsRaised)
{
    auto const bounds = text_bounds({std::string(63, 'x') + "äöü"});
    EXPECT_EQ(bounds.least, std::string(63, 'x'));
    EXPECT_EQ(bounds.most, std::string(62, 'x') + "y");
    EXPECT_FALSE(bounds.least_exact || bounds.most_exact);
    auto const before_surrogates = text_bounds({std::string(61, 'x') + "\xED\x9F\xBF"
                                                                       "more"});
    EXPECT_EQ(before_surrogates.most, std::string(61, 'x') + "\xEE\x80\x80");
}

TEST(ParquetBounds, OfTextOfTheLastCharacterThereAreNone)
{
    std::string text;
    for (int i = 0; i < 20; ++i) {
        text += "\xF4\x8F\xBF\xBF";  // U+10FFFF
    }
    EXPECT_FALSE(text_bounds({text}).has_bounds);
}

}  // namespace
}  // namespace kewp::publish
