#include "publish/crate_files.hpp"
#include "web/api_parts.hpp"
#include "web/routes.hpp"

namespace kewp::web {
namespace {

Result<void> write_crate(store::Session& session, Services const& services, publish::Sink const& sink)
{
    auto const& settings = services.settings;
    // Without the deposits: one that is made later must not change the file of the same data.
    auto const info = publish::dataset_info(session, services.corpus, settings, {});
    if (!info) {
        return fail(info.error());
    }
    auto files = publish::crate_files(session, services.corpus, *info, settings.mapping_iri, settings.local_folder());
    return publish::write_ro_crate(std::move(files), *info, sink);
}

}  // namespace

void add_archive_routes(http::Router& router, ApiParts const& parts, Services const& services)
{
    router.get("/exports/ro-crate.zip",
               [files = parts.files, &services](http::Request& request) {
                   return files->respond(
                       request, "ro-crate",
                       {.content_type = "application/zip", .file_name = "ke_mappings_r{revision}.zip"},
                       [&services](store::Session& session, std::uint64_t, publish::Sink const& sink) {
                           return write_crate(session, services, sink);
                       });
               },
               {.rate_class = rate_general});
}

}  // namespace kewp::web
