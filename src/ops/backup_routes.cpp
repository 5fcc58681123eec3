#include "ops/backup_routes.hpp"

#include "http/response.hpp"
#include "ops/backup_health.hpp"
#include "ops/backup_run.hpp"
#include "web/routes.hpp"

#include <boost/json.hpp>
#include <system_error>

namespace kewp::ops {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

value time_or_null(std::int64_t seconds)
{
    return seconds == 0 ? value(nullptr) : value(format_utc(Instant{std::chrono::seconds{seconds}}));
}

/// Newest first. A file that goes away meanwhile (old ones are removed) has no size.
array files_of(std::vector<DatedFile> const& files)
{
    array rows;
    for (auto file = files.rbegin(); file != files.rend(); ++file) {
        std::error_code gone;
        auto const bytes = std::filesystem::file_size(file->path, gone);
        auto sum = file->path;
        sum += ".sha256";
        rows.push_back(object{{"name", file->path.filename().string()},
                              {"at", format_utc(file->time)},
                              {"bytes", gone ? value(nullptr) : value(bytes)},
                              {"checksum", std::filesystem::exists(sum, gone)}});
    }
    return rows;
}

http::Response backups(http::Request const& request, config::Settings const& settings, SharedPage const& page)
{
    auto const& wanted = settings.backup;
    auto const folder = backup_folder(settings);
    auto const kept = folder.backups();
    auto const changes = folder.changes();
    if (!kept || !changes) {
        return http::error_response(kept ? changes.error() : kept.error(), request);
    }
    auto const health = backup_health(wanted, page, now());
    auto const& record = page.backup;
    auto const last = record.last_run.read();
    object out{{"schedule", wanted.schedule ? value(wanted.schedule->text()) : value(nullptr)},
               {"folder", wanted.folder.string()},
               {"healthy", !health || health->healthy},
               {"message", health ? health->message : "no backups are scheduled (backup.schedule is empty)"},
               {"next", health ? value(format_utc(health->next)) : value(nullptr)},
               {"last_success", time_or_null(record.last_success)},
               {"last_failure", time_or_null(record.last_failure)},
               {"last_failure_message", last.happened && !last.ok ? value(last.message) : value(nullptr)},
               {"captures_changes", wanted.captures_changes()},
               {"last_capture", time_or_null(record.last_capture)},
               {"last_duration_ms", record.last_duration_ms.load()},
               {"backups", files_of(*kept)},
               {"changes", files_of(*changes)}};
    auto response = http::json(out);
    response.set("Cache-Control", "no-store");
    return response;
}

}  // namespace

void register_backup_routes(http::Router& router, config::Settings const& settings, SharedPage const& page)
{
    router.get("/api/admin/backups",
               [&settings, &page](http::Request& request) { return backups(request, settings, page); },
               {.rate_class = web::rate_general, .access = web::administrators});
}

}  // namespace kewp::ops
