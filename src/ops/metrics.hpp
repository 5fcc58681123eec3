#pragma once

#include "base/time.hpp"
#include "http/counters.hpp"
#include "ops/health.hpp"
#include "ops/process_memory.hpp"
#include "ops/shared_page.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kewp::ops {

/// One process of the service in the metrics.
struct ProcessRow {
    std::string role;  ///< supervisor, worker, scheduler
    pid_t pid = 0;
    std::string state;
    std::uint32_t generation = 0;
    std::uint64_t requests = 0;
    std::uint64_t texts_encoded = 0;  ///< by the language model of a worker
    std::uint64_t texts_cached = 0;
    std::uint64_t texts_refused = 0;
    std::int64_t uptime_ms = 0;
    std::int64_t heartbeat_age_ms = 0;
    ProcessMemory memory;  ///< zeros when it cannot be read
};

/// What `/metrics` tells, read at one moment.
struct MetricsSnapshot {
    std::string version;
    Instant now{};
    std::vector<std::string> route_names;              ///< as Router::names()
    std::unique_ptr<http::ServerCounters const> http;  ///< the sum over all workers
    std::vector<ProcessRow> processes;
    SharedPage const* page = nullptr;
    std::optional<ModelRow> model = {};  ///< the language model
    std::string database_engine = {};    ///< `SQLite` or `PostgreSQL`
    std::optional<PreparedRow> prepared = {};
};

/// Reads the shared page and, for the memory of each process, /proc (some milliseconds).
[[nodiscard]] MetricsSnapshot take_metrics(SharedPage const& page, std::string version,
                                           std::vector<std::string> route_names);

[[nodiscard]] std::string metrics_json(MetricsSnapshot const& snapshot);

/// The statistics of one route, by its name (a missing first `/` is added); empty when there is none such.
[[nodiscard]] std::string route_metrics_json(MetricsSnapshot const& snapshot, std::string_view name);

/// Prometheus text exposition, version 0.0.4.
[[nodiscard]] std::string metrics_prometheus(MetricsSnapshot const& snapshot);

/// `"`, `\` and line ends escaped as Prometheus wants them inside a label's value.
[[nodiscard]] std::string escape_label(std::string_view value);

}  // namespace kewp::ops
