#include "ops/health.hpp"

#include <boost/json.hpp>
#include <chrono>
#include <gtest/gtest.h>
#include <string>

namespace kewp::ops {
namespace {

namespace json = boost::json;

json::object parsed(HealthAnswer const& answer)
{
    return json::parse(answer.body).as_object();
}

class HealthTest : public ::testing::Test {
protected:
    HealthTest()
    {
        input_.version = "1.2.3";
        input_.now = Instant{std::chrono::seconds{1'764'000'000}};
        input_.key_events = 1'561;
        input_.embeddings_loaded = true;
        input_.page = &page_;
        page_.workers_wanted = 2;
        page_.workers[0].state = WorkerState::ready;
        page_.workers[1].state = WorkerState::ready;
    }

    json::object service(char const* name) const
    {
        return parsed(health(input_)).at("services").as_object().at(name).as_object();
    }

    SharedMemory memory_ = SharedMemory::create().value();
    SharedPage& page_ = memory_.page();
    HealthInput input_;
};

TEST_F(HealthTest, HasTheMembersOfTheReferenceWhenAllIsWell)
{
    auto const answer = health(input_);
    EXPECT_EQ(answer.status, 200U);
    auto const object = parsed(answer);
    EXPECT_EQ(object.at("status"), "healthy");
    EXPECT_EQ(object.at("timestamp"), "2025-11-24T16:00:00Z");
    EXPECT_EQ(object.at("version"), "1.2.3");
    auto const& services = object.at("services").as_object();
    for (auto const* name : {"database", "corpus", "embeddings", "workers", "configuration"}) {
        EXPECT_EQ(services.at(name).at("status"), "healthy") << name;
    }
    EXPECT_TRUE(services.at("backup").is_null());
}

TEST_F(HealthTest, IsDegradedAndNamesAMissingFileWithItsConsequence)
{
    input_.corpus_troubles.push_back({"ker_adjacency.json", "no AOP network"});
    auto const answer = health(input_);
    EXPECT_EQ(answer.status, 200U) << "a service with less is still a service";
    EXPECT_EQ(parsed(answer).at("status"), "degraded");
    auto const trouble = service("corpus").at("troubles").as_array().at(0).as_object();
    EXPECT_EQ(trouble.at("file"), "ker_adjacency.json");
    EXPECT_EQ(trouble.at("consequence"), "no AOP network");
}

TEST_F(HealthTest, IsDegradedWithoutEmbeddings)
{
    input_.embeddings_loaded = false;
    EXPECT_EQ(parsed(health(input_)).at("status"), "degraded");
    EXPECT_EQ(service("embeddings").at("message"), "no embeddings: suggestions use genes and text only");
}

TEST_F(HealthTest, Answers503WithoutADatabase)
{
    input_.database_ok = false;
    input_.database_message = "database disk image is malformed";
    auto const answer = health(input_);
    EXPECT_EQ(answer.status, 503U);
    EXPECT_EQ(parsed(answer).at("status"), "degraded");
    EXPECT_EQ(service("database").at("message"), "database disk image is malformed");
}

TEST_F(HealthTest, IsDegradedWhileWorkersAreMissing)
{
    page_.workers[1].state = WorkerState::starting;
    EXPECT_EQ(parsed(health(input_)).at("status"), "degraded");
    EXPECT_EQ(service("workers").at("message"), "1 of 2 workers are ready");
}

TEST_F(HealthTest, IsDegradedAfterARefusedReload)
{
    page_.last_reload.write(false, input_.now, "kewp.toml: line 3: unknown key 'wrokers'");
    EXPECT_EQ(parsed(health(input_)).at("status"), "degraded");
    EXPECT_EQ(service("configuration").at("message"),
              "the last reload was refused: kewp.toml: line 3: unknown key 'wrokers'");
}

TEST_F(HealthTest, ReportsTheBackupOnceOneIsScheduled)
{
    input_.backup = BackupHealth{.last_success = input_.now};
    EXPECT_EQ(service("backup").at("status"), "healthy");
    EXPECT_EQ(service("backup").at("last_success"), boost::json::string(format_utc(input_.now)));
    input_.backup = BackupHealth{.healthy = false, .message = "the last success is 3 days old"};
    EXPECT_EQ(parsed(health(input_)).at("status"), "degraded");
    EXPECT_EQ(service("backup").at("message"), "the last success is 3 days old");
}

TEST_F(HealthTest, IsReadyUnlessDrainingOrWithoutADatabase)
{
    EXPECT_EQ(livez().status, 200U);
    EXPECT_EQ(readyz(input_).status, 200U);
    input_.draining = true;
    EXPECT_EQ(readyz(input_).status, 503U);
    EXPECT_EQ(parsed(readyz(input_)).at("status"), "draining");
    input_.draining = false;
    input_.database_ok = false;
    EXPECT_EQ(readyz(input_).status, 503U);
}

}  // namespace
}  // namespace kewp::ops
