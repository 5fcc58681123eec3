#include "base/crypto.hpp"
#include "base/file.hpp"
#include "base/process_mutex.hpp"
#include "base/time.hpp"

#include <csignal>
#include <gtest/gtest.h>
#include <new>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kewp {
namespace {

namespace fs = std::filesystem;

fs::path temporary_folder(std::string const& name)
{
    auto const folder = fs::path{testing::TempDir()} / (name + "-" + std::to_string(::getpid()));
    fs::remove_all(folder);
    fs::create_directories(folder);
    return folder;
}

TEST(AtomicWrite, ReplacesTheFileAndLeavesNothingBeside)
{
    auto const folder = temporary_folder("atomic");
    ASSERT_TRUE(write_file_atomically(folder / "a.json", "one"));
    ASSERT_TRUE(write_file_atomically(folder / "a.json", "two"));
    EXPECT_EQ(read_file(folder / "a.json").value(), "two");
    EXPECT_EQ(std::distance(fs::directory_iterator{folder}, {}), 1);
    fs::remove_all(folder);
}

TEST(AtomicWrite, NamesTheFolderThatIsNotThere)
{
    auto const result = write_file_atomically("/nonexistent-folder/a.json", "x");
    ASSERT_FALSE(result);
    EXPECT_NE(result.error().message.find("/nonexistent-folder/a.json"), std::string::npos);
}

TEST(MappedFile, ReadsBytesAndAnEmptyFile)
{
    auto const folder = temporary_folder("mapped");
    ASSERT_TRUE(write_file_atomically(folder / "empty", ""));
    ASSERT_TRUE(write_file_atomically(folder / "full", "abc"));
    EXPECT_EQ(MappedFile::open(folder / "empty")->text(), "");
    EXPECT_EQ(MappedFile::open(folder / "full")->text(), "abc");
    EXPECT_EQ(MappedFile::open(folder / "absent").error().code, ErrorCode::not_found);
    EXPECT_EQ(MappedFile::open(folder).error().code, ErrorCode::io);
    fs::remove_all(folder);
}

TEST(Crypto, AgreesWithPublishedVectors)
{
    // FIPS 180-4 example and RFC 4231 test case 2.
    EXPECT_EQ(crypto::hex(crypto::sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(crypto::hex(crypto::hmac_sha256("Jefe", "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Uuid, IsRandomAndOfVersionFour)
{
    auto const a = crypto::uuid4();
    EXPECT_TRUE(crypto::is_uuid(a)) << a;
    EXPECT_EQ(a[14], '4');
    EXPECT_NE(a, crypto::uuid4());
    EXPECT_FALSE(crypto::is_uuid("3f0c1b52-6a0e-4a53-9a7b-1d2e3f40516"));
    EXPECT_FALSE(crypto::is_uuid("3f0c1b52x6a0e-4a53-9a7b-1d2e3f405162"));
}

TEST(UtcTime, ReadsBothFormsOfTheOldDatabaseAndOffsets)
{
    auto const expected = parse_utc("2026-02-03T04:05:06Z").value();
    EXPECT_EQ(format_utc(expected), "2026-02-03T04:05:06Z");
    for (auto const* text : {"2026-02-03 04:05:06", "2026-02-03T04:05:06.000789", "2026-02-03T05:05:06+01:00",
                             "2026-02-02T23:05:06-0500"}) {
        EXPECT_EQ(parse_utc(text).value(), expected) << text;
    }
    EXPECT_EQ(format_utc(parse_utc("2026-02-03").value()), "2026-02-03T00:00:00Z");
    for (auto const* text :
         {"", "yesterday", "2026-13-01", "2026-02-30", "2026-02-03T24:00:00", "2026-02-03T04:05:06Zx"}) {
        EXPECT_FALSE(parse_utc(text)) << text;
    }
}

TEST(ProcessMutex, PassesOnWhenItsHolderIsKilled)
{
    void* const memory = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ASSERT_NE(memory, MAP_FAILED);
    auto* const mutex = new (memory) ProcessMutex;
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    pid_t const child = ::fork();
    if (child == 0) {
        mutex->lock();
        if (::write(ready[1], "x", 1) != 1) {
            ::_exit(1);
        }
        ::pause();
        ::_exit(0);
    }
    char byte = 0;
    ASSERT_EQ(::read(ready[0], &byte, 1), 1);
    EXPECT_FALSE(mutex->try_lock());
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    mutex->lock();
    mutex->unlock();
    EXPECT_TRUE(mutex->try_lock());
    mutex->unlock();
    ::close(ready[0]);
    ::close(ready[1]);
    mutex->~ProcessMutex();
    ::munmap(memory, 4096);
}

}  // namespace
}  // namespace kewp
