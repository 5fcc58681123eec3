#include "ops/service.hpp"

#include "config/scoring.hpp"
#include "corpus/import.hpp"
#include "corpus/loader.hpp"
#include "curate/demo_seed.hpp"
#include "ops/application_files.hpp"
#include "ops/listen_socket.hpp"
#include "ops/logging.hpp"
#include "ops/preparer.hpp"
#include "ops/scheduler.hpp"
#include "ops/serving_lock.hpp"
#include "ops/shared_page.hpp"
#include "ops/supervisor.hpp"
#include "ops/web_worker.hpp"
#include "store/file_access.hpp"
#include "store/open_database.hpp"
#include "web/prepared_suggestions.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace kewp::ops {
namespace {

/// So long a start waits for a database server.
constexpr std::chrono::seconds kServerPatience{60};

/// Of answers made ahead; those of 1,600 Key Events take some 30 MB.
constexpr std::size_t kMostPreparedBytes = std::size_t{192} << 20U;

SupervisorOptions supervisor_options(config::Settings const& settings)
{
    auto const milliseconds = [](std::chrono::seconds seconds) {
        return static_cast<int>(std::chrono::milliseconds{seconds}.count());
    };
    SupervisorOptions options;
    options.workers = static_cast<int>(settings.workers.count);
    options.worker_timeout_ms = milliseconds(settings.workers.worker_timeout);
    options.graceful_timeout_ms = milliseconds(settings.workers.graceful_timeout);
    options.max_requests = settings.workers.max_requests;
    options.max_requests_jitter = settings.workers.max_requests_jitter;
    return options;
}

/// What cannot change while the service runs: the socket is bound, the writers are at work.
void keep_fixed(config::Settings& fresh, config::Settings const& running)
{
    auto const keep = [](auto& value, auto const& old, std::string_view name) {
        if (value != old) {
            spdlog::warn("{} changed in the configuration; this takes effect at the next restart", name);
            value = old;
        }
    };
    keep(fresh.database, running.database, "database");
    keep(fresh.postgres, running.postgres, "database");
    keep(fresh.server.host, running.server.host, "server.host");
    keep(fresh.server.port, running.server.port, "server.port");
    keep(fresh.demo, running.demo, "demo");
    if (fresh.demo) {
        fresh.secret_key = running.secret_key;  // made up at the start; sessions go on over a reload
    }
}

Result<Generation> make_generation(std::filesystem::path const& config_file, config::Settings const& running,
                                   Logging const& logging)
{
    auto settings = config::load_settings(config_file, config::process_environment());
    if (!settings) {
        return fail(settings.error());
    }
    keep_fixed(*settings, running);
    auto const loaded = load_service(std::move(*settings));
    if (!loaded) {
        return fail(loaded.error());
    }
    Generation generation;
    generation.options = supervisor_options((*loaded)->settings);
    generation.run_worker = [service = *loaded, &logging](WorkerContext& context) {
        return run_web_worker(context, *service, [&logging] { logging.reopen(); });
    };
    generation.run_scheduler = [service = *loaded, &logging](WorkerContext& context) {
        return run_scheduler(context, service->settings, [&logging] { logging.reopen(); });
    };
    generation.run_preparer = [service = *loaded, &logging](WorkerContext& context) {
        return run_preparer(context, *service, [&logging] { logging.reopen(); });
    };
    generation.description =
        fmt::format("{} Key Events, {} AOPs, {} embeddings, {} model", (*loaded)->corpus->key_events().size(),
                    (*loaded)->corpus->aops().size(), (*loaded)->suggester->embeddings().any_target() ? "with" : "no",
                    (*loaded)->live.model ? name_of((*loaded)->live.model->weights.precision()) : "no");
    return generation;
}

std::unique_ptr<web::PreparedAnswers> room_for_answers(corpus::Corpus const& corpus)
{
    auto answers = web::PreparedAnswers::create(web::suggestion_places(corpus), kMostPreparedBytes);
    if (!answers) {
        spdlog::warn("suggestions are not made ahead: {}", answers.error().message);
        return nullptr;
    }
    return std::make_unique<web::PreparedAnswers>(std::move(*answers));
}

/// Fills the demo's empty database in a child: writing needs a thread, and the supervisor must have none.
Result<void> seed_in_child(config::Settings const& settings)
{
    auto const file = settings.data / "curation.json";
    if (!settings.demo || !std::filesystem::exists(file)) {
        return {};
    }
    auto const child = ::fork();
    if (child < 0) {
        return fail(ErrorCode::io, "cannot start a process: " + errno_text());
    }
    if (child == 0) {
        auto const corpus = corpus::load_corpus(settings.data);
        auto const database = store::database_of(settings);
        store::Readers readers{database};
        store::Writer writer{database};
        auto const seeded = corpus ? curate::seed_demo(writer, readers, **corpus, file) : fail(corpus.error());
        if (!seeded) {
            spdlog::error("demo: {}", seeded.error().message);
        } else if (seeded->seeded) {
            spdlog::info("demo: made {} mappings and {} proposals", seeded->mappings, seeded->proposals);
        }
        writer.stop();
        ::_exit(seeded ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != EXIT_SUCCESS) {
        return fail(ErrorCode::internal, "the demo's curation could not be stored; see the line above");
    }
    return {};
}

/// A database server may start at the same time as this service, or another one take over.
Result<store::OpenReport> open_when_reachable(store::Database const& database)
{
    auto const until = std::chrono::steady_clock::now() + kServerPatience;
    auto opened = store::open_database(database);
    while (!opened && opened.error().code == ErrorCode::unavailable && std::chrono::steady_clock::now() < until) {
        spdlog::warn("{}; trying again", opened.error().message);
        std::this_thread::sleep_for(std::chrono::seconds{1});
        opened = store::open_database(database);
    }
    return opened;
}

/// Makes the database ready and returns the lock that keeps others off it while this service runs. There is none on
/// PostgreSQL, which is there for several services.
Result<UniqueFd> prepare_database(config::Settings const& settings)
{
    if (settings.postgres.used()) {
        auto const opened = open_when_reachable(store::database_of(settings));
        if (!opened) {
            return fail(opened.error());
        }
        spdlog::info("{}: {}", store::database_of(settings).name(), opened->summary());
        auto const seeded = seed_in_child(settings);
        return seeded ? Result<UniqueFd>(UniqueFd{}) : fail(seeded.error());
    }
    if (settings.demo) {
        std::error_code ignored;  // a folder that cannot be made is reported by the database
        std::filesystem::create_directories(settings.database.parent_path(), ignored);
    }
    if (auto allowed = store::check_file_access(settings.database, false, true); !allowed) {
        return fail(allowed.error());
    }
    auto lock = lock_for_serving(settings.database);
    if (!lock) {
        return lock;
    }
    auto const opened = store::open_database(settings.database);
    if (!opened) {
        return fail(opened.error());
    }
    spdlog::info("{}", opened->summary());
    if (opened->import) {
        spdlog::info("what was imported:\n{}", opened->import->text());
    }
    for (auto const& warning : opened->warnings) {
        spdlog::warn("{}", warning);
    }
    if (auto seeded = seed_in_child(settings); !seeded) {
        return fail(seeded.error());
    }
    return lock;
}

/// What is allowed but probably not meant.
void warn_of(config::Settings const& settings)
{
    if (!settings.demo && settings.public_url.empty()) {
        spdlog::warn(
            "public_url is not set: signing in needs https in front of this server, since cookies are marked "
            "Secure");
    }
    if (settings.public_url.starts_with("http://")) {
        spdlog::warn("public_url is '{}': passwords and sessions travel unencrypted", settings.public_url);
    }
}

}  // namespace

Result<std::shared_ptr<LoadedService const>> load_service(config::Settings settings)
{
    auto loaded = std::make_shared<LoadedService>();
    if (auto const finished = corpus::finish_interrupted_import(settings.data); !finished) {
        return fail(finished.error());
    }
    auto corpus = corpus::load_corpus(settings.data);
    if (!corpus) {
        return fail(corpus.error());
    }
    auto scoring = config::load_scoring(settings.scoring_config);
    if (!scoring) {
        return fail(scoring.error());
    }
    auto embeddings = suggest::load_embeddings(settings.data, **corpus);
    if (!embeddings) {
        return fail(embeddings.error());
    }
    auto live = load_live_model(settings, *embeddings);
    if (!live) {
        return fail(live.error());
    }
    loaded->live = std::move(*live);
    auto admins = fmt::format("{}", fmt::join(settings.admin_users, ","));
    if (settings.demo) {
        admins += admins.empty() ? "demo:admin" : ",demo:admin";
    }
    auto administrators = curate::Administrators::parse(admins);
    if (!administrators) {
        return fail_in("ADMIN_USERS", administrators.error());
    }
    auto application = load_application(settings.server.web_folder);
    if (!application) {
        return fail(application.error());
    }
    loaded->application = std::move(*application);
    loaded->corpus = std::move(*corpus);
    loaded->suggester = std::make_unique<suggest::Suggester const>(loaded->corpus, std::move(*embeddings),
                                                                   std::move(*scoring), suggest::Hubs::later);
    loaded->administrators = std::move(*administrators);
    loaded->prepared = room_for_answers(*loaded->corpus);
    loaded->settings = std::move(settings);
    return std::shared_ptr<LoadedService const>{std::move(loaded)};
}

Result<std::shared_ptr<LoadedService const>> load_service(std::filesystem::path const& config_file)
{
    auto settings = config::load_settings(config_file, config::process_environment());
    return settings ? load_service(std::move(*settings)) : fail(settings.error());
}

Result<void> serve(std::filesystem::path const& config_file)
{
    auto settings = config::load_settings(config_file, config::process_environment());
    if (!settings) {
        return fail(settings.error());
    }
    auto const logging = Logging::set_up(settings->log);
    if (!logging) {
        return fail(logging.error());
    }
    auto socket = listen_on(settings->server.host, settings->server.port);
    if (!socket) {
        return fail(socket.error());
    }
    settings->server.port = socket->port;  // the one chosen, when 0 was asked for
    warn_of(*settings);
    auto const lock = prepare_database(*settings);
    if (!lock) {
        return fail(lock.error());
    }
    auto memory = SharedMemory::create();
    if (!memory) {
        return fail(memory.error());
    }
    spdlog::info("listening on {}{}", socket->url(), settings->demo ? " (demo)" : "");
    Supervisor supervisor{memory->page(), std::move(socket->fd),
                          [&] { return make_generation(config_file, *settings, *logging); },
                          [&] { logging->reopen(); }};
    return supervisor.run();
}

}  // namespace kewp::ops
