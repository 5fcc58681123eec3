#include "base/json_text.hpp"
#include "http/accept.hpp"
#include "store/proposal_repository.hpp"
#include "web/layout.hpp"
#include "web/proposal_view.hpp"
#include "web/routes.hpp"
#include "web/signed_in.hpp"

#include <boost/json.hpp>
#include <charconv>
#include <fmt/format.h>

namespace kewp::web {
namespace {

constexpr std::uint64_t kQueueShown = 50;

std::string age_of(Instant since)
{
    auto const days = std::chrono::floor<std::chrono::days>(now() - since).count();
    return days < 1 ? "today" : days == 1 ? "1 day" : fmt::format("{} days", days);
}

Html decision_form(store::ProposalRecord const& proposal, http::Request const& request)
{
    return markup(R"(<form method="post" action="/admin/proposals/{}/decide">{}
<input type="hidden" name="version" value="{}">
<label>Reason (needed to reject; the proposer sees it)<textarea name="reason" maxlength="1000"></textarea></label>
<p><button name="decision" value="approve">Approve</button>
<button class="refuse" name="decision" value="reject">Reject</button></p></form>)",
                  proposal.uuid, csrf_field(request), proposal.version);
}

http::Response queue_page(http::Request const& request, Services const& services)
{
    store::ProposalFilter const filter{.status = store::ProposalStatus::pending, .oldest_first = true};
    std::uint64_t waiting = 0;
    auto const pending =
        services.readers.read([&](store::Session& session) -> Result<std::vector<store::ProposalRecord>> {
            auto const count = store::count_proposals(session, filter);
            if (!count) {
                return fail(count.error());
            }
            waiting = *count;
            return store::list_proposals(session, filter, {.limit = kQueueShown});
        });
    if (!pending) {
        return http::error_response(pending.error(), request);
    }
    Html out = markup("<p>{} waiting, oldest first.</p>\n", waiting);
    auto const* const user = signed_in_user(request);
    for (auto const& proposal : *pending) {
        bool const own = proposal.proposed_by == user->identity.str();
        out += markup(R"(<section class="card"><h3>Proposal {} · {}{}</h3>
{}{}</section>
)",
                      proposal.id, age_of(proposal.created_at), own ? " · your own" : "", proposal_details(proposal),
                      decision_form(proposal, request));
    }
    return page("Review", out, request, services);
}

/// The decision from a form or JSON: `version` as the administrator saw it, `reason`, `decision`.
struct Asked {
    curate::Decision decision;
    std::string word;
};

Result<Asked> read_decision(http::Request const& request)
{
    Asked asked;
    asked.decision.uuid = std::string{request.path_text("uuid")};
    std::string version;
    if (request.content_type() == "application/json") {
        auto const body = request.json();
        if (!body) {
            return fail(body.error());
        }
        auto const text = [&](std::string_view name) -> std::string {
            auto const* const value = body->is_object() ? body->get_object().if_contains(name) : nullptr;
            return value == nullptr ? "" : plain_text(*value);
        };
        version = text("version");
        asked.decision.reason = text("reason");
        asked.word = text("decision");
    } else {
        auto const form = request.form();
        if (!form) {
            return fail(form.error());
        }
        version = std::string{form->text("version")};
        asked.decision.reason = std::string{form->text("reason")};
        asked.word = std::string{form->text("decision")};
    }
    auto const [end, error] = std::from_chars(version.data(), version.data() + version.size(), asked.decision.version);
    if (error != std::errc{} || end != version.data() + version.size()) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("version: '{}' is not the number of the version you saw", version));
    }
    if (asked.word != "approve" && asked.word != "reject") {
        return fail(ErrorCode::invalid_argument, "decision: expected 'approve' or 'reject'");
    }
    return asked;
}

http::Response decide(http::Request const& request, Services const& services)
{
    auto const asked = read_decision(request);
    if (!asked) {
        return http::error_response(asked.error(), request);
    }
    bool const page_wanted = http::prefers_html(request.header_list("Accept"));
    if (asked->word == "reject") {
        auto const rejected = services.workflow.reject(asked->decision, actor_of(request));
        if (!rejected) {
            return http::error_response(rejected.error(), request);
        }
        return page_wanted ? http::redirect("/admin/review") : http::json(proposal_json(*rejected));
    }
    auto const mapping = services.workflow.approve(asked->decision, actor_of(request));
    if (!mapping) {
        return http::error_response(mapping.error(), request);
    }
    return page_wanted ? http::redirect("/mappings/" + mapping->uuid)
                       : http::json(boost::json::object{{"message", "approved"}, {"mapping_uuid", mapping->uuid}});
}

}  // namespace

void add_review_routes(http::Router& router, Services const& services)
{
    router.get("/admin/review", [&services](http::Request& request) { return queue_page(request, services); },
               {.rate_class = rate_general, .access = administrators});
    router.post("/admin/proposals/{uuid}/decide",
                [&services](http::Request& request) { return decide(request, services); },
                {.rate_class = rate_general, .access = administrators});
}

}  // namespace kewp::web
