#include "ops/web_worker.hpp"

#include "http/access_log.hpp"
#include "http/server.hpp"
#include "ops/backup_health.hpp"
#include "ops/backup_routes.hpp"
#include "ops/change_capture.hpp"
#include "ops/http_worker.hpp"
#include "ops/routes.hpp"
#include "ops/service.hpp"
#include "ops/worker_context.hpp"
#include "store/kv_repository.hpp"
#include "web/routes.hpp"
#include "web/services.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <spdlog/spdlog.h>

namespace kewp::ops {
namespace {

constexpr std::chrono::milliseconds kTellCounts{1000};  // of encoded texts, for the metrics

http::ServerOptions server_options(config::Settings const& settings)
{
    auto const& limits = settings.limits;
    http::ServerOptions options;
    options.threads = settings.workers.threads;
    options.queue_limit = limits.queue;
    options.max_connections = limits.connections;
    options.header_limit = limits.header_bytes;
    options.body_limit = limits.body_bytes;
    options.header_timeout = limits.header_timeout;
    options.body_timeout = limits.body_timeout;
    options.idle_timeout = limits.keep_alive;
    options.write_timeout = limits.write_timeout;
    options.trusted_proxies = settings.server.trusted_proxies;
    return options;
}

std::vector<FileTrouble> troubles(std::vector<corpus::FileNote> const& notes)
{
    std::vector<FileTrouble> found;
    for (auto const& note : notes) {
        if (note.state != corpus::FileNote::State::loaded) {
            found.push_back({note.file, note.consequence});
        }
    }
    return found;
}

std::optional<ModelRow> model_row(LoadedService const& service)
{
    auto const& live = service.live;
    ModelRow row;
    row.loaded = live.model != nullptr;
    row.comparable = live.comparable;
    row.message = live.message;
    if (live.model) {
        row.name = live.model->name;
        row.revision = live.model->revision;
        row.precision = name_of(live.model->weights.precision());
        row.packed_bytes = live.model->weights.packed_size();
    }
    return row;
}

PreparedRow prepared_row(SharedPage const& page, LoadedService const& service)
{
    PreparedRow row{.hubs_pending = service.suggester->hub_corrections_pending(),
                    .at_work = page.preparer.state != WorkerState::empty};
    if (service.prepared) {
        row.ready = service.prepared->ready();
        row.wanted = service.prepared->places();
        row.bytes = service.prepared->bytes();
        row.finished = service.prepared->finished();
    }
    return row;
}

/// Half of the worker's threads may wait for the model; the others go on answering.
std::unique_ptr<embed::LiveEncoder> live_encoder(LoadedService const& service)
{
    auto const& settings = service.settings;
    return service.live.model == nullptr
               ? nullptr
               : std::make_unique<embed::LiveEncoder>(
                     *service.live.model,
                     embed::LiveEncoderOptions{.queue = settings.model.queue,
                                               .cache = settings.model.cache,
                                               .callers = std::max<std::size_t>(1, settings.workers.threads / 2)});
}

HealthInput health_input(WorkerContext const& context, LoadedService const& service, store::Readers& readers)
{
    HealthInput input;
    input.version = KEWP_VERSION;
    input.now = now();
    input.draining = context.draining();
    auto const revision = readers.read([](store::Session& session) { return store::data_revision(session); });
    input.database_ok = revision.has_value();
    input.database_engine = store::name_of(store::database_of(service.settings).engine());
    input.database_message = revision ? "" : revision.error().message;
    input.key_events = service.corpus->key_events().size();
    for (auto const kind : corpus::kTargetKinds) {
        input.targets += service.corpus->targets(kind).size();
    }
    input.corpus_troubles = troubles(service.corpus->notes());
    input.embedding_troubles = troubles(service.suggester->embeddings().notes);
    input.embeddings_loaded = service.suggester->embeddings().any_target();
    input.model = model_row(service);
    input.prepared = prepared_row(context.page(), service);
    input.application = service.application.has_value();
    input.page = &context.page();
    input.backup = backup_health(service.settings.backup, context.page(), input.now);
    return input;
}

Result<std::unique_ptr<http::AccessLog>> open_access_log(config::LogSettings const& settings)
{
    if (!settings.access) {
        return std::unique_ptr<http::AccessLog>{};
    }
    auto log = http::AccessLog::open(settings.file);
    if (!log) {
        return fail(log.error());
    }
    return std::make_unique<http::AccessLog>(std::move(*log));
}

}  // namespace

int run_web_worker(WorkerContext& context, LoadedService const& service, std::function<void()> const& reopen_logs)
{
    auto& page = context.page();
    auto const access_log = open_access_log(service.settings.log);
    if (!access_log) {
        spdlog::error("{}", access_log.error().message);
        return EXIT_FAILURE;
    }
    auto const database = store::database_of(service.settings);
    store::Readers readers{database, service.settings.workers.threads};
    store::WriterOptions writing{.turn = &page.store_write};
    writing.on_public_change = [&page](std::uint64_t) { page.data_revision.fetch_add(1); };
    if (service.settings.backup.captures_changes()) {
        writing.checkpoint_pages = kCapturedLogPages;
    }
    store::Writer writer{database, std::move(writing)};
    curate::Workflow workflow{writer, *service.corpus};
    auto const encoder = live_encoder(service);
    web::Services const services{.settings = service.settings,
                                 .corpus = *service.corpus,
                                 .suggester = *service.suggester,
                                 .administrators = service.administrators,
                                 .readers = readers,
                                 .writer = writer,
                                 .workflow = workflow,
                                 .revision = page.data_revision,
                                 .rates = page.rates,
                                 .rate_seed = page.rate_seed,
                                 .encoder = encoder.get(),
                                 .application = service.application ? &*service.application : nullptr,
                                 .search_by_meaning = service.live.comparable,
                                 .prepared = service.prepared.get()};
    auto router = web::make_router(services);
    auto const names = std::make_shared<std::vector<std::string>>();
    register_ops_routes(router, {.version = KEWP_VERSION,
                                 .page = &page,
                                 .health = [&] { return health_input(context, service, readers); },
                                 .model = model_row(service),
                                 .database_engine = store::name_of(database.engine()),
                                 .prepared = [&] { return prepared_row(page, service); },
                                 .route_names = names});
    register_backup_routes(router, service.settings, page);
    *names = router.names();
    auto options = server_options(service.settings);
    options.access_log = access_log->get();
    options.counters = &page.counters(context.slot());
    http::Server server{std::move(options), std::move(router), web::make_hooks(services)};
    if (encoder) {
        server.every(kTellCounts, [&] {
            auto const counts = encoder->counts();
            context.slot().texts_encoded = counts.encoded;
            context.slot().texts_cached = counts.from_cache;
            context.slot().texts_refused = counts.refused;
        });
    }
    return serve_http(context, server, [&] {
        reopen_logs();
        if (*access_log) {
            if (auto const reopened = (*access_log)->reopen(); !reopened) {
                spdlog::error("{}", reopened.error().message);
            }
        }
    });
}

}  // namespace kewp::ops
