#include "store/proposal_repository.hpp"
#include "web/json_body.hpp"
#include "web/paging.hpp"
#include "web/proposal_view.hpp"
#include "web/routes.hpp"
#include "web/signed_in.hpp"
#include "web/submission_body.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace kewp::web {
namespace {

using boost::json::object;

/// Someone else's proposal looks like none: its number tells nothing.
Result<store::ProposalRecord> visible_proposal(http::Request const& request, Services const& services)
{
    auto const uuid = request.path_text("uuid");
    auto proposal = services.readers.read([&](store::Session& session) { return store::find_proposal(session, uuid); });
    if (!proposal) {
        return fail(proposal.error());
    }
    if (!*proposal || !(is_admin(request) || (*proposal)->proposed_by == signed_in_user(request)->identity.str())) {
        return fail(ErrorCode::not_found, fmt::format("There is no proposal {} of yours", uuid));
    }
    return std::move(**proposal);
}

http::Response submit(http::Request const& request, Services const& services)
{
    auto const body = body_object(request);
    if (!body) {
        return http::error_response(body.error(), request);
    }
    auto const proposal = services.workflow.submit(submission_in(*body), actor_of(request));
    if (!proposal) {
        return http::error_response(proposal.error(), request);
    }
    auto response = http::json(proposal_json(*proposal), 201);
    response.set("Location", "/api/proposals/" + proposal->uuid);
    return response;
}

http::Response show(http::Request const& request, Services const& services)
{
    auto const proposal = visible_proposal(request, services);
    if (!proposal) {
        return http::error_response(proposal.error(), request);
    }
    auto out = proposal_json(*proposal);
    out["stale"] = curate::is_stale(*proposal, services.corpus);
    return http::json(out);
}

/// Guests share an identity, so one could take back what another proposed; the route is for curators.
http::Response withdraw(http::Request const& request, Services const& services)
{
    auto const present = visible_proposal(request, services);
    if (!present) {
        return http::error_response(present.error(), request);
    }
    auto const proposal = services.workflow.withdraw_proposal(present->uuid, actor_of(request));
    return proposal ? http::json(proposal_json(*proposal)) : http::error_response(proposal.error(), request);
}

http::Response mine(http::Request const& request, Services const& services)
{
    store::ProposalFilter filter{.proposed_by = signed_in_user(request)->identity.str()};
    if (auto const status = request.query("status"); status && !status->empty()) {
        auto const parsed = store::parse_proposal_status(*status);
        if (!parsed) {
            return http::error_response(parsed.error(), request);
        }
        filter.status = *parsed;
    }
    auto const paging = Paging::of(request);
    std::uint64_t total = 0;
    auto const found =
        services.readers.read([&](store::Session& session) -> Result<std::vector<store::ProposalRecord>> {
            auto const count = store::count_proposals(session, filter);
            if (!count) {
                return fail(count.error());
            }
            total = *count;
            return store::list_proposals(session, filter, {.limit = paging.per_page, .offset = paging.offset()});
        });
    if (!found) {
        return http::error_response(found.error(), request);
    }
    boost::json::array list;
    for (auto const& proposal : *found) {
        auto& out = list.emplace_back(proposal_json(proposal)).get_object();
        out["stale"] = curate::is_stale(proposal, services.corpus);
    }
    return http::json(
        object{{"proposals", std::move(list)},
               {"pagination", pagination(paging, total, request, {"status"}, services.settings.public_url)}});
}

}  // namespace

void add_proposal_api(http::Router& router, Services const& services)
{
    router.post("/api/proposals", [&services](http::Request& request) { return submit(request, services); },
                {.rate_class = rate_submission, .access = signed_in});
    router.get("/api/proposals/{uuid}", [&services](http::Request& request) { return show(request, services); },
               {.rate_class = rate_general, .access = signed_in});
    router.post("/api/proposals/{uuid}/withdraw",
                [&services](http::Request& request) { return withdraw(request, services); },
                {.rate_class = rate_general, .access = curators});
    router.get("/api/me/proposals", [&services](http::Request& request) { return mine(request, services); },
               {.rate_class = rate_general, .access = signed_in});
}

}  // namespace kewp::web
