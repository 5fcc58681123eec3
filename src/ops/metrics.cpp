#include "ops/metrics.hpp"

#include "base/json_text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <unistd.h>
#include <utility>

namespace kewp::ops {
namespace {

namespace json = boost::json;

void add(http::ServerCounters& sum, http::ServerCounters const& one)
{
    for (std::size_t r = 0; r < sum.routes.size(); ++r) {
        auto& to = sum.routes[r];
        auto const& from = one.routes[r];
        for (std::size_t i = 0; i < to.by_status_class.size(); ++i) {
            to.by_status_class[i] += from.by_status_class[i].load();
        }
        for (std::size_t i = 0; i < to.latency.size(); ++i) {
            to.latency[i] += from.latency[i].load();
        }
        to.microseconds += from.microseconds.load();
    }
    sum.accepted += one.accepted.load();
    sum.bytes_in += one.bytes_in.load();
    sum.bytes_out += one.bytes_out.load();
    sum.queue_refusals += one.queue_refusals.load();
    sum.timeouts += one.timeouts.load();
    sum.malformed += one.malformed.load();
    sum.log_lines_lost += one.log_lines_lost.load();
    sum.in_flight += one.in_flight.load();
    sum.connections += one.connections.load();
}

ProcessMemory memory_or_zero(pid_t pid)
{
    return memory_of(pid).value_or(ProcessMemory{});
}

ProcessRow row_of(WorkerSlot const& slot, char const* role, std::int64_t now_ms)
{
    ProcessRow row;
    row.role = role;
    row.pid = slot.pid;
    row.state = name_of(slot.state.load());
    row.generation = slot.generation;
    row.requests = slot.requests;
    row.texts_encoded = slot.texts_encoded;
    row.texts_cached = slot.texts_cached;
    row.texts_refused = slot.texts_refused;
    row.uptime_ms = now_ms - slot.started_ms;
    row.heartbeat_age_ms = now_ms - slot.heartbeat_ms;
    row.memory = memory_or_zero(row.pid);
    return row;
}

std::vector<ProcessRow> processes_of(SharedPage const& page)
{
    auto const now_ms = monotonic_ms();
    std::vector<ProcessRow> rows;
    ProcessRow supervisor;
    supervisor.role = "supervisor";
    supervisor.pid = page.supervisor_pid;
    supervisor.state = name_of(WorkerState::ready);
    supervisor.generation = page.generation;
    supervisor.uptime_ms = now_ms - page.started_ms;
    supervisor.memory = memory_or_zero(supervisor.pid);
    rows.push_back(std::move(supervisor));
    for (auto const& slot : page.workers) {
        if (slot.state != WorkerState::empty) {
            rows.push_back(row_of(slot, "worker", now_ms));
        }
    }
    if (page.scheduler.state != WorkerState::empty) {
        rows.push_back(row_of(page.scheduler, "scheduler", now_ms));
    }
    if (page.preparer.state != WorkerState::empty) {
        rows.push_back(row_of(page.preparer, "preparer", now_ms));
    }
    return rows;
}

double milliseconds(std::uint64_t microseconds)
{
    return static_cast<double>(microseconds) / 1'000.0;
}

json::object route_json(std::string const& name, http::RouteCounters const& route)
{
    auto const requests = http::total(route);
    json::object object;
    object["route"] = name;
    object["requests"] = requests;
    for (std::size_t c = 1; c < route.by_status_class.size(); ++c) {
        object[fmt::format("{}xx", c)] = route.by_status_class[c].load();
    }
    object["mean_ms"] = requests == 0 ? 0.0 : milliseconds(route.microseconds) / static_cast<double>(requests);
    object["p50_ms"] = milliseconds(http::quantile_us(route, 0.50));
    object["p95_ms"] = milliseconds(http::quantile_us(route, 0.95));
    object["p99_ms"] = milliseconds(http::quantile_us(route, 0.99));
    return object;
}

json::object requests_json(http::ServerCounters const& http)
{
    std::uint64_t all = 0;
    json::object by_class;
    for (std::size_t c = 1; c < http.routes[0].by_status_class.size(); ++c) {
        std::uint64_t sum = 0;
        for (auto const& route : http.routes) {
            sum += route.by_status_class[c].load();
        }
        by_class[fmt::format("{}xx", c)] = sum;
        all += sum;
    }
    json::object object;
    object["total"] = all;
    object["by_status"] = std::move(by_class);
    object["in_flight"] = http.in_flight.load();
    object["connections"] = http.connections.load();
    object["accepted"] = http.accepted.load();
    object["bytes_in"] = http.bytes_in.load();
    object["bytes_out"] = http.bytes_out.load();
    object["queue_refusals"] = http.queue_refusals.load();
    object["timeouts"] = http.timeouts.load();
    object["malformed"] = http.malformed.load();
    object["log_lines_lost"] = http.log_lines_lost.load();
    return object;
}

json::object process_json(ProcessRow const& row)
{
    json::object object;
    object["role"] = row.role;
    object["pid"] = row.pid;
    object["state"] = row.state;
    object["generation"] = row.generation;
    object["requests"] = row.requests;
    object["uptime_seconds"] = static_cast<double>(row.uptime_ms) / 1'000.0;
    if (row.role == "worker") {
        object["heartbeat_age_ms"] = row.heartbeat_age_ms;
        object["texts"] = {
            {"encoded", row.texts_encoded}, {"cached", row.texts_cached}, {"refused", row.texts_refused}};
    }
    object["rss_bytes"] = row.memory.rss_bytes;
    object["pss_bytes"] = row.memory.pss_bytes;
    return object;
}

json::object model_json(ModelRow const& row)
{
    json::object object;
    object["loaded"] = row.loaded;
    object["name"] = row.name;
    object["revision"] = row.revision;
    object["precision"] = row.precision;
    object["packed_bytes"] = row.packed_bytes;
    return object;
}

json::object prepared_json(PreparedRow const& row)
{
    json::object object;
    object["ready"] = row.ready;
    object["wanted"] = row.wanted;
    object["bytes"] = row.bytes;
    return object;
}

json::object supervisor_json(SupervisorCounters const& counters)
{
    json::object object;
    object["started"] = counters.started.load();
    object["died"] = counters.died.load();
    object["timed_out"] = counters.timed_out.load();
    object["killed_in_drain"] = counters.killed_in_drain.load();
    object["recycled"] = counters.recycled.load();
    object["reloads_ok"] = counters.reloads_ok.load();
    object["reloads_failed"] = counters.reloads_failed.load();
    return object;
}

json::object backup_json(BackupRecord const& record)
{
    json::object object;
    object["last_success"] = record.last_success.load();
    object["last_failure"] = record.last_failure.load();
    object["last_capture"] = record.last_capture.load();
    object["runs_ok"] = record.runs_ok.load();
    object["runs_failed"] = record.runs_failed.load();
    object["captures_failed"] = record.captures_failed.load();
    return object;
}

}  // namespace

MetricsSnapshot take_metrics(SharedPage const& page, std::string version, std::vector<std::string> route_names)
{
    auto sum = std::make_unique<http::ServerCounters>();
    for (std::size_t slot = 0; slot < page.workers.size(); ++slot) {
        if (auto const* counters = page.counters_if_made(slot)) {
            add(*sum, *counters);
        }
    }
    MetricsSnapshot snapshot;
    snapshot.version = std::move(version);
    snapshot.now = now();
    snapshot.route_names = std::move(route_names);
    snapshot.http = std::move(sum);
    snapshot.processes = processes_of(page);
    snapshot.page = &page;
    return snapshot;
}

std::string metrics_json(MetricsSnapshot const& snapshot)
{
    json::array routes;
    for (std::size_t r = 0; r < std::min(snapshot.route_names.size(), snapshot.http->routes.size()); ++r) {
        if (http::total(snapshot.http->routes[r]) > 0) {
            routes.push_back(route_json(snapshot.route_names[r], snapshot.http->routes[r]));
        }
    }
    json::array processes;
    std::uint64_t pss = 0;
    for (auto const& row : snapshot.processes) {
        processes.push_back(process_json(row));
        pss += row.memory.pss_bytes;
    }
    json::object object;
    object["timestamp"] = format_utc(snapshot.now);
    object["version"] = snapshot.version;
    object["database_engine"] = snapshot.database_engine;
    object["generation"] = snapshot.page->generation.load();
    object["data_revision"] = snapshot.page->data_revision.load();
    object["requests"] = requests_json(*snapshot.http);
    object["routes"] = std::move(routes);
    object["processes"] = std::move(processes);
    object["memory_pss_bytes"] = pss;
    object["supervisor"] = supervisor_json(snapshot.page->supervisor);
    object["backup"] = backup_json(snapshot.page->backup);
    if (snapshot.prepared) {
        object["prepared_suggestions"] = prepared_json(*snapshot.prepared);
    }
    if (snapshot.model) {
        object["model"] = model_json(*snapshot.model);
    }
    return to_json_text(object) + "\n";
}

std::string route_metrics_json(MetricsSnapshot const& snapshot, std::string_view name)
{
    for (std::size_t r = 0; r < std::min(snapshot.route_names.size(), snapshot.http->routes.size()); ++r) {
        auto const& known = snapshot.route_names[r];
        if (known == name || (known.starts_with('/') && std::string_view{known}.substr(1) == name)) {
            return to_json_text(route_json(known, snapshot.http->routes[r])) + "\n";
        }
    }
    return {};
}

}  // namespace kewp::ops
