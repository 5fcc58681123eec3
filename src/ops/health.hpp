#pragma once

#include "base/time.hpp"
#include "ops/backup_health.hpp"
#include "ops/shared_page.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace kewp::ops {

/// A file that is missing or damaged, and what is switched off because of it.
struct FileTrouble {
    std::string file;
    std::string consequence;
};

/// The language model, for health and metrics.
struct ModelRow {
    bool loaded = false;
    bool comparable = false;  ///< its vectors compare with the stored ones
    std::string message;      ///< why there is none, or why it is not used in searches
    std::string name;
    std::string revision;
    std::string precision;
    std::size_t packed_bytes = 0;  ///< of weights, once for all workers
};

/// Suggestions that are made ahead, for health and metrics.
struct PreparedRow {
    std::size_t ready = 0;
    std::size_t wanted = 0;
    std::size_t bytes = 0;
    std::size_t hubs_pending = 0;  ///< channels that lists compare by and that are not corrected for hubs yet
    bool finished = false;         ///< what is not ready by now is made when it is asked for
    bool at_work = false;          ///< the process that makes them is there
};

/// What the health routes say, gathered by the caller at the time of the request.
struct HealthInput {
    std::string version;
    Instant now{};
    bool draining = false;  ///< this worker

    bool database_ok = true;
    std::string database_engine;   ///< `SQLite` or `PostgreSQL`
    std::string database_message;  ///< why it cannot be used, or a warning; empty when all is well

    std::size_t key_events = 0;
    std::size_t targets = 0;
    std::vector<FileTrouble> corpus_troubles;

    bool embeddings_loaded = false;
    std::vector<FileTrouble> embedding_troubles;

    std::optional<BackupHealth> backup;   ///< absent: no backups are scheduled
    std::optional<ModelRow> model;        ///< absent: not reported
    std::optional<PreparedRow> prepared;  ///< absent: not reported

    std::optional<bool> application;  ///< whether the web application is there; absent: not reported

    SharedPage const* page = nullptr;  ///< null where there is no supervisor
};

struct HealthAnswer {
    unsigned status;  ///< of HTTP
    std::string body;
};

/// `/health`: JSON `status` (`healthy` or `degraded`), `timestamp`, `version` and `services`, an object
/// with an object `{"status", "message", …}` for each of database, corpus, embeddings, model (not
/// having one is no trouble), suggestions (degraded while hubs are not corrected, and when what makes lists ahead is
/// not there and not done), web, workers, configuration, backup (null when none is scheduled). 200, and 503 only when
/// the database cannot be used: a service with less is still a service, and restarting it would not mend it.
[[nodiscard]] HealthAnswer health(HealthInput const& input);

/// `/livez`: the process answers. Always 200.
[[nodiscard]] HealthAnswer livez();

/// `/readyz`: send requests here. 503 with the reason while draining or without a database.
[[nodiscard]] HealthAnswer readyz(HealthInput const& input);

}  // namespace kewp::ops
