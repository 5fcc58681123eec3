#include "curate/audit_trail.hpp"
#include "curate/mapping_edits.hpp"
#include "curate/workflow.hpp"
#include "curate/workflow_checks.hpp"
#include "store/mapping_repository.hpp"
#include "store/proposal_repository.hpp"

#include <fmt/format.h>

namespace kewp::curate {
namespace {

/// What an approval works with.
struct Approval {
    store::Transaction& transaction;
    corpus::Corpus const& corpus;
    Actor const& actor;
    Instant at;
};

Result<store::MappingRecord> create(Approval const& approval, store::ProposalRecord const& proposal)
{
    auto const& pair = *proposal.pair;  // a pending proposal has one: the database checks it
    auto const present = store::find_mapping_of(approval.transaction, pair);
    if (!present) {
        return fail(present.error());
    }
    if (*present) {
        return blocked({Blocking::Kind::approved_mapping, (*present)->uuid}, pair);
    }
    auto made = store::insert_mapping(approval.transaction, mapping_from(proposal, pair, approval.corpus,
                                                                         approval.actor.identity.str(), approval.at));
    if (!made) {
        return made;
    }
    auto const noted = note(approval.transaction, approval.actor, approval.at, "mapping.create", made->uuid,
                            std::nullopt, audit_json(*made));
    return noted ? std::move(made) : fail(noted.error());
}

Result<store::MappingRecord> save(Approval const& approval, store::MappingRecord mapping, std::string_view action,
                                  std::string const& before)
{
    mapping.updated_by = approval.actor.identity.str();
    mapping.updated_at = approval.at;
    if (auto updated = store::update_mapping(approval.transaction, mapping); !updated) {
        return fail(updated.error());
    }
    auto const noted =
        note(approval.transaction, approval.actor, approval.at, action, mapping.uuid, before, audit_json(mapping));
    return noted ? Result<store::MappingRecord>(std::move(mapping)) : fail(noted.error());
}

/// What a change proposal states replaces what the mapping has; what it leaves open stays.
Result<store::MappingRecord> change(Approval const& approval, store::ProposalRecord const& proposal)
{
    auto mapping = mapping_in_force(approval.transaction, proposal.mapping_uuid.value_or(""));
    if (!mapping) {
        return mapping;
    }
    auto const before = audit_json(*mapping);
    auto& claim = mapping->claim;
    if (proposal.claim.connection_type) {
        claim.connection_type = proposal.claim.connection_type;
    }
    if (proposal.claim.assessment.answered()) {
        claim.assessment = proposal.claim.assessment;
        mapping->assessment_version = "v2";
    }
    if (proposal.confidence) {
        mapping->confidence = *proposal.confidence;
        claim.computed_confidence = proposal.claim.computed_confidence;
        claim.override_reason = proposal.claim.override_reason;
    }
    mapping->approved_by = approval.actor.identity.str();
    mapping->approved_at = approval.at;
    auto const stamp = stamp_for(mapping->resource(), approval.corpus);
    mapping->sources.aopwiki = stamp.aopwiki ? stamp.aopwiki : mapping->sources.aopwiki;
    mapping->sources.target_version = stamp.target_version ? stamp.target_version : mapping->sources.target_version;
    mapping->sources.target_date = stamp.target_date ? stamp.target_date : mapping->sources.target_date;
    return save(approval, std::move(*mapping), "mapping.change", before);
}

Result<store::MappingRecord> withdraw(Approval const& approval, std::string_view uuid, std::string const& reason)
{
    auto mapping = mapping_in_force(approval.transaction, uuid);
    if (!mapping) {
        return mapping;
    }
    auto const before = audit_json(*mapping);
    mapping->withdrawn_at = approval.at;
    mapping->withdrawn_by = approval.actor.identity.str();
    mapping->withdrawn_reason = reason;
    return save(approval, std::move(*mapping), "mapping.withdraw", before);
}

Result<store::MappingRecord> carry_out(Approval const& approval, store::ProposalRecord const& proposal)
{
    switch (proposal.kind) {
        case store::ProposalKind::new_pair: return create(approval, proposal);
        case store::ProposalKind::change: return change(approval, proposal);
        case store::ProposalKind::withdraw: break;
    }
    return withdraw(approval, proposal.mapping_uuid.value_or(""), proposal.note.value_or("withdrawal approved"));
}

}  // namespace

Result<store::MappingRecord> Workflow::approve(Decision const& decision, Actor const& actor)
{
    if (auto allowed = require_admin(actor); !allowed) {
        return fail(allowed.error());
    }
    std::vector<FieldError> errors;
    auto const remark = free_text("reason", decision.reason, errors);
    if (!errors.empty()) {
        return fail(Error{ErrorCode::invalid_argument, "the reason cannot be taken", std::move(errors)});
    }
    return writer_.run([&](store::Transaction& transaction) -> Result<store::MappingRecord> {
        auto proposal = pending_proposal(transaction, decision.uuid, decision.version);
        if (!proposal) {
            return fail(proposal.error());
        }
        if (auto edited = apply_edits(decision.edits, *proposal->pair, proposal->claim, proposal->confidence, corpus_);
            !edited) {
            return fail(edited.error());
        }
        Approval const approval{transaction, corpus_, actor, clock_()};
        auto mapping = carry_out(approval, *proposal);
        if (!mapping) {
            return mapping;
        }
        proposal->mapping_uuid = mapping->uuid;
        auto const decided = decide(transaction, std::move(*proposal), store::ProposalStatus::approved,
                                    "proposal.approve", remark, actor, approval.at);
        return decided ? std::move(mapping) : fail(decided.error());
    });
}

Result<store::ProposalRecord> Workflow::reject(Decision const& decision, Actor const& actor)
{
    if (auto allowed = require_admin(actor); !allowed) {
        return fail(allowed.error());
    }
    auto const reason = require_reason(decision.reason, "tell the proposer why");
    if (!reason) {
        return fail(reason.error());
    }
    return writer_.run([&](store::Transaction& transaction) -> Result<store::ProposalRecord> {
        auto proposal = pending_proposal(transaction, decision.uuid, decision.version);
        if (!proposal) {
            return proposal;
        }
        return decide(transaction, std::move(*proposal), store::ProposalStatus::rejected, "proposal.reject", *reason,
                      actor, clock_());
    });
}

Result<store::MappingRecord> Workflow::withdraw_mapping(std::string_view uuid, std::string_view reason,
                                                        Actor const& actor)
{
    if (auto allowed = require_admin(actor); !allowed) {
        return fail(allowed.error());
    }
    auto const why = require_reason(reason, "say why the mapping is withdrawn");
    if (!why) {
        return fail(why.error());
    }
    return writer_.run([&](store::Transaction& transaction) -> Result<store::MappingRecord> {
        return withdraw({transaction, corpus_, actor, clock_()}, uuid, *why);
    });
}

}  // namespace kewp::curate
