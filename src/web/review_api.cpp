#include "store/proposal_repository.hpp"
#include "web/edits_json.hpp"
#include "web/json_body.hpp"
#include "web/paging.hpp"
#include "web/proposal_view.hpp"
#include "web/routes.hpp"
#include "web/signed_in.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <iterator>

namespace kewp::web {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::size_t kMostAtOnce = 200;
constexpr std::uint64_t kMostSearched = 20'000;  // proposals, for those that need a look

template <class T>
Result<void> read_into(http::Request const& request, std::string_view name, Result<T> (*parse)(std::string_view),
                       std::optional<T>& slot)
{
    auto const text = request.query(name);
    if (!text || text->empty()) {
        return {};
    }
    auto const value = parse(*text);
    if (!value) {
        return fail_in(std::string{name}, value.error());
    }
    slot = *value;
    return {};
}

Result<store::ProposalFilter> filter_of(http::Request const& request)
{
    store::ProposalFilter filter{.status = store::ProposalStatus::pending, .oldest_first = true};
    bool const any = request.query("status") == "any";
    for (auto const& read :
         {any ? Result<void>{} : read_into(request, "status", store::parse_proposal_status, filter.status),
          read_into(request, "resource", parse_resource, filter.resource),
          read_into(request, "kind", store::parse_proposal_kind, filter.kind),
          read_into(request, "ke_id", KeId::parse, filter.ke_id)}) {
        if (!read) {
            return fail(read.error());
        }
    }
    if (any) {
        filter.status.reset();
    }
    if (auto const proposer = request.query("proposed_by"); proposer && !proposer->empty()) {
        filter.proposed_by = std::string{*proposer};
    }
    filter.oldest_first = request.query("order") != "newest";
    return filter;
}

object counts_of(store::Session& session, Error& error)
{
    object counts;
    for (auto const resource : kResources) {
        auto const count =
            store::count_proposals(session, {.status = store::ProposalStatus::pending, .resource = resource});
        if (!count) {
            error = count.error();
        }
        counts[name_of(resource)] = count.value_or(0);
    }
    return counts;
}

object for_review(store::ProposalRecord const& proposal, http::Request const& request, Services const& services)
{
    auto out = proposal_json(proposal);
    auto const end = proposal.decided_at.value_or(now());
    out["age_days"] = std::chrono::floor<std::chrono::days>(end - proposal.created_at).count();
    out["own"] = proposal.proposed_by == signed_in_user(request)->identity.str();
    out["stale"] = curate::is_stale(proposal, services.corpus);
    return out;
}

/// Those that need a look, one page of them. Only the corpus knows them all, so that every proposal of the filter is
/// read.
Result<std::vector<store::ProposalRecord>> stale_ones(store::Session& session, store::ProposalFilter const& filter,
                                                      Paging const& paging, corpus::Corpus const& corpus,
                                                      std::uint64_t& total)
{
    auto found = store::list_proposals(session, filter, {.limit = kMostSearched, .offset = 0});
    if (!found) {
        return found;
    }
    std::erase_if(*found, [&](auto const& proposal) { return !curate::is_stale(proposal, corpus); });
    total = found->size();
    auto const begin = std::min<std::uint64_t>(paging.offset(), total);
    auto const end = std::min<std::uint64_t>(begin + paging.per_page, total);
    return std::vector(std::make_move_iterator(found->begin() + static_cast<std::ptrdiff_t>(begin)),
                       std::make_move_iterator(found->begin() + static_cast<std::ptrdiff_t>(end)));
}

http::Response queue(http::Request const& request, Services const& services)
{
    auto const filter = filter_of(request);
    if (!filter) {
        return http::error_response(filter.error(), request);
    }
    auto const paging = Paging::of(request);
    std::uint64_t total = 0;
    object waiting;
    Error counting;
    auto const found =
        services.readers.read([&](store::Session& session) -> Result<std::vector<store::ProposalRecord>> {
            if (request.query("stale") == "1") {
                waiting = counts_of(session, counting);
                return counting.message.empty() ? stale_ones(session, *filter, paging, services.corpus, total)
                                                : Result<std::vector<store::ProposalRecord>>(fail(counting));
            }
            auto const count = store::count_proposals(session, *filter);
            if (!count) {
                return fail(count.error());
            }
            total = *count;
            waiting = counts_of(session, counting);
            return counting.message.empty()
                       ? store::list_proposals(session, *filter, {.limit = paging.per_page, .offset = paging.offset()})
                       : Result<std::vector<store::ProposalRecord>>(fail(counting));
        });
    if (!found) {
        return http::error_response(found.error(), request);
    }
    array list;
    for (auto const& proposal : *found) {
        list.emplace_back(for_review(proposal, request, services));
    }
    return http::json(object{
        {"proposals", std::move(list)},
        {"waiting", std::move(waiting)},
        {"pagination",
         pagination(paging, total, request, {"status", "resource", "kind", "ke_id", "proposed_by", "order", "stale"},
                    services.settings.public_url)}});
}

/// `version` as the administrator saw it, `reason`, and what to change before.
Result<curate::Decision> decision_in(object const& body, std::string_view uuid)
{
    auto const version = needed_number(body, "version");
    if (!version) {
        return fail(version.error());
    }
    auto const edits = edits_in(body);
    if (!edits) {
        return fail(edits.error());
    }
    return curate::Decision{std::string{uuid}, *version, member_text(body, "reason").value_or(""), *edits};
}

template <class Act>
http::Response with_decision(http::Request const& request, Act act)
{
    auto const body = body_object(request);
    if (!body) {
        return http::error_response(body.error(), request);
    }
    auto const decision = decision_in(*body, request.path_text("uuid"));
    if (!decision) {
        return http::error_response(decision.error(), request);
    }
    Result<object> const answer = act(*decision);
    return answer ? http::json(*answer) : http::error_response(answer.error(), request);
}

Result<object> approve(curate::Decision const& decision, curate::Actor const& actor, Services const& services)
{
    auto const mapping = services.workflow.approve(decision, actor);
    return mapping ? Result<object>(object{{"uuid", decision.uuid},
                                           {"status", "approved"},
                                           {"version", decision.version + 1},
                                           {"mapping_uuid", mapping->uuid}})
                   : Result<object>(fail(mapping.error()));
}

Result<object> as_json(Result<store::ProposalRecord> const& proposal)
{
    return proposal ? Result<object>(proposal_json(*proposal)) : Result<object>(fail(proposal.error()));
}

struct Bulk {
    bool approve = false;
    std::vector<curate::Decision> decisions;
};

Result<Bulk> bulk_in(object const& body)
{
    auto const word = member_text(body, "decision").value_or("");
    if (word != "approve" && word != "reject") {
        return fail(Error{ErrorCode::invalid_argument,
                          "decision: expected 'approve' or 'reject'",
                          {{"decision", "must be 'approve' or 'reject'"}}});
    }
    auto const* const items = body.if_contains("items");
    if (items == nullptr || !items->is_array() || items->get_array().empty() ||
        items->get_array().size() > kMostAtOnce) {
        return fail(Error{ErrorCode::invalid_argument,
                          fmt::format("items: expected a list of 1 to {} objects with uuid and version", kMostAtOnce),
                          {{"items", "must be a list of objects with uuid and version"}}});
    }
    Bulk bulk{.approve = word == "approve", .decisions = {}};
    auto const reason = member_text(body, "reason").value_or("");
    for (auto const& item : items->get_array()) {
        auto const decision = item.is_object()
                                  ? decision_in(item.get_object(), member_text(item.get_object(), "uuid").value_or(""))
                                  : Result<curate::Decision>(fail(ErrorCode::invalid_argument, "items: not an object"));
        if (!decision) {
            return fail(decision.error());
        }
        bulk.decisions.push_back(*decision);
        if (bulk.decisions.back().reason.empty()) {
            bulk.decisions.back().reason = reason;
        }
    }
    return bulk;
}

/// Each item for itself, all or nothing of it, with one summary.
http::Response decide_many(http::Request const& request, Services const& services)
{
    auto const body = body_object(request);
    auto const bulk = body ? bulk_in(*body) : Result<Bulk>(fail(body.error()));
    if (!bulk) {
        return http::error_response(bulk.error(), request);
    }
    array results;
    std::size_t done = 0;
    for (auto const& decision : bulk->decisions) {
        auto const answer = bulk->approve ? approve(decision, actor_of(request), services)
                                          : as_json(services.workflow.reject(decision, actor_of(request)));
        object row{{"uuid", decision.uuid}, {"done", answer.has_value()}, {"mapping_uuid", nullptr}};
        if (answer) {
            ++done;
            row["status"] = answer->at("status");
            row["version"] = answer->at("version");
            row["mapping_uuid"] = answer->at("mapping_uuid");
        } else {
            auto const status = http::status_of(answer.error().code);
            constexpr unsigned kOurFault = 500;
            row["status_code"] = status;
            row["error"] = status >= kOurFault ? "something went wrong on our side" : answer.error().message;
        }
        results.push_back(std::move(row));
    }
    return http::json(object{{"done", done}, {"failed", results.size() - done}, {"results", std::move(results)}});
}

}  // namespace

void add_review_api(http::Router& router, Services const& services)
{
    http::RouteOptions const admin{.rate_class = rate_general, .access = administrators};
    router.get(
        "/api/admin/proposals", [&services](http::Request& request) { return queue(request, services); }, admin);
    router.patch(
        "/api/admin/proposals/{uuid}",
        [&services](http::Request& request) {
            return with_decision(request, [&](curate::Decision const& decision) {
                return as_json(services.workflow.edit(decision, actor_of(request)));
            });
        },
        admin);
    router.post(
        "/api/admin/proposals/{uuid}/approve",
        [&services](http::Request& request) {
            return with_decision(request, [&](curate::Decision const& decision) {
                return approve(decision, actor_of(request), services);
            });
        },
        admin);
    router.post(
        "/api/admin/proposals/{uuid}/reject",
        [&services](http::Request& request) {
            return with_decision(request, [&](curate::Decision const& decision) {
                return as_json(services.workflow.reject(decision, actor_of(request)));
            });
        },
        admin);
    router.post(
        "/api/admin/proposals/{uuid}/undo",
        [&services](http::Request& request) {
            return with_decision(request, [&](curate::Decision const& decision) {
                return as_json(services.workflow.undo(decision.uuid, decision.version, signed_in_user(request)->since,
                                                      actor_of(request)));
            });
        },
        admin);
    router.post(
        "/api/admin/proposals/bulk", [&services](http::Request& request) { return decide_many(request, services); },
        admin);
}

}  // namespace kewp::web
