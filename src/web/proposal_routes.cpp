#include "http/accept.hpp"
#include "store/proposal_repository.hpp"
#include "web/layout.hpp"
#include "web/proposal_form.hpp"
#include "web/proposal_view.hpp"
#include "web/routes.hpp"
#include "web/signed_in.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace kewp::web {
namespace {

bool wants_page(http::Request const& request)
{
    return http::prefers_html(request.header_list("Accept"));
}

Html pair_summary(curate::Submission const& typed, corpus::Corpus const& corpus)
{
    auto const ke = KeId::parse(typed.ke_id);
    auto const resource = parse_resource(typed.resource);
    auto const target = resource ? TargetId::parse(*resource, typed.target_id) : fail(resource.error());
    auto const* const event = ke ? corpus.find(*ke) : nullptr;
    auto const* const known = target ? corpus.find_target(*target) : nullptr;
    return markup("<dl><dt>Key Event</dt><dd>{} {}</dd><dt>Target</dt><dd>{} {}</dd></dl>\n", typed.ke_id,
                  event == nullptr ? "(not in this release)" : event->title, typed.target_id,
                  known == nullptr ? "(not in this release)" : known->title);
}

http::Response form_page(curate::Submission const& typed, std::vector<FieldError> const& errors,
                         http::Request const& request, Services const& services, unsigned status)
{
    return page("Propose a mapping", pair_summary(typed, services.corpus) += proposal_form(typed, errors, request),
                request, services, status);
}

http::Response show_form(http::Request const& request, Services const& services)
{
    curate::Submission typed;
    typed.ke_id = std::string{request.query("ke").value_or("")};
    typed.resource = std::string{request.query("resource").value_or("wikipathways")};
    typed.target_id = std::string{request.query("target").value_or("")};
    typed.suggestion_score = std::string{request.query("score").value_or("")};
    return form_page(typed, {}, request, services, 200);
}

/// A refused pair, with what stands in the way in a form that both people and programs can follow.
http::Response refused(Error const& error, curate::Submission const& typed, http::Request const& request,
                       Services const& services)
{
    auto const blocking = curate::blocking_of(error);
    if (wants_page(request)) {
        if (!blocking) {
            Html const top = markup(R"(<p class="error" role="alert">{}</p>)", error.message);
            return page(
                "Propose a mapping",
                Html{top} += pair_summary(typed, services.corpus) += proposal_form(typed, error.fields, request),
                request, services, http::status_of(error.code));
        }
        bool const pending = blocking->kind == curate::Blocking::Kind::pending_proposal;
        return page("This pair is taken",
                    markup(R"(<p class="error" role="alert">{}</p><p><a href="{}{}">Show it</a></p>)", error.message,
                           pending ? "/proposals/" : "/mappings/", blocking->uuid),
                    request, services, 409);
    }
    auto response = http::error_response(error, request);
    return response;
}

http::Response submit(http::Request const& request, Services const& services)
{
    auto const submission = read_submission(request);
    if (!submission) {
        return http::error_response(submission.error(), request);
    }
    auto const proposal = services.workflow.submit(*submission, actor_of(request));
    if (!proposal) {
        return refused(proposal.error(), *submission, request, services);
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
    if (!wants_page(request)) {
        return http::json(proposal_json(**proposal));
    }
    return page(fmt::format("Proposal {}", (*proposal)->id), proposal_details(**proposal), request, services);
}

}  // namespace

void add_proposal_routes(http::Router& router, Services const& services)
{
    router.get("/propose", [&services](http::Request& request) { return show_form(request, services); },
               {.rate_class = rate_general, .access = signed_in});
    router.post("/proposals", [&services](http::Request& request) { return submit(request, services); },
                {.rate_class = rate_submission, .access = signed_in});
    router.get("/proposals/{uuid}", [&services](http::Request& request) { return show(request, services); },
               {.rate_class = rate_general, .access = signed_in});
}

}  // namespace kewp::web
