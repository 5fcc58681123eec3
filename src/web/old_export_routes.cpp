#include "base/text.hpp"
#include "publish/commented_csv.hpp"
#include "publish/gmt.hpp"
#include "publish/labels.hpp"
#include "publish/turtle.hpp"
#include "web/api_parts.hpp"
#include "web/data_set_facts.hpp"
#include "web/export_selection.hpp"
#include "web/routes.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <memory>
#include <optional>

// Addresses of the replaced application that scripts and pages know: its download, its previews, its "regenerate".
namespace kewp::web {
namespace {

using boost::json::object;

constexpr std::size_t kPreviewLines = 20;

http::Response download(http::Request const& request, Services const& services, WholeFiles& files, DataDays& days)
{
    auto const day = days.day_of(Resource::wikipathways);
    if (!day) {
        return http::error_response(day.error(), request);
    }
    return files.respond(
        request, "download",
        {.content_type = "text/csv; charset=utf-8", .file_name = fmt::format("ke_wp_mappings_{}.csv", *day)},
        [&](store::Session& session, std::uint64_t, publish::Sink const& sink) {
            return publish::write_commented_csv(session, data_set_facts(services.settings), sink);
        });
}

/// Takes the first lines and then refuses more, which ends the writing.
class FirstLines {
public:
    publish::Sink sink()
    {
        return [this](std::string_view bytes) -> Result<void> {
            text_ += bytes;
            bool const enough = static_cast<std::size_t>(std::ranges::count(text_, '\n')) >= kPreviewLines;
            return enough ? fail(ErrorCode::internal, "enough for a preview") : Result<void>{};
        };
    }

    [[nodiscard]] boost::json::array lines() const
    {
        boost::json::array lines;
        for (std::size_t at = 0; at < text_.size() && lines.size() < kPreviewLines;) {
            auto const end = text_.find('\n', at);
            auto const next = end == std::string::npos ? text_.size() : end + 1;
            lines.emplace_back(text_.substr(at, next - at));
            at = next;
        }
        return lines;
    }

private:
    std::string text_;
};

std::optional<Resource> resource_of(std::string_view name)
{
    return name == "wp"                         ? std::optional{Resource::wikipathways}
           : name == "go" || name == "reactome" ? std::optional{name == "go" ? Resource::go : Resource::reactome}
                                                : std::nullopt;
}

/// Always 200: what cannot be shown is `"available": false`.
http::Response preview(http::Request const& request, Services const& services)
{
    auto const resource = resource_of(request.path_text("resource"));
    auto const format = request.path_text("format");
    FirstLines first;
    if (resource && (format == "gmt" || format == "gmt-centric" || format == "ttl")) {
        auto const written = services.readers.read([&](store::Session& session) {
            publish::Selection const selection{.resource = *resource};
            if (format == "ttl") {
                return publish::write_turtle(session, services.corpus, selection, services.settings.mapping_iri,
                                             first.sink());
            }
            auto const lines = format == "gmt" ? publish::GmtLines::per_mapping : publish::GmtLines::per_key_event;
            return publish::write_gmt(session, services.corpus, selection, lines, first.sink());
        });
        if (!written && written.error().code != ErrorCode::unavailable && first.lines().empty()) {
            return http::error_response(written.error(), request);
        }
    }
    auto lines = first.lines();
    bool const available = !lines.empty();
    return http::json(object{{"available", available}, {"lines", std::move(lines)}});
}

/// Names of the files that have content now.
Result<boost::json::array> names_of_files(store::Session& session)
{
    boost::json::array names;
    for (auto const resource : kResources) {
        auto const label = publish::label_of(resource);
        auto const total = publish::count_selected(session, {.resource = resource});
        if (!total) {
            return fail(total.error());
        }
        if (*total > 0) {
            names.emplace_back(fmt::format("{}.gmt", label));
            names.emplace_back(fmt::format("{}-CENTRIC.gmt", label));
            names.emplace_back(fmt::format("{}-mappings.ttl", text::ascii_lower(label)));
        }
    }
    return names;
}

/// There is nothing to regenerate: files are made from the present data when they are asked for.
http::Response regenerate(http::Request const& request, Services const& services)
{
    auto names = services.readers.read([](store::Session& session) { return names_of_files(session); });
    return names
               ? http::json(object{{"status", "ok"},
                                   {"files", std::move(*names)},
                                   {"message", "Files are always made from the present data: nothing had to be done"}})
               : http::error_response(names.error(), request);
}

}  // namespace

void add_old_export_routes(http::Router& router, ApiParts const& parts, Services const& services)
{
    auto const days = std::make_shared<DataDays>(services);
    http::RouteOptions const open{.rate_class = rate_general};
    router.get(
        "/download",
        [files = parts.files, days, &services](http::Request& request) {
            return download(request, services, *files, *days);
        },
        open);
    router.get(
        "/api/preview/{resource}/{format}", [&services](http::Request& request) { return preview(request, services); },
        open);
    router.post("/admin/exports/regenerate",
                [&services](http::Request& request) { return regenerate(request, services); },
                {.rate_class = rate_general, .access = administrators});
}

}  // namespace kewp::web
