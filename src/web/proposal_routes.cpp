#include "http/accept.hpp"
#include "store/proposal_repository.hpp"
#include "web/application.hpp"
#include "web/proposal_view.hpp"
#include "web/routes.hpp"
#include "web/signed_in.hpp"
#include "web/submission_body.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace kewp::web {
namespace {

bool wants_page(http::Request const& request)
{
    return http::prefers_html(request.header_list("Accept"));
}

http::Response submit(http::Request const& request, Services const& services)
{
    auto const submission = read_submission(request);
    if (!submission) {
        return http::error_response(submission.error(), request);
    }
    auto const proposal = services.workflow.submit(*submission, actor_of(request));
    if (!proposal) {
        return http::error_response(proposal.error(), request);
    }
    auto const location = "/proposals/" + proposal->uuid;
    if (wants_page(request)) {
        return http::redirect(location);
    }
    auto response = http::json(proposal_json(*proposal), 201);
    response.set("Location", location);
    return response;
}

http::Response show(http::Request const& request, Services const& services)
{
    if (wants_page(request)) {
        return application_page(request, services);
    }
    auto const uuid = request.path_text("uuid");
    auto const proposal =
        services.readers.read([&](store::Session& session) { return store::find_proposal(session, uuid); });
    if (!proposal) {
        return http::error_response(proposal.error(), request);
    }
    auto const* const user = signed_in_user(request);
    bool const may_see = *proposal && (is_admin(request) || (*proposal)->proposed_by == user->identity.str());
    if (!may_see) {  // someone else's proposal looks like none: its number tells nothing
        return http::error_response({ErrorCode::not_found, fmt::format("There is no proposal {} of yours", uuid)},
                                    request);
    }
    return http::json(proposal_json(**proposal));
}

}  // namespace

void add_proposal_routes(http::Router& router, Services const& services)
{
    router.post("/proposals", [&services](http::Request& request) { return submit(request, services); },
                {.rate_class = rate_submission, .access = signed_in});
    router.get("/proposals/{uuid}", [&services](http::Request& request) { return show(request, services); },
               {.rate_class = rate_general, .access = signed_in});
}

}  // namespace kewp::web
