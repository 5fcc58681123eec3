#include "base/time.hpp"
#include "publish/dataset_description.hpp"
#include "web/api_parts.hpp"
#include "web/application.hpp"
#include "web/dataset_source.hpp"
#include "web/paging.hpp"
#include "web/routes.hpp"

#include <fmt/format.h>

namespace kewp::web {
namespace {

/// The start file with the description of the data set, by which search engines for data find it. A data block is no
/// script: the content security policy lets it pass.
Result<KeptAnswers::Made> described(http::Request const& request, store::Session& session, Services const& services)
{
    auto const info = read_dataset(session, services, base_url(request, services.settings.public_url));
    if (!info) {
        return fail(info.error());
    }
    auto html = application_text(services);
    if (auto const end = html.find("</head>"); end != std::string::npos) {
        html.insert(end,
                    fmt::format("<script type=\"application/ld+json\">{}</script>\n", publish::dataset_json_ld(*info)));
    }
    return KeptAnswers::Made{std::move(html), "text/html; charset=utf-8"};
}

}  // namespace

void add_start_page(http::Router& router, ApiParts const& parts, Services const& services)
{
    router.get("/", [kept = parts.kept, &services](http::Request& request) {
        if (services.application == nullptr) {
            return application_page(request, services);
        }
        // A deposit changes the description without a new revision of the data: it is made anew every minute.
        auto const minute = std::chrono::floor<std::chrono::minutes>(now()).time_since_epoch().count();
        return kept->answer(request, fmt::format("start {}", minute),
                            [&](store::Session& session) { return described(request, session, services); });
    });
}

}  // namespace kewp::web
