#include "store/claim_columns.hpp"

namespace kewp::store {
namespace {

std::optional<int> small_number(std::optional<std::int64_t> value)
{
    return value ? std::optional(static_cast<int>(*value)) : std::nullopt;
}

}  // namespace

Claim take_claim(Select& rows)
{
    Claim claim;
    claim.ke_title = rows.text();
    claim.target_title = rows.text();
    claim.go_namespace = rows.text_or_null();
    claim.species = rows.text_or_null();
    claim.connection_type = rows.text_or_null();
    claim.computed_confidence = word_or_null<Confidence>(rows.text_or_null(), parse_confidence);
    claim.override_reason = rows.text_or_null();
    claim.assessment.relationship = rows.text_or_null();
    claim.assessment.basis = rows.text_or_null();
    claim.assessment.specificity = rows.text_or_null();
    claim.assessment.coverage = rows.text_or_null();
    claim.assessment.connection_score = small_number(rows.number_or_null());
    claim.assessment.specificity_score = small_number(rows.number_or_null());
    claim.assessment.evidence_score = small_number(rows.number_or_null());
    claim.suggestion_score = rows.real_or_null();
    return claim;
}

void set_claim(Values& values, Claim const& claim)
{
    auto const& answers = claim.assessment;
    values.text("ke_title", claim.ke_title)
        .text("target_title", claim.target_title)
        .text("go_namespace", claim.go_namespace)
        .text("species", claim.species)
        .text("connection_type", claim.connection_type)
        .text("computed_confidence", word_of(claim.computed_confidence))
        .text("override_reason", claim.override_reason)
        .text("relationship", answers.relationship)
        .text("basis", answers.basis)
        .text("specificity", answers.specificity)
        .text("coverage", answers.coverage)
        .number("connection_score", answers.connection_score)
        .number("specificity_score", answers.specificity_score)
        .number("evidence_score", answers.evidence_score)
        .real("suggestion_score", claim.suggestion_score);
}

Pair take_pair(Select& rows)
{
    auto const resource = expect(parse_resource(rows.text()));
    auto const ke_id = expect(KeId::parse(rows.text()));
    return {ke_id, expect(TargetId::parse(resource, rows.text()))};
}

void set_pair(Values& values, Pair const& pair)
{
    values.text("resource", name_of(pair.target_id.resource()))
        .text("ke_id", pair.ke_id.str())
        .text("target_id", pair.target_id.str());
}

}  // namespace kewp::store
