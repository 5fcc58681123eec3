#include "base/json_text.hpp"
#include "base/text.hpp"
#include "http/accept.hpp"
#include "http/prepared_body.hpp"
#include "publish/citation.hpp"
#include "publish/dataset_description.hpp"
#include "web/dataset_source.hpp"
#include "web/deposit_state.hpp"
#include "web/paging.hpp"
#include "web/routes.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <functional>
#include <span>

namespace kewp::web {
namespace {

using publish::DatasetInfo;

/// A form of the citation: `?format=name`, or its media type in `Accept`.
struct CitationForm {
    std::string_view name;
    std::string_view media_type;
    std::string_view content_type;
    std::string_view file_name;
    std::string (*write)(DatasetInfo const&);
};

std::string apa_json(DatasetInfo const& info);  // names the forms, so it comes after them

std::string plain_citation(DatasetInfo const& info)
{
    return publish::citation_text(info) + "\n";
}

constexpr CitationForm kCitationForms[] = {
    {"apa", "application/json", "application/json", {}, &apa_json},
    {"text", "text/plain", "text/plain; charset=utf-8", {}, &plain_citation},
    {"bibtex", "application/x-bibtex", "application/x-bibtex; charset=utf-8", "ke_wp_dataset.bib",
     &publish::citation_bibtex},
    {"ris", "application/x-research-info-systems", "application/x-research-info-systems; charset=utf-8",
     "ke_wp_dataset.ris", &publish::citation_ris},
    {"csl-json", "application/vnd.citationstyles.csl+json", "application/vnd.citationstyles.csl+json",
     "ke_wp_dataset.json", &publish::citation_csl},
};

std::string apa_json(DatasetInfo const& info)
{
    boost::json::array formats;
    for (auto const& form : kCitationForms) {
        formats.emplace_back(form.name);
    }
    return to_json_text(boost::json::object{{"format", "apa"},
                                            {"citation", publish::citation_text(info)},
                                            {"available_formats", std::move(formats)}}) +
           "\n";
}

/// Null for a `format` that there is not.
CitationForm const* form_of(http::Request const& request)
{
    auto const asked = text::ascii_lower(request.query("format").value_or(""));
    if (!asked.empty()) {
        auto const* const found = std::ranges::find(kCitationForms, asked, &CitationForm::name);
        return found == std::end(kCitationForms) ? nullptr : found;
    }
    std::vector<std::string_view> offered;
    std::ranges::transform(kCitationForms, std::back_inserter(offered), &CitationForm::media_type);
    return &kCitationForms[http::negotiate(request.header_list("Accept"), offered).value_or(0)];
}

/// Describes the data set as it is now; ETag of the content, 304.
http::Response describe(http::Request const& request, Services const& services, std::string_view content_type,
                        std::function<std::string(DatasetInfo const&)> const& write)
{
    auto const info = services.readers.read([&](store::Session& session) {
        return read_dataset(session, services, base_url(request, services.settings.public_url));
    });
    if (!info) {
        return http::error_response(info.error(), request);
    }
    return http::PreparedBody{write(*info), std::string{content_type}}.respond(request);
}

http::Response inline_file(http::Response response, std::string_view name)
{
    response.set("Content-Disposition", fmt::format("inline; filename=\"{}\"", name));
    return response;
}

http::Response citation(http::Request const& request, Services const& services)
{
    auto const* const form = form_of(request);
    if (form == nullptr) {
        return http::error_response({ErrorCode::invalid_argument, "Invalid citation format"}, request);
    }
    auto response = describe(request, services, form->content_type, form->write);
    response.add_token("Vary", "Accept");
    return form->file_name.empty() || response.status != 200 ? response
                                                             : inline_file(std::move(response), form->file_name);
}

http::Response versions(http::Request const& request, Services const& services)
{
    auto const releases = DepositState{services.settings.data, false}.releases();
    if (!releases) {
        return http::error_response(releases.error(), request);
    }
    return describe(request, services, "application/json",
                    [](DatasetInfo const& info) { return to_json_text(publish::dataset_versions(info)) + "\n"; });
}

}  // namespace

void add_dataset_routes(http::Router& router, Services const& services)
{
    router.json_errors_below("/dataset/");
    http::RouteOptions const open{.rate_class = rate_general};
    router.get(
        "/dataset/metadata",
        [&services](http::Request& request) {
            return describe(request, services, "application/json", [](DatasetInfo const& info) {
                return to_json_text(publish::dataset_metadata(info)) + "\n";
            });
        },
        open);
    router.get(
        "/dataset/versions", [&services](http::Request& request) { return versions(request, services); }, open);
    router.get(
        "/dataset/citation", [&services](http::Request& request) { return citation(request, services); }, open);
    router.get(
        "/dataset/datacite",
        [&services](http::Request& request) {
            auto response = describe(request, services, "application/xml", &publish::datacite_xml);
            return response.status == 200 ? inline_file(std::move(response), "datacite_metadata.xml") : response;
        },
        open);
}

}  // namespace kewp::web
