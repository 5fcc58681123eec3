#include "web/api_parts.hpp"
#include "web/routes.hpp"

namespace kewp::web {

http::Router make_router(Services const& services)
{
    http::Router router;
    auto const parts = make_api_parts(services);
    add_api_routes(router, parts, services);
    add_docs_routes(router);
    add_suggestion_routes(router, services);
    add_search_routes(router, services);
    add_reference_routes(router, services);
    add_session_routes(router, services);
    add_provider_routes(router, services);
    add_guest_routes(router, services);
    add_proposal_routes(router, services);
    add_review_routes(router, services);
    add_assessment_api(router, services);
    add_batch_api(router, services);
    add_draft_api(router, services);
    add_key_event_api(router, services);
    add_mapping_api(router, services);
    add_me_api(router, services);
    add_network_api(router, services);
    add_opinion_api(router, services);
    add_overview_api(router, services);
    add_people_api(router, services);
    add_picture_routes(router, services);
    add_proposal_api(router, services);
    add_review_api(router, services);
    add_site_api(router, services);
    add_archive_routes(router, parts, services);
    add_deposit_api(router, services);
    add_dataset_routes(router, services);
    add_statistics_api(router, services);
    add_coverage_api(router, services);
    add_key_event_detail_api(router, services);
    add_target_api(router, services);
    add_embed_routes(router, services);
    add_export_routes(router, parts, services);
    add_old_export_routes(router, parts, services);
    add_start_page(router, parts, services);
    add_application(router, services);
    return router;
}

}  // namespace kewp::web
