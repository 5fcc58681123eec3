#pragma once

#include "http/router.hpp"
#include "ops/health.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kewp::ops {

struct OpsRoutes {
    std::string version;
    /// Must outlive the router.
    SharedPage const* page = nullptr;
    /// Called on the pool for `/health` and `/readyz`; looks at the database.
    std::function<HealthInput()> health;
    /// The language model, for the metrics.
    std::optional<ModelRow> model = {};
    /// `SQLite` or `PostgreSQL`, for the metrics.
    std::string database_engine = {};
    /// Suggestions made ahead, for the metrics; may be empty.
    std::function<PreparedRow()> prepared = {};
    /// Who may read the metrics; empty: anyone.
    std::function<bool(http::Request const&)> may_read_metrics = {};
    /// `Router::names()` once every route is registered; filled in before the first request.
    std::shared_ptr<std::vector<std::string> const> route_names;
    /// For the limits of the application's hooks; 0 is not limited.
    unsigned rate_class = 0;
};

/// Adds `/health`, `/livez`, `/readyz`, `/metrics` (JSON, or Prometheus text when `Accept` prefers
/// `text/plain` or `application/openmetrics-text`), `/metrics/prometheus` and `/metrics/{route name}`.
void register_ops_routes(http::Router& router, OpsRoutes routes);

}  // namespace kewp::ops
