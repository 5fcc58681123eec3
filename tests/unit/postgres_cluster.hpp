#pragma once

#include "config/settings.hpp"

#include <filesystem>
#include <string>
#include <sys/types.h>

namespace kewp::store::testing {

/// True when the tests of this run are to use PostgreSQL: KEWP_TEST_DATABASE=postgresql.
[[nodiscard]] bool on_postgresql();

/// A PostgreSQL server of Debian's packages for one test program, in a folder of its own, reached by a socket file.
/// It ends with the program, also when that is killed.
class PostgresCluster {
public:
    /// Started when first asked for.
    [[nodiscard]] static PostgresCluster& instance();
    PostgresCluster(PostgresCluster const&) = delete;
    PostgresCluster& operator=(PostgresCluster const&) = delete;
    ~PostgresCluster();

    /// Why there is none; empty when it runs.
    [[nodiscard]] std::string const& missing() const { return missing_; }

    /// An empty database of its own for one test.
    [[nodiscard]] config::PostgresSettings create_database();
    /// Removes it, whoever is still connected.
    void drop_database(config::PostgresSettings const& server);

    /// Runs one statement as the superuser, outside any test's database.
    void execute(std::string const& sql);

private:
    PostgresCluster();
    void start(std::filesystem::path const& programs);
    [[nodiscard]] config::PostgresSettings address_of(std::string const& name) const;

    std::string missing_;
    std::filesystem::path folder_;
    pid_t server_ = -1;
    int count_ = 0;
};

}  // namespace kewp::store::testing
