#include "curate/audit_trail.hpp"
#include "curate/mapping_edits.hpp"
#include "curate/workflow.hpp"
#include "curate/workflow_checks.hpp"
#include "store/audit_repository.hpp"
#include "store/mapping_repository.hpp"
#include "store/proposal_repository.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace kewp::curate {
namespace {

namespace json = boost::json;

std::optional<std::string> text_in(json::object const& line, std::string_view name)
{
    auto const* const value = line.if_contains(name);
    return value != nullptr && value->is_string() ? std::optional(std::string(value->get_string())) : std::nullopt;
}

std::optional<int> score_in(json::object const& line, std::string_view name)
{
    auto const* const value = line.if_contains(name);
    return value != nullptr && value->is_int64() ? std::optional(static_cast<int>(value->get_int64())) : std::nullopt;
}

std::optional<store::Confidence> confidence_in(json::object const& line, std::string_view name)
{
    auto const text = text_in(line, name);
    auto const word = text ? store::parse_confidence(*text) : fail(ErrorCode::not_found, "");
    return word ? std::optional(*word) : std::nullopt;
}

/// Everything that a change can change, as the history has it.
Result<void> restore_from(std::string const& line, store::MappingRecord& mapping)
{
    boost::system::error_code error;
    auto const value = json::parse(line, error);
    if (error || !value.is_object()) {
        return fail(ErrorCode::corrupt, fmt::format("the history of mapping {} cannot be read", mapping.uuid));
    }
    auto const& before = value.get_object();
    auto& claim = mapping.claim;
    claim.connection_type = text_in(before, "connection_type");
    claim.computed_confidence = confidence_in(before, "computed_confidence");
    claim.override_reason = text_in(before, "override_reason");
    claim.assessment = {.relationship = text_in(before, "relationship"),
                        .basis = text_in(before, "basis"),
                        .specificity = text_in(before, "specificity"),
                        .coverage = text_in(before, "coverage"),
                        .connection_score = score_in(before, "connection_score"),
                        .specificity_score = score_in(before, "specificity_score"),
                        .evidence_score = score_in(before, "evidence_score")};
    mapping.confidence = confidence_in(before, "confidence").value_or(mapping.confidence);
    mapping.assessment_version = text_in(before, "assessment_version").value_or(mapping.assessment_version);
    mapping.approved_by = text_in(before, "approved_by");
    auto const approved_at = parse_utc(text_in(before, "approved_at").value_or(""));
    mapping.approved_at = approved_at ? std::optional(*approved_at) : std::nullopt;
    mapping.sources = {.aopwiki = text_in(before, "aopwiki_version"),
                       .target_version = text_in(before, "target_version"),
                       .target_date = text_in(before, "target_date")};
    return {};
}

Result<store::MappingRecord> decided_mapping(store::Transaction& transaction, store::ProposalRecord const& proposal)
{
    auto mapping = store::find_mapping(transaction, proposal.mapping_uuid.value_or(""));
    if (!mapping) {
        return fail(mapping.error());
    }
    if (!*mapping) {
        return fail(ErrorCode::not_found, fmt::format("the mapping of proposal {} is gone", proposal.uuid));
    }
    if ((*mapping)->updated_at != proposal.decided_at.value_or(Instant{})) {
        return fail(ErrorCode::conflict,
                    fmt::format("mapping {} was changed after the decision; propose another change instead of undoing",
                                (*mapping)->uuid));
    }
    return std::move(**mapping);
}

/// Takes back what the approval did to the mapping.
Result<void> undo_approval(store::Transaction& transaction, store::ProposalRecord& proposal, Actor const& actor,
                           Instant at)
{
    auto mapping = decided_mapping(transaction, proposal);
    if (!mapping) {
        return fail(mapping.error());
    }
    auto const before = audit_json(*mapping);
    switch (proposal.kind) {
        case store::ProposalKind::new_pair:
            mapping->withdrawn_at = at;
            mapping->withdrawn_by = actor.identity.str();
            mapping->withdrawn_reason = "the approval was undone";
            proposal.mapping_uuid.reset();
            break;
        case store::ProposalKind::change: {
            auto const history =
                store::list_audit(transaction, {.action = "mapping.change", .object_uuid = mapping->uuid}, 1);
            if (!history) {
                return fail(history.error());
            }
            if (history->empty() || !history->front().before) {
                return fail(ErrorCode::corrupt, fmt::format("mapping {} has no history", mapping->uuid));
            }
            if (auto restored = restore_from(*history->front().before, *mapping); !restored) {
                return restored;
            }
            break;
        }
        case store::ProposalKind::withdraw:
            if (auto const other = store::find_mapping_of(transaction, mapping->pair); !other) {
                return fail(other.error());
            } else if (*other) {
                return blocked({Blocking::Kind::approved_mapping, (*other)->uuid}, mapping->pair);
            }
            mapping->withdrawn_at.reset();
            mapping->withdrawn_by.reset();
            mapping->withdrawn_reason.reset();
            break;
    }
    mapping->updated_by = actor.identity.str();
    mapping->updated_at = at;
    if (auto updated = store::update_mapping(transaction, *mapping); !updated) {
        return updated;
    }
    return note(transaction, actor, at, "mapping.undo", mapping->uuid, before, audit_json(*mapping));
}

/// What someone may take back: their own decision, in the same session.
Result<store::ProposalRecord> undoable(store::Session& session, std::string_view uuid, std::int64_t version,
                                       Instant since, Actor const& actor)
{
    auto found = known_proposal(session, uuid);
    if (!found) {
        return found;
    }
    auto& proposal = *found;
    bool const decided =
        proposal.status == store::ProposalStatus::approved || proposal.status == store::ProposalStatus::rejected;
    if (!decided || proposal.version != version) {
        return fail(ErrorCode::conflict,
                    fmt::format("proposal {} is {} in version {}; only a decision that you see can be undone", uuid,
                                store::name_of(proposal.status), proposal.version));
    }
    if (proposal.decided_by != actor.identity.str()) {
        return fail(ErrorCode::forbidden, fmt::format("{} decided on proposal {}; only they can undo it",
                                                      proposal.decided_by.value_or("someone else"), uuid));
    }
    if (!proposal.decided_at || *proposal.decided_at < since) {
        return fail(ErrorCode::conflict,
                    fmt::format("proposal {} was decided before this session; propose a change or a withdrawal", uuid));
    }
    return std::move(proposal);
}

}  // namespace

Result<store::ProposalRecord> Workflow::edit(Decision const& decision, Actor const& actor)
{
    if (auto allowed = require_admin(actor); !allowed) {
        return fail(allowed.error());
    }
    return writer_.run([&](store::Transaction& transaction) -> Result<store::ProposalRecord> {
        auto proposal = pending_proposal(transaction, decision.uuid, decision.version);
        if (!proposal) {
            return proposal;
        }
        if (proposal->kind == store::ProposalKind::withdraw) {
            return fail(ErrorCode::invalid_argument, "a proposal to withdraw has nothing to edit");
        }
        auto const before = audit_json(*proposal);
        if (auto edited = apply_edits(decision.edits, *proposal->pair, proposal->claim, proposal->confidence, corpus_);
            !edited) {
            return fail(edited.error());
        }
        auto const at = clock_();
        proposal->updated_at = at;
        auto updated = store::update_proposal(transaction, std::move(*proposal));
        if (!updated) {
            return updated;
        }
        auto const noted = note(transaction, actor, at, "proposal.edit", updated->uuid, before, audit_json(*updated));
        return noted ? std::move(updated) : fail(noted.error());
    });
}

Result<store::ProposalRecord> Workflow::undo(std::string_view uuid, std::int64_t version, Instant since,
                                             Actor const& actor)
{
    if (auto allowed = require_admin(actor); !allowed) {
        return fail(allowed.error());
    }
    return writer_.run([&](store::Transaction& transaction) -> Result<store::ProposalRecord> {
        auto proposal = undoable(transaction, uuid, version, since, actor);
        if (!proposal) {
            return proposal;
        }
        auto const at = clock_();
        auto const before = audit_json(*proposal);
        if (proposal->status == store::ProposalStatus::approved) {
            if (auto undone = undo_approval(transaction, *proposal, actor, at); !undone) {
                return fail(undone.error());
            }
        }
        if (proposal->kind == store::ProposalKind::new_pair) {
            auto const blocking = find_blocking(transaction, *proposal->pair);
            if (!blocking) {
                return fail(blocking.error());
            }
            if (*blocking) {
                return blocked(**blocking, *proposal->pair);
            }
        }
        proposal->status = store::ProposalStatus::pending;
        proposal->decided_by.reset();
        proposal->decided_at.reset();
        proposal->reason.reset();
        proposal->updated_at = at;
        auto updated = store::update_proposal(transaction, std::move(*proposal));
        if (!updated) {
            return updated;
        }
        auto const noted = note(transaction, actor, at, "proposal.undo", updated->uuid, before, audit_json(*updated));
        return noted ? std::move(updated) : fail(noted.error());
    });
}

}  // namespace kewp::curate
