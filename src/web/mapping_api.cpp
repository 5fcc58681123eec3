#include "publish/mapping_object.hpp"
#include "store/audit_repository.hpp"
#include "store/mapping_repository.hpp"
#include "store/proposal_repository.hpp"
#include "web/edits_json.hpp"
#include "web/json_body.hpp"
#include "web/mapping_history.hpp"
#include "web/proposal_view.hpp"
#include "web/routes.hpp"
#include "web/signed_in.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace kewp::web {
namespace {

using boost::json::object;

struct Found {
    std::optional<store::MappingRecord> mapping;
    std::vector<store::AuditRecord> history;
    std::vector<store::ProposalRecord> pending;
};

Result<Found> find(std::string_view uuid, Services const& services)
{
    return services.readers.read([&](store::Session& session) -> Result<Found> {
        auto mapping = store::find_mapping(session, uuid);
        if (!mapping) {
            return fail(mapping.error());
        }
        if (!*mapping) {
            return fail(ErrorCode::not_found, fmt::format("There is no mapping {}", uuid));
        }
        auto history = store::list_audit(session, uuid);
        if (!history) {
            return fail(history.error());
        }
        auto pending = store::list_proposals(
            session, {.status = store::ProposalStatus::pending, .mapping_uuid = std::string{uuid}}, {.limit = 50});
        if (!pending) {
            return fail(pending.error());
        }
        return Found{std::move(*mapping), std::move(*history), std::move(*pending)};
    });
}

/// Withdrawn ones too, marked: who follows a link must learn what became of it.
http::Response show(http::Request const& request, Services const& services)
{
    auto const found = find(request.path_text("uuid"), services);
    if (!found) {
        return http::error_response(found.error(), request);
    }
    auto const& mapping = *found->mapping;
    auto data = publish::mapping_object(mapping, services.corpus);
    data["resource"] = name_of(mapping.resource());
    data["withdrawn_at"] = nullptr;
    data["withdrawn_reason"] = nullptr;
    if (mapping.withdrawn_at) {
        data["withdrawn_at"] = format_utc(*mapping.withdrawn_at);
        data["withdrawn_reason"] = mapping.withdrawn_reason.value_or("");
    }
    return http::json(object{{"data", std::move(data)}, {"pending_proposals", found->pending.size()}});
}

http::Response history(http::Request const& request, Services const& services)
{
    auto const found = find(request.path_text("uuid"), services);
    if (!found) {
        return http::error_response(found.error(), request);
    }
    return http::json(object{{"history", history_json(found->history)}});
}

/// `kind`: `change` with what shall be different, or `withdraw`; `reason` always.
http::Response propose(http::Request const& request, Services const& services)
{
    auto const body = body_object(request);
    if (!body) {
        return http::error_response(body.error(), request);
    }
    auto const uuid = request.path_text("uuid");
    auto const kind = member_text(*body, "kind").value_or("");
    auto const reason = member_text(*body, "reason").value_or("");
    Result<store::ProposalRecord> proposal = fail(Error{ErrorCode::invalid_argument,
                                                        "kind: expected 'change' or 'withdraw'",
                                                        {{"kind", "must be 'change' or 'withdraw'"}}});
    if (kind == "withdraw") {
        proposal = services.workflow.propose_withdrawal(uuid, reason, actor_of(request));
    } else if (kind == "change") {
        auto const edits = edits_in(*body);
        proposal = edits ? services.workflow.propose_change(uuid, *edits, reason, actor_of(request))
                         : Result<store::ProposalRecord>(fail(edits.error()));
    }
    if (!proposal) {
        return http::error_response(proposal.error(), request);
    }
    auto response = http::json(proposal_json(*proposal), 201);
    response.set("Location", "/api/proposals/" + proposal->uuid);
    return response;
}

http::Response withdraw(http::Request const& request, Services const& services)
{
    auto const body = body_object(request);
    if (!body) {
        return http::error_response(body.error(), request);
    }
    auto const mapping = services.workflow.withdraw_mapping(
        request.path_text("uuid"), member_text(*body, "reason").value_or(""), actor_of(request));
    return mapping ? http::json(object{{"mapping_uuid", mapping->uuid}, {"message", "withdrawn"}})
                   : http::error_response(mapping.error(), request);
}

}  // namespace

void add_mapping_api(http::Router& router, Services const& services)
{
    router.get("/api/mappings/{uuid}", [&services](http::Request& request) { return show(request, services); },
               {.rate_class = rate_general});
    router.get("/api/mappings/{uuid}/history",
               [&services](http::Request& request) { return history(request, services); },
               {.rate_class = rate_general});
    router.post("/api/mappings/{uuid}/proposals",
                [&services](http::Request& request) { return propose(request, services); },
                {.rate_class = rate_submission, .access = signed_in});
    router.post("/api/admin/mappings/{uuid}/withdraw",
                [&services](http::Request& request) { return withdraw(request, services); },
                {.rate_class = rate_general, .access = administrators});
}

}  // namespace kewp::web
