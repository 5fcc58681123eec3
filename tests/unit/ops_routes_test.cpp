#include "http/request_builder.hpp"
#include "ops/routes.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

namespace kewp::ops {
namespace {

class OpsRoutesTest : public ::testing::Test {
protected:
    OpsRoutesTest()
    {
        register_ops_routes(router_, {.version = "1.2.3",
                                      .page = &memory_.page(),
                                      .health = [this] { return health_; },
                                      .may_read_metrics = [this](http::Request const&) { return allowed_; },
                                      .route_names = names_});
        *names_ = router_.names();
        health_.version = "1.2.3";
    }

    http::Response get(std::string_view path, std::string_view accept = "*/*")
    {
        auto const match = router_.match(http::Method::get, path);
        EXPECT_NE(match.route, nullptr) << path;
        http::RequestBuilder builder{"GET", path};
        builder.header("Accept", accept).json_errors(true);
        for (std::size_t i = 0; i < match.values.size(); ++i) {
            builder.path_parameter(match.route->parameters[i], match.values[i]);
        }
        auto request = builder.build();
        return match.route->handler(request);
    }

    SharedMemory memory_ = SharedMemory::create().value();
    std::shared_ptr<std::vector<std::string>> names_ = std::make_shared<std::vector<std::string>>();
    http::Router router_;
    HealthInput health_;
    bool allowed_ = true;
};

TEST_F(OpsRoutesTest, AnswerTheProbes)
{
    EXPECT_EQ(get("/livez").status, 200U);
    EXPECT_EQ(get("/readyz").status, 200U);
    EXPECT_EQ(get("/health").status, 200U);
    EXPECT_EQ(get("/health").header("Cache-Control"), "no-store");
    health_.draining = true;
    EXPECT_EQ(get("/livez").status, 200U);
    EXPECT_EQ(get("/readyz").status, 503U);
    health_.database_ok = false;
    EXPECT_EQ(get("/health").status, 503U);
}

TEST_F(OpsRoutesTest, GiveMetricsAsJsonUnlessPrometheusAsks)
{
    auto const json = get("/metrics");
    EXPECT_EQ(json.header("Content-Type"), "application/json");
    EXPECT_EQ(boost::json::parse(boost::json::string_view(json.bytes().data(), json.bytes().size())).at("version"),
              "1.2.3");
    for (std::string_view const accept : {
             "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
             "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
             "text/plain",
         }) {
        auto const text = get("/metrics", accept);
        EXPECT_EQ(text.header("Content-Type"), "text/plain; version=0.0.4; charset=utf-8") << accept;
        EXPECT_EQ(text.header("Vary"), "Accept");
        EXPECT_TRUE(text.bytes().starts_with("# HELP kewp_info"));
    }
    EXPECT_EQ(get("/metrics", "text/html,application/xhtml+xml,*/*;q=0.8").header("Content-Type"), "application/json");
    EXPECT_TRUE(get("/metrics/prometheus").bytes().starts_with("# HELP kewp_info"));
}

TEST_F(OpsRoutesTest, GiveTheMetricsOfOneRoute)
{
    auto& page = memory_.page();
    auto const index = static_cast<std::size_t>(std::find(names_->begin(), names_->end(), "/health") - names_->begin());
    ASSERT_LT(index, names_->size());
    page.counters(page.workers[0]).count(index, 200, 1'000);
    auto const response = get("/metrics/health");
    EXPECT_EQ(response.status, 200U);
    EXPECT_NE(response.bytes().find("\"requests\":1"), std::string_view::npos) << response.bytes();
    EXPECT_EQ(get("/metrics/no/such").status, 404U);
}

TEST_F(OpsRoutesTest, KeepMetricsFromThoseWhoMayNotReadThem)
{
    allowed_ = false;
    for (auto const* path : {"/metrics", "/metrics/prometheus", "/metrics/health"}) {
        EXPECT_EQ(get(path).status, 403U) << path;
    }
    EXPECT_EQ(get("/health").status, 200U);
}

}  // namespace
}  // namespace kewp::ops
