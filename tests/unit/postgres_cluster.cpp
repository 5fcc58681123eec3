#include "postgres_cluster.hpp"

#include "store/connection.hpp"
#include "store/sql.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <grp.h>
#include <gtest/gtest.h>
#include <pwd.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace kewp::store::testing {
namespace {

namespace fs = std::filesystem;

/// The newest version's folder of programs; empty when there is none.
fs::path programs()
{
    std::vector<fs::path> found;
    std::error_code absent;
    for (auto const& entry : fs::directory_iterator("/usr/lib/postgresql", absent)) {
        if (fs::exists(entry.path() / "bin" / "initdb")) {
            found.push_back(entry.path() / "bin");
        }
    }
    std::ranges::sort(found);
    return found.empty() ? fs::path{} : found.back();
}

/// PostgreSQL refuses to run as root.
passwd const* other_user()
{
    return ::geteuid() == 0 ? ::getpwnam("nobody") : nullptr;
}

pid_t start_program(std::vector<std::string> const& words, fs::path const& log)
{
    auto const child = ::fork();
    if (child != 0) {
        return child;
    }
    int const output = ::open(log.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0666);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    if (auto const* const user = other_user();
        user != nullptr &&
        (::setgroups(0, nullptr) != 0 || ::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0)) {
        ::_exit(2);
    }
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
    std::vector<char*> arguments;
    for (auto const& word : words) {
        arguments.push_back(const_cast<char*>(word.c_str()));
    }
    arguments.push_back(nullptr);
    if (::chdir("/") == 0) {
        ::execv(arguments[0], arguments.data());
    }
    ::_exit(2);
}

}  // namespace

bool on_postgresql()
{
    auto const* const wish = std::getenv("KEWP_TEST_DATABASE");
    return wish != nullptr && std::string(wish) == "postgresql";
}

PostgresCluster& PostgresCluster::instance()
{
    static PostgresCluster cluster;
    return cluster;
}

PostgresCluster::PostgresCluster()
{
    auto const found = programs();
    if (found.empty()) {
        missing_ = "PostgreSQL is not installed (scripts/setup --test installs it)";
        return;
    }
    auto pattern = ::testing::TempDir() + "/kewp-pg-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr) {
        throw std::runtime_error("no temporary folder");
    }
    folder_ = pattern;
    if (auto const* const user = other_user(); user != nullptr) {
        static_cast<void>(::chown(folder_.c_str(), user->pw_uid, user->pw_gid) != 0);
    }
    start(found);
}

void PostgresCluster::start(fs::path const& programs)
{
    auto const data = (folder_ / "data").string();
    auto const log = folder_.string() + ".log";
    // The order of English, so that a test fails where ours would be left to the server.
    auto const made = start_program({programs / "initdb", "-D", data, "-U", "kewp", "--auth=trust", "--no-sync", "-E",
                                     "UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US"},
                                    log);
    int status = 0;
    if (::waitpid(made, &status, 0) != made || status != 0) {
        throw std::runtime_error("initdb failed; see " + log);
    }
    server_ = start_program({programs / "postgres", "-D", data, "-k", folder_, "-c", "listen_addresses=", "-c",
                             "fsync=off", "-c", "max_connections=300"},
                            log);
    Database const database{address_of("postgres")};
    for (auto const until = std::chrono::steady_clock::now() + std::chrono::seconds{60};
         !database.connect(Access::read_only);) {
        if (std::chrono::steady_clock::now() > until || ::waitpid(server_, &status, WNOHANG) == server_) {
            throw std::runtime_error("the PostgreSQL server did not start; see " + log);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    std::error_code ignored;
    fs::remove(log, ignored);
}

PostgresCluster::~PostgresCluster()
{
    if (server_ > 0) {
        ::kill(server_, SIGQUIT);
        ::waitpid(server_, nullptr, 0);
    }
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

config::PostgresSettings PostgresCluster::address_of(std::string const& name) const
{
    return {"postgresql://kewp@/" + name + "?host=" + folder_.string(), ""};
}

void PostgresCluster::execute(std::string const& sql)
{
    auto connection = Database{address_of("postgres")}.connect(Access::read_write);
    if (!connection) {
        throw std::runtime_error(connection.error().message);
    }
    connection->session() << sql;
}

config::PostgresSettings PostgresCluster::create_database()
{
    auto const name = "test" + std::to_string(++count_);
    execute("CREATE DATABASE " + name);
    return address_of(name);
}

void PostgresCluster::drop_database(config::PostgresSettings const& server)
{
    auto const from = server.url.rfind('/', server.url.find('?')) + 1;
    execute("DROP DATABASE " + server.url.substr(from, server.url.find('?') - from) + " WITH (FORCE)");
}

}  // namespace kewp::store::testing
