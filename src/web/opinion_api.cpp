#include "curate/second_opinion.hpp"
#include "store/opinion_repository.hpp"
#include "store/proposal_repository.hpp"
#include "web/json_body.hpp"
#include "web/routes.hpp"
#include "web/signed_in.hpp"
#include "web/submission_body.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace kewp::web {
namespace {

using boost::json::array;
using boost::json::object;

boost::json::value parsed(std::optional<std::string> const& text)
{
    boost::system::error_code error;
    auto value = text ? boost::json::parse(*text, error) : boost::json::value(nullptr);
    return error ? boost::json::value(nullptr) : value;
}

template <class T>
boost::json::value or_null(std::optional<T> const& value)
{
    return value ? boost::json::value(*value) : boost::json::value(nullptr);
}

/// What the second curator sees: the pair and their own answers, nothing of the first.
object blind(store::OpinionRecord const& opinion, std::optional<store::ProposalRecord> const& proposal)
{
    object out{{"uuid", opinion.uuid},
               {"asked_at", format_utc(opinion.created_at)},
               {"given_at", opinion.given_at ? boost::json::value(format_utc(*opinion.given_at)) : nullptr},
               {"answers", parsed(opinion.answers)},
               {"note", or_null(opinion.note)}};
    if (proposal && proposal->pair) {
        out["resource"] = name_of(proposal->resource);
        out["ke_id"] = proposal->pair->ke_id.str();
        out["ke_title"] = proposal->claim.ke_title;
        out["target_id"] = proposal->pair->target_id.str();
        out["target_title"] = proposal->claim.target_title;
        out["open"] = !opinion.given_at && proposal->status == store::ProposalStatus::pending;
    }
    return out;
}

http::Response asked_of_me(http::Request const& request, Services const& services)
{
    auto const listed = services.readers.read([&](store::Session& session) -> Result<array> {
        auto const opinions = store::list_opinions_of(session, signed_in_user(request)->identity.str());
        if (!opinions) {
            return fail(opinions.error());
        }
        array list;
        for (auto const& opinion : *opinions) {
            auto const proposal = store::find_proposal(session, opinion.proposal_uuid);
            if (!proposal) {
                return fail(proposal.error());
            }
            list.emplace_back(blind(opinion, *proposal));
        }
        return list;
    });
    return listed ? http::json(object{{"opinions", *listed}}) : http::error_response(listed.error(), request);
}

http::Response give(http::Request const& request, Services const& services)
{
    auto const body = body_object(request);
    if (!body) {
        return http::error_response(body.error(), request);
    }
    auto const given = curate::give_opinion(services.writer, services.corpus, request.path_text("uuid"),
                                            submission_in(*body), actor_of(request), now());
    return given ? http::json(blind(*given, std::nullopt)) : http::error_response(given.error(), request);
}

/// For administrators, who see both sides once the second is given.
object open_opinion(store::OpinionRecord const& opinion)
{
    auto out = blind(opinion, std::nullopt);
    out["curator"] = opinion.curator;
    out["asked_by"] = opinion.asked_by;
    out["first_by"] = or_null(opinion.first_by);
    out["first_answers"] = parsed(opinion.first);
    return out;
}

http::Response ask(http::Request const& request, Services const& services)
{
    auto const body = body_object(request);
    if (!body) {
        return http::error_response(body.error(), request);
    }
    auto const curator = curate::Identity::parse(member_text(*body, "curator").value_or(""));
    if (!curator) {
        return http::error_response(
            {ErrorCode::invalid_argument, curator.error().message, {{"curator", curator.error().message}}}, request);
    }
    if (services.administrators.contains(*curator)) {
        return http::error_response({ErrorCode::invalid_argument,
                                     "Administrators see the queue with all answers, so their opinion is not blind",
                                     {{"curator", "must not be an administrator"}}},
                                    request);
    }
    auto const opinion =
        curate::ask_opinion(services.writer, request.path_text("uuid"), *curator, actor_of(request), now());
    return opinion ? http::json(open_opinion(*opinion), 201) : http::error_response(opinion.error(), request);
}

http::Response on_proposal(http::Request const& request, Services const& services)
{
    auto const opinions = services.readers.read(
        [&](store::Session& session) { return store::list_opinions_on(session, request.path_text("uuid")); });
    if (!opinions) {
        return http::error_response(opinions.error(), request);
    }
    array list;
    for (auto const& opinion : *opinions) {
        list.emplace_back(open_opinion(opinion));
    }
    return http::json(object{{"opinions", std::move(list)}});
}

array questions_json(std::vector<curate::QuestionAgreement> const& questions)
{
    array list;
    for (auto const& [question, agreement] : questions) {
        list.push_back(object{{"question", question},
                              {"judged", agreement.judged},
                              {"observed", agreement.observed},
                              {"expected", agreement.expected},
                              {"kappa", or_null(agreement.kappa)}});
    }
    return list;
}

http::Response agreement(http::Request const& request, Services const& services)
{
    auto const judgements =
        services.readers.read([](store::Session& session) { return curate::read_judgements(session); });
    if (!judgements) {
        return http::error_response(judgements.error(), request);
    }
    auto const report = curate::agreement_report(*judgements);
    array pairs;
    for (auto const& pair : report.pairs) {
        pairs.push_back(object{{"curators", array{pair.curators.first, pair.curators.second}},
                               {"questions", questions_json(pair.questions)}});
    }
    return http::json(object{
        {"judged", judgements->size()}, {"pairs", std::move(pairs)}, {"questions", questions_json(report.questions)}});
}

}  // namespace

void add_opinion_api(http::Router& router, Services const& services)
{
    http::RouteOptions const own{.rate_class = rate_general, .access = curators};
    http::RouteOptions const admin{.rate_class = rate_general, .access = administrators};
    router.get(
        "/api/me/opinions", [&services](http::Request& request) { return asked_of_me(request, services); }, own);
    router.post(
        "/api/opinions/{uuid}", [&services](http::Request& request) { return give(request, services); }, own);
    router.post(
        "/api/admin/proposals/{uuid}/opinions", [&services](http::Request& request) { return ask(request, services); },
        admin);
    router.get(
        "/api/admin/proposals/{uuid}/opinions",
        [&services](http::Request& request) { return on_proposal(request, services); }, admin);
    router.get(
        "/api/admin/agreement", [&services](http::Request& request) { return agreement(request, services); }, admin);
}

}  // namespace kewp::web
