#include "base/file.hpp"
#include "store/connection.hpp"
#include "store/sql.hpp"
#include "store_fixture.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/wait.h>

namespace kewp::store {
namespace {

using ::testing::HasSubstr;
using testing::TemporaryFolder;
using testing::value;

class ConnectionTest : public testing::StoreTest {};

std::string pragma(Connection& connection, std::string const& name)
{
    Select rows(connection.session(), "PRAGMA " + name, "t");
    return rows.next() ? rows.text() : "";
}

TEST_F(ConnectionTest, GetsTheWriteAheadLogAndFullSync)
{
    auto connection = value(database().connect(Access::read_write));
    EXPECT_EQ(pragma(connection, "journal_mode"), "wal");
    EXPECT_EQ(pragma(connection, "synchronous"), "2");
    EXPECT_EQ(pragma(connection, "foreign_keys"), "1");
    EXPECT_EQ(pragma(connection, "trusted_schema"), "0");
    EXPECT_EQ(pragma(connection, "busy_timeout"), std::to_string(Database::kBusyTimeout.count()));
}

TEST_F(ConnectionTest, ReadsInTheWriteAheadLogToo)
{
    auto connection = value(database().connect(Access::read_only));
    EXPECT_EQ(pragma(connection, "journal_mode"), "wal");
}

TEST_F(ConnectionTest, RefusesToWriteThroughAReadConnection)
{
    auto connection = value(database().connect(Access::read_only));
    auto const written = attempt([&]() -> Result<void> {
        connection.session() << "DELETE FROM kv";
        return {};
    });
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::io);
}

TEST_F(ConnectionTest, RefusesAReadConnectionToADatabaseThatIsNotInWal)
{
    auto connection = value(database().connect(Access::fresh));
    auto const reading = database().connect(Access::read_only);
    ASSERT_FALSE(reading);
    EXPECT_THAT(reading.error().message, HasSubstr("expected 'wal'"));
}

TEST_F(ConnectionTest, SaysThatAFileIsNoDatabase)
{
    auto const text = folder() / "notes.db";
    value(write_file_atomically(text, std::string(4096, 'x')));
    auto const opened = open_database(text);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::corrupt);
    EXPECT_THAT(opened.error().message, HasSubstr("notes.db"));
}

TEST_F(ConnectionTest, TakesAPathWithSpaces)
{
    EXPECT_TRUE(open_database(folder() / "with a space = and more.db"));
    EXPECT_TRUE(std::filesystem::exists(folder() / "with a space = and more.db"));
}

TEST_F(ConnectionTest, NamesTheCommandWhenTheFolderIsMissing)
{
    auto const opened = open_database(folder() / "absent" / "test.db");
    ASSERT_FALSE(opened);
    EXPECT_THAT(opened.error().message, HasSubstr("mkdir -p"));
}

TEST_F(ConnectionTest, NamesTheCommandWhenTheFolderBelongsToSomeoneElse)
{
    if (::geteuid() != 0) {
        GTEST_SKIP() << "only root can take another user's identity";
    }
    ASSERT_EQ(::chmod(folder().c_str(), 0755), 0);
    pid_t const child = ::fork();
    if (child == 0) {
        if (::setgid(1000) != 0 || ::setuid(1000) != 0) {
            ::_exit(2);
        }
        auto const opened = open_database(path());
        bool const said = !opened && opened.error().message.find("sudo chown -R 1000:1000") != std::string::npos &&
                          opened.error().message.find('\n') == std::string::npos;
        ::_exit(said ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
}

TEST(NetworkFileSystem, IsNotSeenOnALocalDisk)
{
    TemporaryFolder const folder;
    EXPECT_FALSE(network_file_system(folder.path() / "test.db"));
}

}  // namespace
}  // namespace kewp::store
