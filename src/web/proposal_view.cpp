#include "web/proposal_view.hpp"

#include "base/json_text.hpp"
#include "base/time.hpp"
#include "web/layout.hpp"

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

Html row(std::string_view name, std::optional<std::string> const& value)
{
    return value && !value->empty() ? markup("<dt>{}</dt><dd>{}</dd>\n", name, *value) : Html{};
}

Html row(std::string_view name, std::optional<int> const& value)
{
    return value ? markup("<dt>{}</dt><dd>{} of 3</dd>\n", name, *value) : Html{};
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

Html answers_list(store::Assessment const& answers)
{
    Html out = row("Relationship", answers.relationship);
    out += row("Basis", answers.basis);
    out += row("Specificity", answers.specificity);
    out += row("Coverage", answers.coverage);
    out += row("Connection", answers.connection_score);
    out += row("Specificity of the term", answers.specificity_score);
    return out += row("Evidence", answers.evidence_score);
}

Html proposal_details(ProposalRecord const& proposal)
{
    Html out =
        markup("<p>{} for {}, proposed by {} on {}</p>\n<dl>", badge(store::name_of(proposal.status)),
               label_of(proposal.resource), proposal.proposed_by.value_or("unknown"), format_utc(proposal.created_at));
    out += markup("<dt>Key Event</dt><dd>{} {}</dd><dt>Target</dt><dd>{} {}</dd>\n", ke_text(proposal),
                  proposal.claim.ke_title, target_text(proposal), proposal.claim.target_title);
    if (proposal.confidence) {
        out += markup("<dt>Confidence</dt><dd>{}</dd>\n", badge(store::name_of(*proposal.confidence)));
    }
    out += row("Connection type", proposal.claim.connection_type);
    out += answers_list(proposal.claim.assessment);
    out += row("Reason for another confidence", proposal.claim.override_reason);
    if (proposal.claim.suggestion_score) {
        out += markup("<dt>Suggestion score</dt><dd>{}</dd>\n", number_text(*proposal.claim.suggestion_score));
    }
    out += row("Note", proposal.note);
    out += row("Decided by", proposal.decided_by);
    out += row("Reason of the decision", proposal.reason);
    out += markup("</dl>\n");
    if (proposal.mapping_uuid) {
        out += markup(R"(<p class="done"><a href="/mappings/{}">The mapping</a></p>)", *proposal.mapping_uuid);
    }
    return out;
}

Html proposal_table(std::vector<ProposalRecord> const& proposals)
{
    Html out = markup(R"(<div class="scroll"><table><thead><tr><th>Proposal<th>Key Event<th>Target<th>Confidence
<th>State<th>Proposed</thead><tbody>
)");
    for (auto const& proposal : proposals) {
        out += markup(R"(<tr><td><a href="/proposals/{}">{}</a><td>{} {}<td>{} {}<td>{}<td>{}<td>{}</tr>
)",
                      proposal.uuid, proposal.id, ke_text(proposal), proposal.claim.ke_title, target_text(proposal),
                      proposal.claim.target_title,
                      proposal.confidence ? badge(store::name_of(*proposal.confidence)) : Html{},
                      badge(store::name_of(proposal.status)), format_utc(proposal.created_at));
    }
    return out += markup("</tbody></table></div>");
}

}  // namespace kewp::web
