#include "ops/health.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <string_view>
#include <utility>

namespace kewp::ops {
namespace {

namespace json = boost::json;

/// One member of `services`.
json::object service(bool healthy, std::string_view message)
{
    json::object object;
    object["status"] = healthy ? "healthy" : "degraded";
    object["message"] = message;
    return object;
}

/// A service that reads files; `nothing` is said when it has nothing to work with.
json::object files(bool any, std::vector<FileTrouble> const& troubles, std::string_view nothing)
{
    auto const message = !any               ? std::string{nothing}
                         : troubles.empty() ? std::string{}
                                            : fmt::format("{} files are missing or not in full use", troubles.size());
    json::array list;
    for (auto const& trouble : troubles) {
        json::object entry;
        entry["file"] = trouble.file;
        entry["consequence"] = trouble.consequence;
        list.push_back(std::move(entry));
    }
    auto object = service(any && troubles.empty(), message);
    object["troubles"] = std::move(list);
    return object;
}

json::object model(ModelRow const& row)
{
    auto object = service(!row.loaded || row.comparable, row.message);
    object["loaded"] = row.loaded;
    if (row.loaded) {
        object["name"] = row.name;
        object["revision"] = row.revision;
        object["precision"] = row.precision;
    }
    return object;
}

json::object suggestions(PreparedRow const& row)
{
    auto const healthy = row.hubs_pending == 0 && (row.finished || row.at_work);
    auto const message = row.hubs_pending > 0 ? std::string{"similarities are not corrected for hubs yet"}
                         : row.ready >= row.wanted
                             ? std::string{}
                             : fmt::format("{} of {} lists are made ahead; the others are made when they are asked for",
                                           row.ready, row.wanted);
    auto object = service(healthy, message);
    object["ready"] = row.ready;
    object["wanted"] = row.wanted;
    return object;
}

json::object workers(SharedPage const& page)
{
    unsigned ready = 0;
    unsigned draining = 0;
    for (auto const& slot : page.workers) {
        ready += slot.state == WorkerState::ready ? 1U : 0U;
        draining += slot.state == WorkerState::draining ? 1U : 0U;
    }
    unsigned const wanted = page.workers_wanted;
    bool const healthy = ready >= wanted;
    auto object = service(healthy, healthy ? "" : fmt::format("{} of {} workers are ready", ready, wanted));
    object["wanted"] = wanted;
    object["ready"] = ready;
    object["draining"] = draining;
    object["died"] = page.supervisor.died.load();
    object["timed_out"] = page.supervisor.timed_out.load();
    return object;
}

json::object configuration(SharedPage const& page)
{
    auto const last = page.last_reload.read();
    bool const healthy = last.ok || !last.happened;
    auto object = service(healthy, healthy ? "" : "the last reload was refused: " + last.message);
    object["generation"] = page.generation.load();
    object["loaded_at"] = nullptr;
    if (last.happened) {
        object["loaded_at"] = format_utc(last.when);
    }
    return object;
}

json::object backup(BackupHealth const& health)
{
    auto object = service(health.healthy, health.message);
    object["last_success"] = nullptr;
    if (health.last_success) {
        object["last_success"] = format_utc(*health.last_success);
    }
    object["next"] = format_utc(health.next);
    return object;
}

bool all_healthy(json::object const& services)
{
    for (auto const& member : services) {
        if (member.value().is_object() && member.value().as_object().at("status") != "healthy") {
            return false;
        }
    }
    return true;
}

HealthAnswer answer(unsigned status, json::object const& object)
{
    return {status, json::serialize(object) + "\n"};
}

}  // namespace

HealthAnswer health(HealthInput const& input)
{
    json::object services;
    services["database"] = service(input.database_ok, input.database_message);
    services["database"].as_object()["engine"] = input.database_engine;
    auto corpus = files(input.key_events > 0, input.corpus_troubles, "no reference data: run 'kewp import'");
    corpus["key_events"] = input.key_events;
    corpus["targets"] = input.targets;
    services["corpus"] = std::move(corpus);
    services["embeddings"] =
        files(input.embeddings_loaded, input.embedding_troubles, "no embeddings: suggestions use genes and text only");
    if (input.model) {
        services["model"] = model(*input.model);
    }
    if (input.prepared) {
        services["suggestions"] = suggestions(*input.prepared);
    }
    if (input.application) {
        services["web"] = service(*input.application, *input.application ? "" : "the web application is not installed");
    }
    if (input.page != nullptr) {
        services["workers"] = workers(*input.page);
        services["configuration"] = configuration(*input.page);
    }
    services["backup"] = nullptr;
    if (input.backup) {
        services["backup"] = backup(*input.backup);
    }

    json::object object;
    object["status"] = all_healthy(services) ? "healthy" : "degraded";
    object["timestamp"] = format_utc(input.now);
    object["version"] = input.version;
    object["services"] = std::move(services);
    return answer(input.database_ok ? 200 : 503, object);
}

HealthAnswer livez()
{
    return answer(200, {{"status", "alive"}});
}

HealthAnswer readyz(HealthInput const& input)
{
    if (input.draining) {
        return answer(503, {{"status", "draining"}});
    }
    if (!input.database_ok) {
        return answer(503, {{"status", "no database"}, {"message", input.database_message}});
    }
    return answer(200, {{"status", "ready"}});
}

}  // namespace kewp::ops
