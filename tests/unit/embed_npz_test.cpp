#include "base/file.hpp"
#include "embed/npz.hpp"
#include "npz_builder.hpp"

#include <cmath>
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>
#include <numeric>
#include <random>

namespace kewp::embed {
namespace {

using namespace npz_builder;
using testing::ElementsAre;
using testing::FloatNear;
using testing::HasSubstr;

using Ids = std::vector<std::string>;

std::span<std::byte const> bytes_of(std::string const& text)
{
    return std::as_bytes(std::span(text));
}

std::filesystem::path temporary(char const* name)
{
    return std::filesystem::path(testing::TempDir()) / name;
}

double norm(std::span<float const> row)
{
    return std::sqrt(std::inner_product(row.begin(), row.end(), row.begin(), 0.0));
}

/// `rows` vectors that are not normalised, with ids "KE 0" and so on.
struct Raw {
    Ids ids;
    std::vector<float> values;
    MatrixView matrix;

    Raw(std::size_t rows, std::size_t cols)
    {
        std::minstd_rand random(7);
        std::uniform_real_distribution<float> uniform(-2, 2);
        for (std::size_t i = 0; i < rows; ++i) {
            ids.push_back("KE " + std::to_string(i));
        }
        for (std::size_t i = 0; i < rows * cols; ++i) {
            values.push_back(uniform(random));
        }
        matrix = {values.data(), rows, cols};
    }
};

bool lies_within(MatrixView matrix, std::string const& bytes)
{
    auto const* const at = reinterpret_cast<char const*>(matrix.data);
    return std::greater_equal<>()(at, bytes.data()) && std::less<>()(at, bytes.data() + bytes.size());
}

TEST(NpzReader, ReadsIdsAndRows)
{
    auto const bytes = good();
    auto const set = read_npz(bytes_of(bytes), "x.npz", ChecksumPolicy::all);
    ASSERT_TRUE(set.has_value()) << set.error().message;
    EXPECT_THAT(set->ids(), ElementsAre("KE 1", "KE 55"));
    EXPECT_THAT(set->matrix().row(0), ElementsAre(0.6F, 0.8F, 0.0F));
    EXPECT_THAT(set->matrix().row(1), ElementsAre(0.0F, 0.0F, 1.0F));
    EXPECT_EQ(set->renormalised(), 0U);
    EXPECT_EQ(set->name(), "x.npz");
}

TEST(NpzReader, UsesAnAlignedStoredMatrixInPlaceAndCopiesAnother)
{
    bool seen_in_place = false;
    bool seen_copied = false;
    for (std::size_t shift = 0; shift < 4; ++shift) {
        auto const bytes = zip({{std::string(shift, 'x'), ""}, good_ids(), good_matrix()});
        auto const set = read_npz(bytes_of(bytes), "x.npz");
        ASSERT_TRUE(set.has_value()) << set.error().message;
        auto const data_at = bytes.find("matrix.npy") + 10 + 128;
        bool const aligned = (reinterpret_cast<std::uintptr_t>(bytes.data()) + data_at) % alignof(float) == 0;
        EXPECT_EQ(lies_within(set->matrix(), bytes), aligned);
        EXPECT_THAT(set->matrix().row(0), ElementsAre(0.6F, 0.8F, 0.0F));
        (aligned ? seen_in_place : seen_copied) = true;
    }
    EXPECT_TRUE(seen_in_place && seen_copied);
}

TEST(NpzReader, ReadsCompressedMembersAndZip64AndCommentsAndOtherMembers)
{
    Member ids = good_ids();
    Member matrix = good_matrix();
    ids.deflate = true;
    matrix.deflate = true;
    auto const same = [](std::string const& bytes) {
        auto const set = read_npz(bytes_of(bytes), "x.npz", ChecksumPolicy::all);
        ASSERT_TRUE(set.has_value()) << set.error().message;
        EXPECT_THAT(set->ids(), ElementsAre("KE 1", "KE 55"));
        EXPECT_THAT(set->matrix().row(0), ElementsAre(0.6F, 0.8F, 0.0F));
    };
    same(zip({ids, matrix}));
    same(zip({good_ids(), good_matrix()}, "made by hand PK\x05\x06 with care"));
    same(zip({good_matrix(), {"note.txt", "ignored"}, {"ids", "not an array"}, good_ids()}));
    ids.zip64 = true;
    same(zip({ids, matrix}, "", true));
    matrix.zip64 = true;
    matrix.deflate = false;
    same(zip({ids, matrix}, "a comment", true));
}

TEST(NpzReader, ReadsHeadersInAnyOrderAndVersionTwo)
{
    auto const header = R"({ "shape":(2,3), 'fortran_order':False,'descr':"<f4"})";
    for (char const version : {'\1', '\2'}) {
        auto const bytes = zip({good_ids(), {"matrix.npy", npy_raw(header, good_matrix().data.substr(128), version)}});
        auto const set = read_npz(bytes_of(bytes), "x.npz");
        ASSERT_TRUE(set.has_value()) << set.error().message;
        EXPECT_EQ(set->cols(), 3U);
    }
}

TEST(NpzReader, NormalisesRowsThatAreOffInAPrivateCopyAndCountsThem)
{
    auto const matrix = npy("<f4", "(4, 2)", floats({3, 4, 0, 0, 3e38F, 3e38F, 1e-30F, 0}));
    auto const bytes = zip({{"ids.npy", npy("<U1", "(4,)", utf32({"a", "b", "c", "d"}, 1))}, {"matrix.npy", matrix}});
    auto const set = read_npz(bytes_of(bytes), "x.npz");
    ASSERT_TRUE(set.has_value()) << set.error().message;
    EXPECT_FALSE(lies_within(set->matrix(), bytes));
    EXPECT_EQ(set->renormalised(), 3U);
    EXPECT_THAT(set->zero_rows(), ElementsAre(1U));
    EXPECT_THAT(set->matrix().row(0), ElementsAre(0.6F, 0.8F));
    EXPECT_THAT(set->matrix().row(1), ElementsAre(0.0F, 0.0F));
    EXPECT_NEAR(norm(set->matrix().row(2)), 1, 1e-6);
    EXPECT_THAT(set->matrix().row(3), ElementsAre(1.0F, 0.0F));
}

TEST(NpzReader, ReadsIdsBeyondAscii)
{
    auto const path = temporary("npz_unicode.npz");
    Ids const ids{"α-synuclein", "𝔸", "KE 1"};
    std::vector<float> const values{1, 0, 0, 1, 1, 0};
    ASSERT_TRUE(save_npz(path, ids, {values.data(), 3, 2}).has_value());
    auto const set = load_npz(path);
    ASSERT_TRUE(set.has_value()) << set.error().message;
    EXPECT_EQ(set->ids(), ids);
    std::filesystem::remove(path);
}

TEST(NpzWriter, MakesTheWorkedExampleByteForByte)
{
    auto const path = temporary("npz_worked_example.npz");
    std::vector<float> const raw{3, 4, 0, 0, 0, 0, 1, 2, 2};
    ASSERT_TRUE(save_npz(path, Ids{"KE 1", "KE 55", "KE 1508"}, {raw.data(), 3, 3}).has_value());
    auto const bytes = read_file(path);
    ASSERT_TRUE(bytes.has_value());

    // The archive as numpy 1.24.2 on Python 3.11 writes it: headers and directory spelled out, members built.
    auto const ids = npy("<U7", "(3,)", utf32({"KE 1", "KE 55", "KE 1508"}, 7));
    auto const matrix = npy("<f4", "(3, 3)", floats({0.6F, 0.8F, 0, 0, 0, 0, 0.33333334F, 0.6666667F, 0.6666667F}));
    ASSERT_EQ(ids.size(), 212U);
    ASSERT_EQ(matrix.size(), 164U);
    auto const local = [](std::string_view name, std::string_view crc, std::uint64_t size) {
        std::string out("PK\x03\x04\x14\0\0\0\0\0\0\0\x21\0", 14);
        out += crc;
        put(out, static_cast<std::uint32_t>(size));
        put(out, static_cast<std::uint32_t>(size));
        put(out, static_cast<std::uint16_t>(name.size()));
        put(out, std::uint16_t{20});
        out += name;
        out += std::string_view("\1\0\x10\0", 4);
        put(out, size);
        put(out, size);
        return out;
    };
    auto const entry = [](std::string_view name, std::string_view crc, std::uint32_t size, std::uint32_t offset) {
        std::string out("PK\x01\x02\x14\x03\x14\0\0\0\0\0\0\0\x21\0", 16);
        out += crc;
        put(out, size);
        put(out, size);
        put(out, static_cast<std::uint16_t>(name.size()));
        out += std::string(8, '\0');
        put(out, 0x01800000U);
        put(out, offset);
        return out.append(name);
    };
    std::string const expected =
        local("ids.npy", "\x17\xa7\x0f\x94", 212) + ids + local("matrix.npy", "\x92\xac\x2e\x06", 164) + matrix +
        entry("ids.npy", "\x17\xa7\x0f\x94", 212, 0) + entry("matrix.npy", "\x92\xac\x2e\x06", 164, 269) +
        std::string("PK\x05\x06\0\0\0\0\2\0\2\0\x6d\0\0\0\xed\1\0\0\0\0", 22);
    EXPECT_EQ(bytes->size(), 624U);
    EXPECT_EQ(*bytes, expected);
    std::filesystem::remove(path);
}

TEST(NpzWriter, RoundTripsInPlaceWithUnitRows)
{
    auto const path = temporary("npz_round_trip.npz");
    Raw const raw(300, 65);
    ASSERT_TRUE(save_npz(path, raw.ids, raw.matrix).has_value());
    auto const set = load_npz(path, ChecksumPolicy::all);
    ASSERT_TRUE(set.has_value()) << set.error().message;
    EXPECT_EQ(set->ids(), raw.ids);
    EXPECT_EQ(set->renormalised(), 0U);
    // 78,000 bytes of matrix are moved to a multiple of 64 in the file; mappings begin at pages.
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(set->matrix().data) % 64, 0U);
    for (std::size_t i = 0; i < 300; ++i) {
        auto const before = raw.matrix.row(i);
        auto const after = set->matrix().row(i);
        EXPECT_NEAR(norm(after), 1, 1e-6);
        EXPECT_THAT(after[3], FloatNear(static_cast<float>(before[3] / norm(before)), 1e-6F));
    }
    std::filesystem::remove(path);
}

TEST(NpzWriter, KeepsRowsBitForBitWhenAsked)
{
    auto const first = temporary("npz_keep_1.npz");
    auto const second = temporary("npz_keep_2.npz");
    Raw const raw(20, 33);
    ASSERT_TRUE(save_npz(first, raw.ids, raw.matrix).has_value());
    auto const set = load_npz(first);
    ASSERT_TRUE(set.has_value());
    ASSERT_TRUE(save_npz(second, set->ids(), set->matrix(), RowNorms::keep).has_value());
    EXPECT_EQ(*read_file(first), *read_file(second));
    auto const refused = save_npz(second, raw.ids, raw.matrix, RowNorms::keep);
    ASSERT_FALSE(refused.has_value());
    EXPECT_THAT(refused.error().message, HasSubstr("array 'matrix' row 0 is not a unit vector"));
    std::filesystem::remove(first);
    std::filesystem::remove(second);
}

TEST(NpzWriter, MakesUnitRowsOfValuesWhoseSquaresLeaveTheRange)
{
    auto const path = temporary("npz_range.npz");
    std::vector<float> const values{2e38F, 2e38F, 1e-30F, 0, 0, 0};
    ASSERT_TRUE(save_npz(path, Ids{"a", "b", "c"}, {values.data(), 3, 2}).has_value());
    auto const set = load_npz(path);
    ASSERT_TRUE(set.has_value());
    EXPECT_EQ(set->renormalised(), 0U);
    EXPECT_THAT(set->zero_rows(), ElementsAre(2U));
    std::filesystem::remove(path);
}

TEST(NpzWriter, RefusesWhatAReaderWouldRefuseAndLeavesTheOldFile)
{
    auto const path = temporary("npz_refused.npz");
    ASSERT_TRUE(write_file_atomically(path, "before").has_value());
    std::vector<float> const values{1, 0, 0, std::numeric_limits<float>::quiet_NaN()};
    struct {
        Ids ids;
        MatrixView matrix;
        char const* message;
    } const cases[] = {
        {{}, {values.data(), 0, 2}, "array 'ids' would be empty"},
        {{"a"}, {values.data(), 1, 0}, "array 'matrix' would be empty"},
        {{"a"}, {values.data(), 2, 2}, "array 'matrix' has 2 rows for 1 ids"},
        {{"a", "a"}, {values.data(), 2, 1}, "array 'ids' would hold 'a' twice"},
        {{"a", ""}, {values.data(), 2, 1}, "array 'ids' row 1 would be empty"},
        {{"a", "\xff"}, {values.data(), 2, 1}, "array 'ids' row 1 holds bytes or characters"},
        {{"a\n", "b"}, {values.data(), 2, 1}, "array 'ids' row 0 holds bytes or characters"},
        {{"a", "b"}, {values.data(), 2, 2}, "array 'matrix' row 1 holds a NaN"},
        {{"a", "b"}, {values.data(), 2, std::size_t{1} << 40U}, "4 GiB or more"},
        {{"a", "b"}, {values.data(), 2, std::size_t{1} << 62U}, "4 GiB or more"},
    };
    for (auto const& bad : cases) {
        auto const saved = save_npz(path, bad.ids, bad.matrix);
        ASSERT_FALSE(saved.has_value()) << bad.message;
        EXPECT_THAT(saved.error().message, HasSubstr(path.string() + ": "));
        EXPECT_THAT(saved.error().message, HasSubstr(bad.message));
    }
    EXPECT_EQ(*read_file(path), "before");
    std::filesystem::remove(path);
    EXPECT_FALSE(save_npz(temporary("no_such_folder/x.npz"), Ids{"a"}, {values.data(), 1, 1}).has_value());
}

TEST(EmbeddingSet, FindsRowsByIdAndHidesZeroVectors)
{
    auto const set = EmbeddingSet::from_values("x.npz", {"KE 9", "KE 10", "KE 1"}, {1, 0, 0, 0, 0, 1}, 2);
    ASSERT_TRUE(set.has_value()) << set.error().message;
    EXPECT_EQ(set->find("KE 9"), 0U);
    EXPECT_EQ(set->find("KE 10"), 1U);
    EXPECT_EQ(set->find("KE 1"), 2U);
    EXPECT_FALSE(set->find("KE 2").has_value());
    EXPECT_FALSE(set->find("").has_value());
    EXPECT_THAT(set->vector_of("KE 1"), ElementsAre(0.0F, 1.0F));
    EXPECT_TRUE(set->vector_of("KE 10").empty());
    EXPECT_TRUE(set->vector_of("KE 2").empty());
    auto const copy = *set;
    EXPECT_EQ(copy.matrix().data, set->matrix().data);
    EXPECT_EQ(copy.find("KE 10"), 1U);
}

TEST(EmbeddingSet, RefusesValuesThatAreNoWholeRows)
{
    EXPECT_FALSE(EmbeddingSet::from_values("x.npz", {"a"}, {1, 2, 3}, 2).has_value());
    EXPECT_FALSE(EmbeddingSet::from_values("x.npz", {"a"}, {1, 2, 3}, 0).has_value());
    EXPECT_FALSE(EmbeddingSet::from_values("x.npz", {"a", "b"}, {1, 2}, 2).has_value());
}

TEST(EmbeddingSet, ReportsIdsOutsideTheCorpus)
{
    auto const set =
        EmbeddingSet::from_values("d/ke_embeddings.npz", {"a", "b", "c", "d", "e", "f", "g"}, {1, 1, 1, 1, 1, 1, 1}, 1);
    ASSERT_TRUE(set.has_value());
    EXPECT_TRUE(check_ids(
                    *set, [](auto) { return true; }, "ke_metadata.json")
                    .has_value());
    auto const one = check_ids(
        *set, [](auto id) { return id != "c"; }, "ke_metadata.json");
    ASSERT_FALSE(one.has_value());
    EXPECT_EQ(one.error().message,
              "d/ke_embeddings.npz: array 'ids' holds 1 id that is not in ke_metadata.json: 'c'; "
              "run 'kewp precompute ke'");
    auto const all = check_ids(
        *set, [](auto) { return false; }, "ke_metadata.json");
    ASSERT_FALSE(all.has_value());
    EXPECT_THAT(all.error().message,
                HasSubstr("holds 7 ids that are not in ke_metadata.json: 'a', 'b', 'c', 'd', 'e' and 2 more"));
    EXPECT_THAT(unknown_ids(*set, [](auto id) { return id > "e"; }), ElementsAre("a", "b", "c", "d", "e"));
}

TEST(EmbeddingSet, ReportsColumnsThatAModelDoesNotGive)
{
    auto const set = EmbeddingSet::from_values("data/go_bp_embeddings.npz", {"a"}, {1, 0, 0}, 3);
    ASSERT_TRUE(set.has_value());
    EXPECT_TRUE(check_columns(*set, 3, "the model").has_value());
    auto const refused = check_columns(*set, 384, "the model");
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().message,
              "data/go_bp_embeddings.npz: array 'matrix' has 3 columns, the model gives 384; "
              "run 'kewp precompute go'");
}

TEST(NpzReader, ReadsTheRealFilesOfTheReference)
{
    auto const folder = std::filesystem::path(KEWP_SHARED_DATA) / "reference-datafolder";
    if (!std::filesystem::exists(folder)) {
        GTEST_SKIP() << "no ../shared/data here: reading the reference's own files is not shown";
    }
    for (auto const* name : {"pathway_title_embeddings-202602.npz", "pathway_embeddings-202601.npz"}) {
        auto const set = load_npz(folder / name, ChecksumPolicy::all);
        ASSERT_TRUE(set.has_value()) << set.error().message;
        EXPECT_EQ(set->size(), 1012U);
        EXPECT_EQ(set->cols(), 768U);
        EXPECT_EQ(set->renormalised(), 0U);
        EXPECT_TRUE(set->zero_rows().empty());
        EXPECT_TRUE(set->ids().front().starts_with("WP"));
        // Written again, the bytes are the reference's but for the alignment of the matrix.
        auto const path = temporary(name);
        ASSERT_TRUE(save_npz(path, set->ids(), set->matrix(), RowNorms::keep).has_value());
        auto const again = load_npz(path, ChecksumPolicy::all);
        ASSERT_TRUE(again.has_value()) << again.error().message;
        EXPECT_EQ(again->ids(), set->ids());
        EXPECT_TRUE(std::equal(again->matrix().values().begin(), again->matrix().values().end(),
                               set->matrix().values().begin()));
        std::filesystem::remove(path);
    }
}

}  // namespace
}  // namespace kewp::embed
