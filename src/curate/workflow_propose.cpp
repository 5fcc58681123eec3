#include "base/text.hpp"
#include "curate/audit_trail.hpp"
#include "curate/mapping_edits.hpp"
#include "curate/workflow.hpp"
#include "curate/workflow_checks.hpp"
#include "store/mapping_repository.hpp"
#include "store/proposal_repository.hpp"

#include <fmt/format.h>

namespace kewp::curate {
namespace {

void sign(store::ProposalRecord& record, Actor const& actor, Instant at)
{
    record.proposed_by = actor.identity.str();
    record.display_name = actor.display_name.empty() ? std::nullopt : std::optional(actor.display_name);
    if (!record.affiliation && !actor.affiliation.empty()) {
        record.affiliation = actor.affiliation;
    }
    if (!record.email && !actor.email.empty()) {
        record.email = actor.email;
    }
    record.created_at = at;
    record.updated_at = at;
}

Result<store::ProposalRecord> insert(store::Transaction& transaction, store::ProposalRecord const& record,
                                     Actor const& actor)
{
    auto inserted = store::insert_proposal(transaction, record);
    if (!inserted) {
        return inserted;
    }
    auto const noted = note(transaction, actor, inserted->created_at, "proposal.submit", inserted->uuid, std::nullopt,
                            audit_json(*inserted));
    if (!noted) {
        return fail(noted.error());
    }
    return inserted;
}

/// A proposal about an approved mapping.
store::ProposalRecord about(store::MappingRecord const& mapping, store::ProposalKind kind, std::string reason)
{
    store::ProposalRecord record;
    record.resource = mapping.resource();
    record.kind = kind;
    record.pair = mapping.pair;
    record.mapping_uuid = mapping.uuid;
    record.claim = mapping.claim;
    record.confidence = mapping.confidence;
    record.note = std::move(reason);
    return record;
}

}  // namespace

Result<store::ProposalRecord> Workflow::submit(Submission const& submission, Actor const& actor)
{
    if (auto allowed = require_curator(actor); !allowed) {
        return fail(allowed.error());
    }
    auto record = validate(submission, corpus_);
    if (!record) {
        return record;
    }
    return writer_.run([&](store::Transaction& transaction) -> Result<store::ProposalRecord> {
        // One writer at a time holds the database, so nothing can come between this look and the insert; the
        // unique indexes stand behind it all the same.
        auto const blocking = find_blocking(transaction, *record->pair);
        if (!blocking) {
            return fail(blocking.error());
        }
        if (*blocking) {
            return blocked(**blocking, *record->pair);
        }
        sign(*record, actor, clock_());
        return insert(transaction, *record, actor);
    });
}

Result<store::ProposalRecord> Workflow::propose_withdrawal(std::string_view mapping_uuid, std::string_view reason,
                                                           Actor const& actor)
{
    if (auto allowed = require_curator(actor); !allowed) {
        return fail(allowed.error());
    }
    auto const why = require_reason(reason, "say why the mapping should be withdrawn");
    if (!why) {
        return fail(why.error());
    }
    return writer_.run([&](store::Transaction& transaction) -> Result<store::ProposalRecord> {
        auto const mapping = mapping_in_force(transaction, mapping_uuid);
        if (!mapping) {
            return fail(mapping.error());
        }
        auto record = about(*mapping, store::ProposalKind::withdraw, *why);
        sign(record, actor, clock_());
        return insert(transaction, record, actor);
    });
}

Result<store::ProposalRecord> Workflow::propose_change(std::string_view mapping_uuid, Edits const& wish,
                                                       std::string_view reason, Actor const& actor)
{
    if (auto allowed = require_curator(actor); !allowed) {
        return fail(allowed.error());
    }
    auto const why = require_reason(reason, "say why the mapping should be changed");
    if (!why) {
        return fail(why.error());
    }
    return writer_.run([&](store::Transaction& transaction) -> Result<store::ProposalRecord> {
        auto const mapping = mapping_in_force(transaction, mapping_uuid);
        if (!mapping) {
            return fail(mapping.error());
        }
        auto record = about(*mapping, store::ProposalKind::change, *why);
        record.claim.suggestion_score.reset();
        if (auto edited = apply_edits(wish, mapping->pair, record.claim, record.confidence, corpus_); !edited) {
            return fail(edited.error());
        }
        auto const same = record.confidence == mapping->confidence &&
                          record.claim.connection_type == mapping->claim.connection_type &&
                          record.claim.assessment == mapping->claim.assessment;
        if (same) {
            return fail(ErrorCode::invalid_argument,
                        fmt::format("the proposal would change nothing of mapping {}", mapping_uuid));
        }
        sign(record, actor, clock_());
        return insert(transaction, record, actor);
    });
}

Result<store::ProposalRecord> Workflow::withdraw_proposal(std::string_view uuid, Actor const& actor)
{
    if (auto allowed = require_curator(actor); !allowed) {
        return fail(allowed.error());
    }
    return writer_.run([&](store::Transaction& transaction) -> Result<store::ProposalRecord> {
        auto const present = store::find_proposal(transaction, uuid);
        if (!present) {
            return fail(present.error());
        }
        auto proposal = pending_proposal(transaction, uuid, *present ? (*present)->version : 0);
        if (!proposal) {
            return proposal;
        }
        if (actor.role != Role::admin && proposal->proposed_by != actor.identity.str()) {
            return fail(ErrorCode::forbidden, fmt::format("proposal {} is someone else's", uuid));
        }
        return decide(transaction, std::move(*proposal), store::ProposalStatus::withdrawn, "proposal.withdraw",
                      std::nullopt, actor, clock_());
    });
}

}  // namespace kewp::curate
