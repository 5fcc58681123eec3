// The corpus of bad embeddings files: each is refused with a message that names file and array.

#include "base/file.hpp"
#include "embed/npz.hpp"
#include "npz_builder.hpp"

#include <cmath>
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>

namespace kewp::embed {
namespace {

using namespace npz_builder;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

constexpr char const* kFile = "data/go_bp_embeddings.npz";

Result<EmbeddingSet> read(std::string const& bytes, ChecksumPolicy checksums = ChecksumPolicy::quick)
{
    return read_npz(std::as_bytes(std::span(bytes)), kFile, checksums);
}

struct BadFile {
    char const* what;
    std::string bytes;
    char const* message;
};

std::string with_ids(std::string member)
{
    return zip({{"ids.npy", std::move(member)}, good_matrix()});
}

std::string with_matrix(std::string member)
{
    return zip({good_ids(), {"matrix.npy", std::move(member)}});
}

std::string matrix_of(std::vector<float> const& values)
{
    return with_matrix(npy("<f4", "(2, 3)", floats(values)));
}

std::string matrix_header(std::string const& dictionary)
{
    return with_matrix(npy_raw(dictionary, good_matrix().data.substr(128)));
}

std::size_t end_of(std::string const& archive)
{
    return archive.rfind("PK\x05\x06");
}

std::size_t directory_of(std::string const& archive)
{
    return archive.find("PK\x01\x02");
}

std::vector<BadFile> bad_archives()
{
    auto const ok = good();
    auto const ok64 = zip({good_ids(), good_matrix()}, "", true);
    auto const locator = ok64.find("PK\x06\x07");
    auto twice = zip({good_ids(), good_ids(), good_matrix()});
    Member encrypted = good_matrix();
    encrypted.flags = 1;
    Member lies = good_matrix();
    lies.claimed_size = 24;
    Member bomb = good_matrix();
    bomb.deflate = true;
    bomb.claimed_size = 0xf0000000;
    Member longer = bomb;
    longer.claimed_size = bomb.data.size() - 1;
    Member shorter = bomb;
    shorter.claimed_size = bomb.data.size() + 1;
    Member damaged = good_ids();
    damaged.wrong_crc = true;
    Member deflated_damaged = good_matrix();
    deflated_damaged.deflate = true;
    deflated_damaged.wrong_crc = true;
    Member no_stream = good_matrix();
    no_stream.deflate = true;
    auto stream_broken = zip({good_ids(), no_stream});
    stream_broken[stream_broken.find("matrix.npy") + 10] = '\x07';  // block type 3 does not exist

    return {
        {"empty", "", "is empty; expected an NPZ archive"},
        {"text", "hello, world", "is not an NPZ archive"},
        {"pickle", std::string("\x80\x04\x95\x10", 4), "is a Python pickle, which is never read"},
        {"legacy array", npy("|O", "()", "\x80\x03"),
         "the legacy array in it holds pickled Python objects (dtype '|O')"},
        {"single array", npy("<f4", "(2,)", floats({1, 2})), "is a single NPY array of dtype '<f4'"},
        {"cut short", ok.substr(0, ok.size() - 1), "has no end record: the file is cut short or damaged"},
        {"bytes after the end", ok + "x", "has no end record"},
        {"several disks", patched(ok, end_of(ok) + 4, std::uint16_t{1}), "is one part of several"},
        {"directory too long", patched(ok, end_of(ok) + 12, 9999U), "directory of the zip archive lies outside"},
        {"directory too far", patched(ok, end_of(ok) + 16, 0xfffffff0U), "directory of the zip archive lies outside"},
        {"too many entries", patched(ok, end_of(ok) + 10, std::uint16_t{500}), "announces 500 members"},
        {"too few entries", patched(ok, end_of(ok) + 10, std::uint16_t{1}), "holds more than the 1 members"},
        {"entry damaged", patched(ok, directory_of(ok), std::uint16_t{0}), "entry 1 of the zip directory is damaged"},
        {"entry's name too long", patched(ok, directory_of(ok) + 28, std::uint16_t{60000}),
         "entry 1 of the zip directory is cut short"},
        {"no ZIP64 record", patched(ok, end_of(ok) + 16, 0xffffffffU), "refers to a ZIP64 record that is not there"},
        {"ZIP64 record outside", patched(ok64, locator + 8, 0xffffffffffffff00ULL),
         "ZIP64 record of the zip archive lies"},
        {"ZIP64 several disks", patched(ok64, locator - 40, 3U), "is one part of several"},
        {"ZIP64 sizes absent", patched(ok, directory_of(ok) + 20, 0xffffffffU), "lacks its ZIP64 sizes"},
        {"no ids", zip({good_matrix()}), "array 'ids' is missing; the archive holds 'matrix.npy'"},
        {"no matrix", zip({good_ids(), {"vectors.npy", ""}}), "array 'matrix' is missing; the archive holds 'ids.npy'"},
        {"no members", zip({}), "array 'ids' is missing; the archive holds nothing"},
        {"ids twice", twice, "array 'ids' is in the archive twice"},
        {"encrypted", zip({good_ids(), encrypted}), "array 'matrix' is encrypted"},
        {"unknown compression", patched(ok, directory_of(ok) + 10, std::uint16_t{14}), "contradicts the directory"},
        {"two stored sizes", zip({good_ids(), lies}), "array 'matrix' is stored, yet its two sizes differ"},
        {"local header elsewhere", patched(ok, directory_of(ok) + 42, 7U),
         "array 'ids' has no local zip header at byte 7"},
        {"local header outside", patched(ok, directory_of(ok) + 42, 0xfffffff0U),
         "array 'ids' has no local zip header"},
        {"member too long", patched(patched(ok, directory_of(ok) + 20, 60000U), directory_of(ok) + 24, 60000U),
         "array 'ids' is cut short: its 60000 bytes reach beyond"},
        {"zip bomb", zip({good_ids(), bomb}), "array 'matrix' claims 4026531840 bytes unpacked"},
        {"unpacks to more", zip({good_ids(), longer}), "array 'matrix' unpacks to more than the 151 bytes"},
        {"unpacks to less", zip({good_ids(), shorter}), "array 'matrix' cannot be unpacked"},
        {"deflate damaged", stream_broken, "array 'matrix' cannot be unpacked"},
        {"ids checksum", zip({damaged, good_matrix()}), "array 'ids' is damaged: its checksum differs"},
        {"deflated checksum", zip({good_ids(), deflated_damaged}), "array 'matrix' is damaged: its checksum differs"},
    };
}

std::vector<BadFile> bad_arrays()
{
    auto const data = utf32({"KE 1", "KE 55"}, 5);
    auto const values = good_matrix().data.substr(128);
    float const nan = std::numeric_limits<float>::quiet_NaN();
    float const infinity = std::numeric_limits<float>::infinity();
    return {
        {"object ids", with_ids(npy("|O", "(2,)", "\x80\x03]q.")),
         "array 'ids' holds pickled Python objects (dtype '|O')"},
        {"object matrix", with_matrix(npy("|O", "(2, 3)", "\x80\x03")), "array 'matrix' holds pickled Python objects"},
        {"pickled member", with_ids("\x80\x03]q\x01."), "array 'ids' is a Python pickle, which is never read"},
        {"no magic", with_ids("NUMPY, honestly"), "array 'ids' does not begin with the NPY magic bytes"},
        {"empty member", with_matrix(""), "array 'matrix' does not begin with the NPY magic bytes"},
        {"magic only", with_matrix("\x93NUMPY\x01"), "array 'matrix' is cut short within its NPY header"},
        {"version 2 prefix only", with_matrix(std::string("\x93NUMPY\x02\x00\x10\x00\x00", 11)),
         "array 'matrix' is cut short within its NPY header"},
        {"header longer than member", with_matrix(std::string("\x93NUMPY\x01\x00\xff\xff", 10)),
         "array 'matrix' is cut short within"},
        {"huge version 2 header", with_matrix(std::string("\x93NUMPY\x02\x00\xff\xff\xff\xff", 12)),
         "array 'matrix' has an NPY header of 4294967295 bytes"},
        {"version 3", with_matrix(npy_raw("{}", values, 3)),
         "array 'matrix' has NPY format version 3.0; expected 1.0 or 2.0"},
        {"version 1.9", with_matrix(npy_raw("{}", values, 1, 9)), "array 'matrix' has NPY format version 1.9"},
        {"dictionary empty", matrix_header("{}"), "array 'matrix' has an unreadable NPY header '{}"},
        {"dictionary not closed", matrix_header("{'descr': '<f4'"), "has an unreadable NPY header"},
        {"text after dictionary", matrix_header("{'descr':'<f4','fortran_order':False,'shape':(2,3)} + x"),
         "unreadable"},
        {"code for a shape", matrix_header("{'descr':'<f4','fortran_order':False,'shape':f()}"), "unreadable"},
        {"shape no tuple", matrix_header("{'descr':'<f4','fortran_order':False,'shape':(6)}"), "unreadable"},
        {"negative shape", matrix_header("{'descr':'<f4','fortran_order':False,'shape':(-2,3)}"), "unreadable"},
        {"key twice", matrix_header("{'descr':'<f4','descr':'<f4','shape':(2,3)}"), "unexpected key 'descr'"},
        {"unknown key", matrix_header("{'descr':'<f4','x':1}"), "unexpected key 'x'"},
        {"structured", matrix_header("{'descr':[('a','<f4')],'fortran_order':False,'shape':(6,)}"),
         "is a structured array"},
        {"fortran order", matrix_header("{'descr':'<f4','fortran_order':True,'shape':(2,3)}"),
         "array 'matrix' is in Fortran order"},
        {"doubles", with_matrix(npy("<f8", "(2, 3)", values + values)),
         "array 'matrix' has dtype '<f8'; expected '<f4'"},
        {"half floats", with_matrix(npy("<f2", "(2, 3)", "123456789abc")), "array 'matrix' has dtype '<f2'"},
        {"big-endian floats", with_matrix(npy(">f4", "(2, 3)", values)), "array 'matrix' has dtype '>f4'"},
        {"byte ids", with_ids(npy("|S5", "(2,)", "KE 1 KE 55")),
         "array 'ids' has dtype '|S5'; expected '<U…' (strings)"},
        {"numbers as ids", with_ids(npy("<i8", "(2,)", std::string(16, '\1'))), "array 'ids' has dtype '<i8'"},
        {"big-endian ids", with_ids(npy(">U5", "(2,)", data)), "array 'ids' has dtype '>U5'"},
        {"ids width absent", with_ids(npy("<U", "(2,)", data)), "array 'ids' has dtype '<U'"},
        {"ids width too large", with_ids(npy("<U99999999999", "(2,)", data)), "array 'ids' has dtype '<U99999999999'"},
        {"ids of zero width", with_ids(npy("<U0", "(18446744073709551615,)", "")),
         "array 'matrix' has 2 rows, array 'ids' has 18446744073709551615"},
        {"ids of zero width, as many as rows", with_ids(npy("<U0", "(2,)", "")), "array 'ids' row 0 is empty"},
        {"ids two-dimensional", with_ids(npy("<U5", "(2, 1)", data)),
         "array 'ids' has the shape (2, 1); expected (N,)"},
        {"matrix one-dimensional", with_matrix(npy("<f4", "(6,)", values)),
         "array 'matrix' has the shape (6,); expected (N, columns)"},
        {"matrix scalar", with_matrix(npy("<f4", "()", "1234")), "array 'matrix' has the shape ()"},
        {"shape overflows", with_matrix(npy("<f4", "(4611686018427387904, 4)", values)),
         "impossible shape (4611686018427387904, 4)"},
        {"shape needs more", with_matrix(npy("<f4", "(2, 768)", values)),
         "array 'matrix' has 24 bytes of data; its shape (2, 768) needs 6144"},
        {"shape needs less", with_matrix(npy("<f4", "(2, 2)", values)),
         "array 'matrix' has 24 bytes of data; its shape (2, 2) needs 16"},
        {"more rows than ids", with_matrix(npy("<f4", "(3, 2)", values)),
         "array 'matrix' has 3 rows, array 'ids' has 2 ids"},
        {"no rows", zip({{"ids.npy", npy("<U1", "(0,)", "")}, {"matrix.npy", npy("<f4", "(0, 768)", "")}}),
         "array 'ids' is empty"},
        {"no columns", with_matrix(npy("<f4", "(2, 0)", "")), "array 'matrix' is empty"},
        {"duplicate ids", with_ids(npy("<U5", "(2,)", utf32({"KE 1", "KE 1"}, 5))),
         "array 'ids' holds 'KE 1' twice, in rows 0 and 1"},
        {"empty id", with_ids(npy("<U5", "(2,)", utf32({"KE 1", ""}, 5))), "array 'ids' row 1 is empty"},
        {"NUL within an id", with_ids(npy("<U5", "(2,)", utf32({"KE 1", std::string("K\0E", 3)}, 5))),
         "array 'ids' row 1 holds the value 0"},
        {"surrogate", with_ids(npy("<U5", "(2,)", patched(data, 20, 0xd800U))),
         "array 'ids' row 1 holds the value 55296"},
        {"beyond Unicode", with_ids(npy("<U5", "(2,)", patched(data, 20, 0x110000U))),
         "array 'ids' row 1 holds the value 1114112"},
        {"NaN", matrix_of({1, 0, 0, 0, nan, 0}), "array 'matrix' row 1 ('KE 55') holds a NaN or an infinity"},
        {"infinity", matrix_of({infinity, 0, 0, 0, 1, 0}), "array 'matrix' row 0 ('KE 1') holds a NaN or an infinity"},
        {"NaN beside a huge value", matrix_of({1, 0, 0, 3e38F, 3e38F, nan}),
         "array 'matrix' row 1 ('KE 55') holds a NaN"},
    };
}

void expect_refused(BadFile const& bad)
{
    SCOPED_TRACE(bad.what);
    auto const set = read(bad.bytes);
    ASSERT_FALSE(set.has_value());
    EXPECT_EQ(set.error().code, ErrorCode::corrupt);
    EXPECT_THAT(set.error().message, AllOf(StartsWith(std::string(kFile) + ": "), HasSubstr(bad.message),
                                           EndsWith("; run 'kewp precompute go'")));
}

TEST(NpzReader, RefusesABadArchiveNamingTheFile)
{
    for (auto const& bad : bad_archives()) {
        expect_refused(bad);
    }
}

TEST(NpzReader, RefusesABadArrayNamingFileAndArray)
{
    for (auto const& bad : bad_arrays()) {
        expect_refused(bad);
    }
}

TEST(NpzReader, RefusesTheSmallFileCutShortAtEveryByte)
{
    Member packed = good_matrix();
    packed.deflate = true;
    for (auto const& whole :
         {good(), zip({good_ids(), packed}, "a comment"), zip({good_ids(), good_matrix()}, "", true)}) {
        ASSERT_TRUE(read(whole).has_value());
        for (std::size_t size = 0; size < whole.size(); ++size) {
            // A string of its own length, so that a sanitizer sees a read past the end.
            std::string const cut = whole.substr(0, size);
            EXPECT_FALSE(read(cut).has_value()) << size << " of " << whole.size() << " bytes";
        }
    }
}

TEST(NpzReader, SurvivesEverySingleDamagedByte)
{
    auto const whole = good();
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (char const flip : {'\x01', '\x80', '\xff'}) {
            auto damaged = whole;
            damaged[at] = static_cast<char>(damaged[at] ^ flip);
            auto const set = read(damaged, ChecksumPolicy::all);
            if (set) {
                EXPECT_EQ(set->ids(), (std::vector<std::string>{"KE 1", "KE 55"})) << "byte " << at;
                EXPECT_EQ(set->matrix().row(0)[0], 0.6F) << "byte " << at;
            }
        }
    }
}

TEST(NpzReader, ComparesTheChecksumOfAStoredMatrixWhenAsked)
{
    Member damaged = good_matrix();
    damaged.wrong_crc = true;
    auto const bytes = zip({good_ids(), damaged});
    EXPECT_TRUE(read(bytes).has_value());
    auto const set = read(bytes, ChecksumPolicy::all);
    ASSERT_FALSE(set.has_value());
    EXPECT_THAT(set.error().message, HasSubstr("array 'matrix' is damaged: its checksum differs"));
}

TEST(NpzReader, NamesTheStageToRunByTheFile)
{
    for (auto const& [file, stage] : {std::pair{"x/ke_embeddings.npz", "ke"},
                                      {"pathway_embeddings.npz", "wikipathways"},
                                      {"reactome_pathway_embeddings.npz", "reactome"},
                                      {"other.npz", "all"}}) {
        auto const set = read_npz({}, file);
        ASSERT_FALSE(set.has_value());
        EXPECT_THAT(set.error().message, EndsWith(std::string("run 'kewp precompute ") + stage + "'"));
    }
}

TEST(NpzReader, SaysThatAFileIsMissing)
{
    auto const path = std::filesystem::path(testing::TempDir()) / "no_such_embeddings.npz";
    auto const set = load_npz(path);
    ASSERT_FALSE(set.has_value());
    EXPECT_EQ(set.error().code, ErrorCode::not_found);
    EXPECT_THAT(set.error().message, HasSubstr(path.string()));
}

TEST(NpzReader, AcceptsTheGoodAndRefusesTheBadSeedsOfTheFuzzTarget)
{
    std::size_t good_files = 0;
    std::size_t bad_files = 0;
    for (auto const& entry : std::filesystem::directory_iterator(KEWP_SOURCE_DIR "/tests/fuzz/corpus/npz")) {
        auto const name = entry.path().filename().string();
        bool const is_good = name.starts_with("good_");
        auto const set = load_npz(entry.path(), ChecksumPolicy::all);
        EXPECT_EQ(set.has_value(), is_good) << name << ": " << (set ? "accepted" : set.error().message);
        ++(is_good ? good_files : bad_files);
    }
    EXPECT_GE(good_files, 5U);
    EXPECT_GE(bad_files, 20U);
}

TEST(NpzReader, RefusesARealLegacyPickleUnread)
{
    auto const path =
        std::filesystem::path(KEWP_SHARED_DATA) / "reference-datafolder/pathway_title_embeddings-202602.legacy.npy";
    if (!std::filesystem::exists(path)) {
        GTEST_SKIP() << "no ../shared/data here: the refusal of a real legacy file is not shown";
    }
    auto const set = load_npz(path);
    ASSERT_FALSE(set.has_value());
    EXPECT_THAT(set.error().message,
                AllOf(StartsWith(path.string() + ": "), HasSubstr("holds pickled Python objects (dtype '|O')"),
                      EndsWith("; run 'kewp precompute wikipathways'")));
}

}  // namespace
}  // namespace kewp::embed
