#pragma once

#include "http/router.hpp"
#include "web/services.hpp"

namespace kewp::web {

struct ApiParts;

/// Which hourly budget a request counts against (`http::RouteOptions::rate_class`).
enum RateClass : unsigned {
    not_limited = 0,
    rate_api,
    rate_lookup,
    rate_general,
    rate_submission,
    rate_guest_failures
};

/// Who may use a route (`http::RouteOptions::access`); each includes those after it. Guests are signed in but no
/// curators.
enum Access : unsigned { anyone = 0, signed_in, curators, administrators };

// One function for each group of routes; `services` must outlive the router.
void add_api_routes(http::Router& router, ApiParts const& parts, Services const& services);
/// The OpenAPI document of the public interface, and the page that shows it.
void add_docs_routes(http::Router& router);
void add_suggestion_routes(http::Router& router, Services const& services);
void add_search_routes(http::Router& router, Services const& services);
void add_reference_routes(http::Router& router, Services const& services);
void add_session_routes(http::Router& router, Services const& services);
void add_provider_routes(http::Router& router, Services const& services);
void add_guest_routes(http::Router& router, Services const& services);
void add_proposal_routes(http::Router& router, Services const& services);
void add_review_routes(http::Router& router, Services const& services);
// The JSON of curation, described in docs/openapi/curation.yaml: what the web application is built on.
void add_assessment_api(http::Router& router, Services const& services);
void add_batch_api(http::Router& router, Services const& services);
void add_draft_api(http::Router& router, Services const& services);
void add_key_event_api(http::Router& router, Services const& services);
void add_mapping_api(http::Router& router, Services const& services);
void add_me_api(http::Router& router, Services const& services);
void add_network_api(http::Router& router, Services const& services);
void add_opinion_api(http::Router& router, Services const& services);
void add_overview_api(http::Router& router, Services const& services);
void add_people_api(http::Router& router, Services const& services);
void add_picture_routes(http::Router& router, Services const& services);
void add_proposal_api(http::Router& router, Services const& services);
void add_review_api(http::Router& router, Services const& services);
void add_coverage_api(http::Router& router, Services const& services);
void add_key_event_detail_api(http::Router& router, Services const& services);
void add_site_api(http::Router& router, Services const& services);
void add_archive_routes(http::Router& router, ApiParts const& parts, Services const& services);
void add_deposit_api(http::Router& router, Services const& services);
void add_dataset_routes(http::Router& router, Services const& services);
void add_statistics_api(http::Router& router, Services const& services);
void add_target_api(http::Router& router, Services const& services);
void add_embed_routes(http::Router& router, Services const& services);
void add_export_routes(http::Router& router, ApiParts const& parts, Services const& services);
void add_old_export_routes(http::Router& router, ApiParts const& parts, Services const& services);
/// `/`, with the data set described for search engines.
void add_start_page(http::Router& router, ApiParts const& parts, Services const& services);
/// The other pages and the files of the web application.
void add_application(http::Router& router, Services const& services);

/// All routes of the application.
[[nodiscard]] http::Router make_router(Services const& services);

/// Rate limits, sessions, CSRF, roles, security headers, error pages.
[[nodiscard]] http::Hooks make_hooks(Services const& services);

}  // namespace kewp::web
