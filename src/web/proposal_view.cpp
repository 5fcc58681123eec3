#include "web/proposal_view.hpp"

#include "base/time.hpp"

#include <boost/json.hpp>

namespace kewp::web {
namespace {

using store::ProposalRecord;

std::string ke_text(ProposalRecord const& proposal)
{
    return proposal.pair ? proposal.pair->ke_id.str() : "";
}

std::string target_text(ProposalRecord const& proposal)
{
    return proposal.pair ? proposal.pair->target_id.str() : "";
}

template <class T>
boost::json::value or_null(std::optional<T> const& value)
{
    return value ? boost::json::value(*value) : boost::json::value(nullptr);
}

}  // namespace

boost::json::object proposal_json(ProposalRecord const& proposal)
{
    auto const& answers = proposal.claim.assessment;
    return {{"uuid", proposal.uuid},
            {"proposal_id", proposal.id},
            {"kind", store::name_of(proposal.kind)},
            {"status", store::name_of(proposal.status)},
            {"version", proposal.version},
            {"resource", name_of(proposal.resource)},
            {"ke_id", ke_text(proposal)},
            {"ke_title", proposal.claim.ke_title},
            {"target_id", target_text(proposal)},
            {"target_title", proposal.claim.target_title},
            {"confidence", proposal.confidence ? boost::json::value(store::name_of(*proposal.confidence))
                                               : boost::json::value(nullptr)},
            {"computed_confidence", proposal.claim.computed_confidence
                                        ? boost::json::value(store::name_of(*proposal.claim.computed_confidence))
                                        : boost::json::value(nullptr)},
            {"override_reason", or_null(proposal.claim.override_reason)},
            {"connection_type", or_null(proposal.claim.connection_type)},
            {"assessment",
             {{"relationship", or_null(answers.relationship)},
              {"basis", or_null(answers.basis)},
              {"specificity", or_null(answers.specificity)},
              {"coverage", or_null(answers.coverage)},
              {"connection_score", or_null(answers.connection_score)},
              {"specificity_score", or_null(answers.specificity_score)},
              {"evidence_score", or_null(answers.evidence_score)}}},
            {"suggestion_score", or_null(proposal.claim.suggestion_score)},
            {"note", or_null(proposal.note)},
            {"proposed_by", or_null(proposal.proposed_by)},
            {"display_name", or_null(proposal.display_name)},
            {"affiliation", or_null(proposal.affiliation)},
            {"decided_by", or_null(proposal.decided_by)},
            {"reason", or_null(proposal.reason)},
            {"mapping_uuid", or_null(proposal.mapping_uuid)},
            {"created_at", format_utc(proposal.created_at)},
            {"updated_at", format_utc(proposal.updated_at)},
            {"decided_at",
             proposal.decided_at ? boost::json::value(format_utc(*proposal.decided_at)) : boost::json::value(nullptr)}};
}

}  // namespace kewp::web
