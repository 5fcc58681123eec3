#include "curate/audit_trail.hpp"

#include "store/audit_repository.hpp"

#include <boost/json.hpp>

namespace kewp::curate {
namespace {

namespace json = boost::json;

template <class T>
json::value or_null(std::optional<T> const& value)
{
    return value ? json::value(*value) : json::value(nullptr);
}

json::value time_or_null(std::optional<Instant> const& value)
{
    return value ? json::value(format_utc(*value)) : json::value(nullptr);
}

template <class T>
json::value word_or_null(std::optional<T> const& value)
{
    return value ? json::value(name_of(*value)) : json::value(nullptr);
}

void add_claim(json::object& object, store::Claim const& claim)
{
    auto const& answers = claim.assessment;
    object["ke_title"] = claim.ke_title;
    object["target_title"] = claim.target_title;
    object["go_namespace"] = or_null(claim.go_namespace);
    object["species"] = or_null(claim.species);
    object["connection_type"] = or_null(claim.connection_type);
    object["computed_confidence"] = word_or_null(claim.computed_confidence);
    object["override_reason"] = or_null(claim.override_reason);
    object["relationship"] = or_null(answers.relationship);
    object["basis"] = or_null(answers.basis);
    object["specificity"] = or_null(answers.specificity);
    object["coverage"] = or_null(answers.coverage);
    object["connection_score"] = or_null(answers.connection_score);
    object["specificity_score"] = or_null(answers.specificity_score);
    object["evidence_score"] = or_null(answers.evidence_score);
    object["suggestion_score"] = or_null(claim.suggestion_score);
}

}  // namespace

std::string audit_json(store::MappingRecord const& record)
{
    json::object object{{"resource", name_of(record.resource())},
                        {"ke_id", record.pair.ke_id.str()},
                        {"target_id", record.pair.target_id.str()}};
    add_claim(object, record.claim);
    object["confidence"] = store::name_of(record.confidence);
    object["assessment_version"] = record.assessment_version;
    object["go_direction"] = word_or_null(record.go_direction);
    object["proposed_by"] = or_null(record.proposed_by);
    object["approved_by"] = or_null(record.approved_by);
    object["approved_at"] = time_or_null(record.approved_at);
    object["aopwiki_version"] = or_null(record.sources.aopwiki);
    object["target_version"] = or_null(record.sources.target_version);
    object["target_date"] = or_null(record.sources.target_date);
    object["withdrawn_at"] = time_or_null(record.withdrawn_at);
    object["withdrawn_by"] = or_null(record.withdrawn_by);
    object["withdrawn_reason"] = or_null(record.withdrawn_reason);
    return json::serialize(object);
}

std::string audit_json(store::ProposalRecord const& record)
{
    json::object object{{"kind", store::name_of(record.kind)},
                        {"status", store::name_of(record.status)},
                        {"resource", name_of(record.resource)},
                        {"ke_id", record.pair ? json::value(record.pair->ke_id.str()) : json::value(nullptr)},
                        {"target_id", record.pair ? json::value(record.pair->target_id.str()) : json::value(nullptr)},
                        {"mapping_uuid", or_null(record.mapping_uuid)}};
    add_claim(object, record.claim);
    object["confidence"] = word_or_null(record.confidence);
    object["note"] = or_null(record.note);
    object["proposed_by"] = or_null(record.proposed_by);
    object["decided_by"] = or_null(record.decided_by);
    object["reason"] = or_null(record.reason);
    object["version"] = record.version;
    return json::serialize(object);
}

Result<void> note(store::Transaction& transaction, Actor const& actor, Instant at, std::string_view action,
                  std::string const& object_uuid, std::optional<std::string> before, std::optional<std::string> after)
{
    store::AuditRecord line;
    line.at = at;
    line.actor = actor.identity.str();
    line.action = action;
    line.object_uuid = object_uuid;
    line.before = std::move(before);
    line.after = std::move(after);
    line.request_id = actor.request_id;
    return note(transaction, std::move(line));
}

Result<void> note(store::Transaction& transaction, store::AuditRecord line)
{
    auto const appended = store::append_audit(transaction, std::move(line));
    return appended ? Result<void>{} : fail(appended.error());
}

}  // namespace kewp::curate
