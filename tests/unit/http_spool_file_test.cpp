#include "http/compression.hpp"
#include "http/etag.hpp"
#include "http/spool_file.hpp"

#include <filesystem>
#include <gtest/gtest.h>
#include <random>
#include <unistd.h>

namespace kewp::http {
namespace {

std::string content_of(SpoolFile const& file)
{
    auto const body = file.body();
    std::string bytes(body.size, '\0');
    EXPECT_EQ(::pread(body.file->get(), bytes.data(), bytes.size(), 0), static_cast<ssize_t>(bytes.size()));
    return bytes;
}

/// Bytes that compress a little.
std::string sample(std::size_t size)
{
    std::mt19937 random(7);
    std::uniform_int_distribution<int> letter('a', 'p');
    std::string bytes(size, ' ');
    for (auto& c : bytes) {
        c = static_cast<char>(letter(random));
    }
    return bytes;
}

TEST(SpoolFile, KeepsWhatIsWrittenAndHasNoName)
{
    auto const folder = std::filesystem::path(testing::TempDir()) / "spool_file_test";
    std::filesystem::create_directories(folder);
    auto file = SpoolFile::create(folder);
    ASSERT_TRUE(file) << file.error().message;
    ASSERT_TRUE(file->write("Key Event "));
    ASSERT_TRUE(file->write("55"));
    EXPECT_EQ(content_of(*file), "Key Event 55");
    EXPECT_EQ(file->etag(), etag_of("Key Event 55"));
    EXPECT_TRUE(std::filesystem::is_empty(folder));
    std::filesystem::remove_all(folder);
}

TEST(SpoolFile, CompressesFilesOfAnyLength)
{
    for (auto const size : {0UL, 1UL, 256UL * 1024, 256UL * 1024 + 1, 3'000'000UL}) {
        auto const bytes = sample(size);
        auto file = SpoolFile::create(testing::TempDir());
        ASSERT_TRUE(file);
        ASSERT_TRUE(file->write(bytes));
        auto const packed = file->gzipped();
        ASSERT_TRUE(packed) << packed.error().message;
        EXPECT_EQ(gunzip(content_of(*packed)), bytes) << size;
        EXPECT_TRUE(size < 1000 || packed->size() < size);
    }
}

TEST(SpoolFile, SaysWhichFolderDoesNotTakeIt)
{
    auto const file = SpoolFile::create("/no/such/folder");
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, ErrorCode::io);
    EXPECT_NE(file.error().message.find("/no/such/folder"), std::string::npos);
}

TEST(GzipStream, GivesTheSameForOnePieceAndMany)
{
    auto const bytes = sample(700'000);
    GzipStream stream;
    std::string packed;
    for (std::size_t at = 0; at < bytes.size(); at += 1000) {
        packed += stream.add(std::string_view(bytes).substr(at, 1000), at + 1000 >= bytes.size());
    }
    EXPECT_EQ(gunzip(packed), bytes);
}

}  // namespace
}  // namespace kewp::http
