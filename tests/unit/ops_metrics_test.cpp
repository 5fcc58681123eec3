#include "ops/metrics.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <string>
#include <unistd.h>

namespace kewp::ops {
namespace {

namespace json = boost::json;

class MetricsTest : public ::testing::Test {
protected:
    MetricsTest()
    {
        page_.supervisor_pid = ::getpid();
        page_.workers[0].state = WorkerState::ready;
        page_.workers[0].pid = ::getpid();
        page_.workers[0].requests = 12;
        // Two workers counted the same route; the second one's slot is empty again.
        page_.counters(page_.workers[0]).count(1, 200, 900);
        page_.counters(page_.workers[0]).count(1, 404, 900);
        page_.counters(page_.workers[1]).count(1, 200, 2'000'000);
        page_.counters(page_.workers[1]).bytes_out = 10;
        page_.supervisor.died = 3;
    }

    MetricsSnapshot snapshot() const { return take_metrics(page_, "1.2.3", {"(none)", "/api/v1/mappings", "/never"}); }

    SharedMemory memory_ = SharedMemory::create().value();
    SharedPage& page_ = memory_.page();
};

TEST_F(MetricsTest, AddsUpTheWorkersInJson)
{
    auto const object = json::parse(metrics_json(snapshot())).as_object();
    EXPECT_EQ(object.at("version"), "1.2.3");
    EXPECT_EQ(object.at("requests").at("total").to_number<int>(), 3);
    EXPECT_EQ(object.at("requests").at("by_status").at("2xx").to_number<int>(), 2);
    EXPECT_EQ(object.at("requests").at("bytes_out").to_number<int>(), 10);
    auto const& routes = object.at("routes").as_array();
    ASSERT_EQ(routes.size(), 1U) << "routes nobody asked for are left out";
    EXPECT_EQ(routes[0].at("route"), "/api/v1/mappings");
    EXPECT_EQ(routes[0].at("requests").to_number<int>(), 3);
    EXPECT_GT(routes[0].at("p99_ms").to_number<double>(), routes[0].at("p50_ms").to_number<double>());
    EXPECT_EQ(object.at("supervisor").at("died").to_number<int>(), 3);
}

TEST_F(MetricsTest, ListsTheProcessesWithTheirMemory)
{
    auto const object = json::parse(metrics_json(snapshot())).as_object();
    auto const& processes = object.at("processes").as_array();
    ASSERT_EQ(processes.size(), 2U);
    EXPECT_EQ(processes[0].at("role"), "supervisor");
    EXPECT_EQ(processes[1].at("role"), "worker");
    EXPECT_EQ(processes[1].at("state"), "ready");
    EXPECT_EQ(processes[1].at("requests").to_number<int>(), 12);
    EXPECT_EQ(processes[1].at("pid").to_number<int>(), ::getpid());
    EXPECT_GT(processes[1].at("rss_bytes").to_number<std::int64_t>(), 1'000'000);
    EXPECT_GT(processes[1].at("pss_bytes").to_number<std::int64_t>(), 0);
}

TEST_F(MetricsTest, TellsOneRouteByItsName)
{
    EXPECT_EQ(json::parse(route_metrics_json(snapshot(), "/api/v1/mappings")).at("requests").to_number<int>(), 3);
    EXPECT_EQ(json::parse(route_metrics_json(snapshot(), "api/v1/mappings")).at("4xx").to_number<int>(), 1);
    EXPECT_EQ(route_metrics_json(snapshot(), "/unknown"), "");
}

TEST_F(MetricsTest, WritesPrometheusText)
{
    auto const text = metrics_prometheus(snapshot());
    for (auto const* line : {
             "kewp_info{version=\"1.2.3\"} 1\n",
             "# TYPE kewp_http_requests_total counter\n",
             "kewp_http_requests_total{route=\"/api/v1/mappings\",status=\"2xx\"} 2\n",
             "kewp_http_requests_total{route=\"/api/v1/mappings\",status=\"4xx\"} 1\n",
             "kewp_http_request_duration_seconds_bucket{route=\"/api/v1/mappings\",le=\"+Inf\"} 3\n",
             "kewp_http_request_duration_seconds_count{route=\"/api/v1/mappings\"} 3\n",
             "kewp_http_request_duration_seconds_sum{route=\"/api/v1/mappings\"} 2.0018\n",
             "kewp_processes{role=\"worker\",state=\"ready\"} 1\n",
             "kewp_children_died_total 3\n",
         }) {
        EXPECT_NE(text.find(line), std::string::npos) << line << "in\n" << text;
    }
    EXPECT_TRUE(text.ends_with('\n'));
}

TEST_F(MetricsTest, EscapesLabelValues)
{
    EXPECT_EQ(escape_label("a\"b\\c\nd"), "a\\\"b\\\\c\\nd");
}

TEST(ProcessMemory, ReadsTheKernelsFigures)
{
    auto const memory = parse_smaps_rollup(
        "55-7f ---p 00000000 00:00 0 [rollup]\n"
        "Rss:                8124 kB\nPss:                1187 kB\n"
        "Pss_Anon:            500 kB\n");
    ASSERT_TRUE(memory);
    EXPECT_EQ(memory->rss_bytes, 8124U * 1024);
    EXPECT_EQ(memory->pss_bytes, 1187U * 1024);
    EXPECT_FALSE(parse_smaps_rollup("Rss: many kB\nPss: 1 kB\n"));
    EXPECT_FALSE(parse_smaps_rollup(""));
}

TEST(ProcessMemory, SaysThatAProcessIsGone)
{
    auto const memory = memory_of(0x7ffffff0);
    ASSERT_FALSE(memory);
    EXPECT_EQ(memory.error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace kewp::ops
