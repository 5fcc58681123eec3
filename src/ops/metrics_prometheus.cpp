#include "ops/metrics.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <string_view>

namespace kewp::ops {
namespace {

/// Of the two buckets per doubling that are counted, every fourth is told: steps of four.
constexpr std::size_t kBucketStep = 4;

class Exposition {
public:
    void metric(std::string_view name, std::string_view type, std::string_view help)
    {
        fmt::format_to(std::back_inserter(text_), "# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
    }

    template <class Value>
    void sample(std::string_view name, std::string_view labels, Value value)
    {
        if (labels.empty()) {
            fmt::format_to(std::back_inserter(text_), "{} {}\n", name, value);
        } else {
            fmt::format_to(std::back_inserter(text_), "{}{{{}}} {}\n", name, labels, value);
        }
    }

    template <class Value>
    void single(std::string_view name, std::string_view type, std::string_view help, Value value)
    {
        metric(name, type, help);
        sample(name, "", value);
    }

    [[nodiscard]] std::string take() { return std::move(text_); }

private:
    std::string text_;
};

template <class Visit>
void for_each_route(MetricsSnapshot const& snapshot, Visit visit)
{
    auto const count = std::min(snapshot.route_names.size(), snapshot.http->routes.size());
    for (std::size_t r = 0; r < count; ++r) {
        if (http::total(snapshot.http->routes[r]) > 0) {
            visit(fmt::format("route=\"{}\"", escape_label(snapshot.route_names[r])), snapshot.http->routes[r]);
        }
    }
}

void write_routes(MetricsSnapshot const& snapshot, Exposition& out)
{
    out.metric("kewp_http_requests_total", "counter", "Requests answered.");
    for_each_route(snapshot, [&](std::string const& label, http::RouteCounters const& route) {
        for (std::size_t c = 1; c < route.by_status_class.size(); ++c) {
            if (auto const count = route.by_status_class[c].load()) {
                out.sample("kewp_http_requests_total", fmt::format("{},status=\"{}xx\"", label, c), count);
            }
        }
    });
    out.metric("kewp_http_request_duration_seconds", "histogram", "Time from the whole request to its answer.");
    for_each_route(snapshot, [&](std::string const& label, http::RouteCounters const& route) {
        // The count is that of the buckets, so that the two agree while requests are being counted.
        std::uint64_t below = 0;
        for (std::size_t bucket = 0; bucket < route.latency.size(); ++bucket) {
            below += route.latency[bucket].load();
            if (bucket % kBucketStep == kBucketStep - 1 && bucket + 1 < route.latency.size()) {
                auto const limit = static_cast<double>(http::bucket_limit_us(bucket)) / 1e6;
                out.sample("kewp_http_request_duration_seconds_bucket", fmt::format("{},le=\"{}\"", label, limit),
                           below);
            }
        }
        out.sample("kewp_http_request_duration_seconds_bucket", label + ",le=\"+Inf\"", below);
        out.sample("kewp_http_request_duration_seconds_sum", label,
                   static_cast<double>(route.microseconds.load()) / 1e6);
        out.sample("kewp_http_request_duration_seconds_count", label, below);
    });
}

void write_server(http::ServerCounters const& http, Exposition& out)
{
    out.single("kewp_http_connections_accepted_total", "counter", "Connections accepted.", http.accepted.load());
    out.single("kewp_http_connections", "gauge", "Connections open.", http.connections.load());
    out.single("kewp_http_requests_in_flight", "gauge", "Requests being answered.", http.in_flight.load());
    out.single("kewp_http_received_bytes_total", "counter", "Bytes received.", http.bytes_in.load());
    out.single("kewp_http_sent_bytes_total", "counter", "Bytes sent.", http.bytes_out.load());
    out.single("kewp_http_queue_refusals_total", "counter", "Requests refused since the queue was full.",
               http.queue_refusals.load());
    out.single("kewp_http_timeouts_total", "counter", "Connections cut by a time-out.", http.timeouts.load());
    out.single("kewp_http_malformed_total", "counter", "Requests that could not be read.", http.malformed.load());
    out.single("kewp_access_log_lines_lost_total", "counter", "Access log lines dropped.", http.log_lines_lost.load());
}

void write_processes(std::vector<ProcessRow> const& rows, Exposition& out)
{
    auto const each = [&](std::string_view name, std::string_view help, auto value) {
        out.metric(name, "gauge", help);
        for (auto const& row : rows) {
            out.sample(name, fmt::format(R"(role="{}",pid="{}")", row.role, row.pid), value(row));
        }
    };
    each("kewp_process_resident_bytes", "Memory with shared pages counted whole.",
         [](auto& row) { return row.memory.rss_bytes; });
    each("kewp_process_proportional_bytes", "Memory with shared pages counted by their share.",
         [](auto& row) { return row.memory.pss_bytes; });
    each("kewp_process_uptime_seconds", "Time since the process started.",
         [](auto& row) { return static_cast<double>(row.uptime_ms) / 1'000.0; });
    out.metric("kewp_processes", "gauge", "Processes by role and state.");
    for (std::string_view const state : {"starting", "ready", "draining"}) {
        auto const count = std::count_if(rows.begin(), rows.end(),
                                         [&](auto& row) { return row.role == "worker" && row.state == state; });
        out.sample("kewp_processes", fmt::format(R"(role="worker",state="{}")", state), count);
    }
}

void write_encoders(std::vector<ProcessRow> const& rows, Exposition& out)
{
    out.metric("kewp_encoder_texts_total", "counter", "Texts asked of a worker's language model.");
    for (auto const& row : rows) {
        if (row.role == "worker") {
            auto const sample = [&](std::string_view result, std::uint64_t count) {
                out.sample("kewp_encoder_texts_total", fmt::format(R"(pid="{}",result="{}")", row.pid, result), count);
            };
            sample("encoded", row.texts_encoded);
            sample("cached", row.texts_cached);
            sample("refused", row.texts_refused);
        }
    }
}

void write_supervisor(SharedPage const& page, Exposition& out)
{
    auto const& counters = page.supervisor;
    auto const last = page.last_reload.read();
    out.single("kewp_generation", "gauge", "Number of the generation of configuration and data that serves.",
               page.generation.load());
    out.single("kewp_data_revision", "gauge", "Raised by every commit.", page.data_revision.load());
    out.single("kewp_last_reload_ok", "gauge", "1 when the last load of configuration and data succeeded.",
               last.ok ? 1 : 0);
    out.single("kewp_last_reload_timestamp_seconds", "gauge", "When that was.", last.when.time_since_epoch().count());
    out.single("kewp_children_started_total", "counter", "Processes started.", counters.started.load());
    out.single("kewp_children_died_total", "counter", "Processes that ended by themselves.", counters.died.load());
    out.single("kewp_children_timed_out_total", "counter", "Processes killed since they hung.",
               counters.timed_out.load());
    out.single("kewp_children_killed_in_drain_total", "counter", "Processes killed at graceful_timeout.",
               counters.killed_in_drain.load());
    out.single("kewp_workers_recycled_total", "counter", "Workers replaced after max_requests.",
               counters.recycled.load());
    out.single("kewp_reloads_total", "counter", "Reloads that succeeded.", counters.reloads_ok.load());
    out.single("kewp_reloads_refused_total", "counter", "Reloads refused.", counters.reloads_failed.load());
}

void write_backups(BackupRecord const& record, Exposition& out)
{
    out.single("kewp_backup_last_success_timestamp_seconds", "gauge", "When the newest backup was made; 0: never.",
               record.last_success.load());
    out.single("kewp_backup_last_failure_timestamp_seconds", "gauge", "When a backup failed last; 0: never.",
               record.last_failure.load());
    out.metric("kewp_backup_runs_total", "counter", "Scheduled backups.");
    out.sample("kewp_backup_runs_total", "result=\"ok\"", record.runs_ok.load());
    out.sample("kewp_backup_runs_total", "result=\"failed\"", record.runs_failed.load());
    out.single("kewp_backup_duration_seconds", "gauge", "Time that the last scheduled backup took.",
               static_cast<double>(record.last_duration_ms.load()) / 1'000.0);
    out.single("kewp_backup_bytes", "gauge", "Size of the last scheduled backup.", record.last_bytes.load());
    out.single("kewp_capture_last_timestamp_seconds", "gauge", "Everything committed before is captured; 0: never.",
               record.last_capture.load());
    out.single("kewp_capture_failures_total", "counter", "Captures of changes that failed.",
               record.captures_failed.load());
}

}  // namespace

std::string escape_label(std::string_view value)
{
    std::string out;
    for (char const c : value) {
        if (c == '\n') {
            out += "\\n";
        } else {
            if (c == '"' || c == '\\') {
                out += '\\';
            }
            out += c;
        }
    }
    return out;
}

std::string metrics_prometheus(MetricsSnapshot const& snapshot)
{
    Exposition out;
    out.metric("kewp_info", "gauge", "Version of the service.");
    out.sample("kewp_info", fmt::format("version=\"{}\"", escape_label(snapshot.version)), 1);
    out.metric("kewp_database_info", "gauge", "The database engine.");
    out.sample("kewp_database_info", fmt::format("engine=\"{}\"", escape_label(snapshot.database_engine)), 1);
    write_routes(snapshot, out);
    write_server(*snapshot.http, out);
    write_processes(snapshot.processes, out);
    write_supervisor(*snapshot.page, out);
    write_backups(snapshot.page->backup, out);
    if (snapshot.prepared) {
        out.single("kewp_prepared_suggestions", "gauge", "Lists of suggestions that are made ahead.",
                   snapshot.prepared->ready);
        out.single("kewp_prepared_suggestions_wanted", "gauge", "Lists that there are to be made ahead.",
                   snapshot.prepared->wanted);
        out.single("kewp_prepared_suggestions_bytes", "gauge", "Memory that they take, once for all workers.",
                   snapshot.prepared->bytes);
    }
    if (snapshot.model) {
        out.metric("kewp_model_loaded", "gauge", "1 when a language model is loaded.");
        out.sample("kewp_model_loaded",
                   fmt::format("name=\"{}\",revision=\"{}\",precision=\"{}\"", escape_label(snapshot.model->name),
                               escape_label(snapshot.model->revision), escape_label(snapshot.model->precision)),
                   snapshot.model->loaded ? 1 : 0);
        write_encoders(snapshot.processes, out);
    }
    return out.take();
}

}  // namespace kewp::ops
