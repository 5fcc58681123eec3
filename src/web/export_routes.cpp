#include "base/text.hpp"
#include "publish/gmt.hpp"
#include "publish/labels.hpp"
#include "publish/turtle.hpp"
#include "web/api_parts.hpp"
#include "web/export_formats.hpp"
#include "web/export_selection.hpp"
#include "web/routes.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <memory>

namespace kewp::web {
namespace {

/// `ke-wp`, `ke-go`, `ke-reactome`: in paths.
std::string path_name(Resource resource)
{
    return text::ascii_lower(publish::label_of(resource));
}

/// `KE-WP-CENTRIC`: in names of GMT files, which scripts look for.
std::string gmt_name(Resource resource, publish::GmtLines lines)
{
    auto name = "KE-" + std::string{resource == Resource::wikipathways ? "WP"
                                    : resource == Resource::go         ? "GO"
                                                                       : "REACTOME"};
    return lines == publish::GmtLines::per_key_event ? name + "-CENTRIC" : name;
}

class ExportRoutes {
public:
    ExportRoutes(ApiParts const& parts, Services const& services)
        : services_(services), days_(services), files_(parts.files)
    {
    }

    http::Response gmt(http::Request const& request, Resource resource, publish::GmtLines lines)
    {
        auto const selection = read_selection(request, resource);
        auto const day = days_.day_of(resource);
        if (!selection || !day) {
            return http::error_response(selection ? day.error() : selection.error(), request);
        }
        auto const name = gmt_name(resource, lines);
        return files_->respond(
            request, fmt::format("gmt {} {}", name, key_of(*selection)),
            {.content_type = "text/plain; charset=utf-8",
             .file_name = fmt::format("{}_{}_{}.gmt", name, *day, publish::tier_in_name(*selection))},
            [&](store::Session& session, std::uint64_t, publish::Sink const& sink) {
                return publish::write_gmt(session, services_.corpus, *selection, lines, sink);
            });
    }

    http::Response turtle(http::Request const& request, Resource resource)
    {
        auto const selection = read_selection(request, resource);
        if (!selection) {
            return http::error_response(selection.error(), request);
        }
        return files_->respond(
            request, "turtle " + key_of(*selection),
            {.content_type = "text/turtle; charset=utf-8",
             .file_name = fmt::format("{}-mappings{}.ttl", path_name(resource), tier_suffix(*selection, '-'))},
            [&](store::Session& session, std::uint64_t, publish::Sink const& sink) {
                return publish::write_turtle(session, services_.corpus, *selection, services_.settings.mapping_iri,
                                             sink);
            });
    }

    http::Response whole(http::Request const& request)
    {
        auto const* const format = find_export_format(request.path_text("format"));
        if (format == nullptr) {
            return http::error_response(unsupported(request.path_text("format")), request);
        }
        auto const selection = read_selection(request, {});
        if (!selection) {
            return http::error_response(selection.error(), request);
        }
        return files_->respond(request, fmt::format("{} {}", format->name, key_of(*selection)),
                               {.content_type = format->content_type,
                                .file_name = fmt::format("ke_mappings_r{{revision}}{}.{}", tier_suffix(*selection, '_'),
                                                         format->extension)},
                               [&](store::Session& session, std::uint64_t, publish::Sink const& sink) {
                                   return format->write(session, services_, *selection, sink);
                               });
    }

private:
    static std::string tier_suffix(publish::Selection const& selection, char before)
    {
        bool const all = !selection.confidence && !selection.minimum_confidence;
        return all ? "" : before + text::ascii_lower(publish::tier_in_name(selection));
    }

    static Error unsupported(std::string_view name)
    {
        Error error{ErrorCode::invalid_argument,
                    fmt::format("Unsupported format: {}; see /export/formats for those there are", name)};
        for (auto const& format : export_formats()) {
            error.fields.push_back({"available_formats", format.name});
        }
        return error;
    }

    Services const& services_;
    DataDays days_;
    std::shared_ptr<WholeFiles> files_;
};

http::Response formats(http::Request& /*request*/)
{
    boost::json::array names;
    boost::json::object details;
    for (auto const& format : export_formats()) {
        names.emplace_back(format.name);
        boost::json::array uses(format.use_cases.begin(), format.use_cases.end());
        details[format.name] = boost::json::object{
            {"description", format.description}, {"content_type", format.content_type}, {"use_cases", std::move(uses)}};
    }
    return http::json(
        boost::json::object{{"available_formats", std::move(names)}, {"format_details", std::move(details)}});
}

}  // namespace

void add_export_routes(http::Router& router, ApiParts const& parts, Services const& services)
{
    router.json_errors_below("/export/");
    router.json_errors_below("/exports/");
    auto const routes = std::make_shared<ExportRoutes>(parts, services);
    http::RouteOptions const open{.rate_class = rate_general};
    for (auto const resource : kResources) {
        using publish::GmtLines;
        auto const gmt = "/exports/gmt/" + path_name(resource);
        for (auto const lines : {GmtLines::per_mapping, GmtLines::per_key_event}) {
            router.get(
                gmt + (lines == GmtLines::per_key_event ? "-centric" : ""),
                [routes, resource, lines](http::Request& request) { return routes->gmt(request, resource, lines); },
                open);
        }
        router.get(
            "/exports/rdf/" + path_name(resource),
            [routes, resource](http::Request& request) { return routes->turtle(request, resource); }, open);
    }
    router.get("/export/formats", &formats, open);
    router.get(
        "/export/{format}", [routes](http::Request& request) { return routes->whole(request); }, open);
}

}  // namespace kewp::web
