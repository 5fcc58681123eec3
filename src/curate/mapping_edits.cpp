#include "curate/mapping_edits.hpp"

#include "curate/assessment.hpp"
#include "curate/confidence_choice.hpp"

namespace kewp::curate {

Result<void> apply_edits(Edits const& edits, store::Pair const& pair, store::Claim& claim,
                         std::optional<store::Confidence>& confidence, corpus::Corpus const& corpus)
{
    auto const touched = edits.connection_type || edits.confidence || edits.override_reason || edits.assessment;
    if (!touched) {
        return {};
    }
    auto const resource = pair.target_id.resource();
    std::vector<FieldError> errors;
    if (edits.assessment) {
        claim.assessment = *edits.assessment;
        errors = check_answers(resource, claim.assessment);
    }
    auto const connection = edits.connection_type ? *edits.connection_type : claim.connection_type.value_or("");
    settle_connection(resource, claim, connection, errors);
    std::string chosen;
    if (edits.confidence) {
        chosen = *edits.confidence;
    } else if (!edits.assessment && confidence) {
        chosen = store::name_of(*confidence);
    }
    auto reason =
        edits.override_reason ? free_text("override_reason", *edits.override_reason, errors) : claim.override_reason;
    auto const* const key_event = corpus.find(pair.ke_id);
    auto const level = key_event == nullptr ? std::string_view{} : std::string_view(key_event->level);
    confidence = settle_confidence(resource, claim, level, chosen, std::move(reason), errors);
    if (!errors.empty()) {
        return fail(Error{ErrorCode::invalid_argument, "the changes cannot be taken", std::move(errors)});
    }
    return {};
}

store::SourceStamp stamp_for(Resource resource, corpus::Corpus const& corpus)
{
    auto const stamps = corpus.versions().stamps(resource);
    store::SourceStamp stamp;
    stamp.aopwiki = stamps.aopwiki_snapshot_date;
    switch (resource) {
        case Resource::wikipathways: stamp.target_date = stamps.wp_release_date; break;
        case Resource::go: stamp.target_date = stamps.go_release_date; break;
        case Resource::reactome:
            stamp.target_version = stamps.reactome_release_version;
            stamp.target_date = stamps.reactome_release_date;
            break;
    }
    return stamp;
}

store::MappingRecord mapping_from(store::ProposalRecord const& proposal, store::Pair const& pair,
                                  corpus::Corpus const& corpus, std::string const& approver, Instant at)
{
    store::MappingRecord mapping{pair};
    mapping.claim = proposal.claim;
    if (auto const* const key_event = corpus.find(pair.ke_id)) {
        mapping.claim.ke_title = key_event->title;
    }
    if (auto const* const target = corpus.find_target(pair.target_id)) {
        mapping.claim.target_title = target->title;
    }
    if (pair.target_id.resource() == Resource::go) {
        mapping.go_direction = direction_of(mapping.claim.target_title);
    }
    mapping.confidence = proposal.confidence.value_or(store::Confidence::low);
    mapping.assessment_version = mapping.claim.assessment.answered() ? "v2" : "v1";
    mapping.created_by = proposal.proposed_by ? proposal.proposed_by : approver;
    mapping.proposed_by = proposal.proposed_by;
    mapping.approved_by = approver;
    mapping.approved_at = at;
    mapping.sources = stamp_for(mapping.resource(), corpus);
    mapping.created_at = at;
    mapping.updated_at = at;
    return mapping;
}

}  // namespace kewp::curate
