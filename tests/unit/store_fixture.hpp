#pragma once

#include "postgres_cluster.hpp"
#include "store/connection.hpp"
#include "store/mapping_repository.hpp"
#include "store/open_database.hpp"
#include "store/proposal_repository.hpp"
#include "store/readers.hpp"
#include "store/writer.hpp"

#include <cstdint>
#include <filesystem>
#include <gtest/gtest.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unistd.h>

namespace kewp::store::testing {

/// The value, or the end of the test with the error's message.
template <class T>
T value(Result<T> result)
{
    if (!result) {
        throw std::runtime_error(result.error().message);
    }
    if constexpr (!std::is_void_v<T>) {
        return std::move(*result);
    }
}

/// A folder for one test, gone afterwards.
class TemporaryFolder {
public:
    explicit TemporaryFolder(std::string const& parent = ::testing::TempDir())
    {
        auto pattern = parent + "/kewp-store-XXXXXX";
        if (::mkdtemp(pattern.data()) == nullptr) {
            throw std::runtime_error("no temporary folder");
        }
        path_ = pattern;
    }
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] std::filesystem::path const& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// What holds for SQLite only.
#define KEWP_NEEDS_SQLITE()                                           \
    if (::kewp::store::testing::on_postgresql()) {                    \
        GTEST_SKIP() << "about SQLite; this run is about PostgreSQL"; \
    }

/// What holds for PostgreSQL only.
#define KEWP_NEEDS_POSTGRESQL()                                                   \
    if (!::kewp::store::testing::on_postgresql()) {                               \
        GTEST_SKIP() << "needs KEWP_TEST_DATABASE=postgresql in the environment"; \
    }

/// A test with an empty database of the present schema, on the engine that the run is about.
class StoreTest : public ::testing::Test {
protected:
    StoreTest()
    {
        if (on_postgresql() && PostgresCluster::instance().missing().empty()) {
            server_ = PostgresCluster::instance().create_database();
        }
    }
    StoreTest(StoreTest const&) = delete;
    StoreTest& operator=(StoreTest const&) = delete;
    ~StoreTest() override
    {
        if (server_.used()) {
            PostgresCluster::instance().drop_database(server_);
        }
    }

    void SetUp() override
    {
        if (on_postgresql() && !server_.used()) {
            GTEST_SKIP() << PostgresCluster::instance().missing();
        }
        value(open_database(database()));
    }

    [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "test.db"; }
    [[nodiscard]] std::filesystem::path folder() const { return folder_.path(); }
    [[nodiscard]] Database database() const { return server_.used() ? Database(server_) : Database(path()); }

    TemporaryFolder folder_;
    config::PostgresSettings server_;
};

inline MappingRecord mapping(std::uint32_t ke, std::uint32_t pathway)
{
    MappingRecord record{{KeId(ke), TargetId(Resource::wikipathways, pathway)}};
    record.claim.ke_title = "Increase, something";
    record.claim.target_title = "Some pathway";
    record.claim.connection_type = "causative";
    record.confidence = Confidence::medium;
    record.proposed_by = "github:alice";
    record.approved_by = "github:carol";
    return record;
}

inline ProposalRecord proposal(std::uint32_t ke, std::uint32_t pathway)
{
    ProposalRecord record;
    record.resource = Resource::wikipathways;
    record.pair = Pair{KeId(ke), TargetId(Resource::wikipathways, pathway)};
    record.confidence = Confidence::high;
    record.proposed_by = "orcid:0000-0002-1825-0097";
    record.email = "alice@example.org";
    return record;
}

inline Result<MappingRecord> store(Writer& writer, MappingRecord const& record)
{
    return writer.run([&](Transaction& transaction) { return insert_mapping(transaction, record); });
}

inline Result<ProposalRecord> store(Writer& writer, ProposalRecord const& record)
{
    return writer.run([&](Transaction& transaction) { return insert_proposal(transaction, record); });
}

inline std::uint64_t mappings_in(Database const& database)
{
    Readers readers(database);
    return value(readers.read([](Session& session) { return count_mappings(session, {}); }));
}

}  // namespace kewp::store::testing
