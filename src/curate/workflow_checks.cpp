#include "curate/workflow_checks.hpp"

#include "curate/audit_trail.hpp"
#include "store/mapping_repository.hpp"
#include "store/proposal_repository.hpp"

#include <fmt/format.h>

namespace kewp::curate {
namespace {

constexpr char const* kPendingField = "pending_proposal";
constexpr char const* kApprovedField = "approved_mapping";

}  // namespace

Result<void> require_curator(Actor const& actor)
{
    if (actor.role == Role::visitor) {
        return fail(ErrorCode::unauthenticated, "sign in to propose a mapping");
    }
    return {};
}

Result<void> require_admin(Actor const& actor)
{
    if (auto signed_in = require_curator(actor); !signed_in) {
        return signed_in;
    }
    if (actor.role != Role::admin) {
        return fail(ErrorCode::forbidden,
                    fmt::format("{} is not an administrator; ask one of them to decide", actor.identity.str()));
    }
    return {};
}

Result<std::string> require_reason(std::string_view text, std::string_view why)
{
    std::vector<FieldError> errors;
    auto reason = free_text("reason", text, errors);
    if (!reason) {
        errors.push_back({"reason", fmt::format("is missing: {}", why)});
    }
    if (!errors.empty()) {
        return fail(Error{ErrorCode::invalid_argument, "the reason cannot be taken", std::move(errors)});
    }
    return std::move(*reason);
}

Result<store::ProposalRecord> known_proposal(store::Session& session, std::string_view uuid)
{
    auto found = store::find_proposal(session, uuid);
    if (!found) {
        return fail(found.error());
    }
    if (!*found) {
        return fail(ErrorCode::not_found, fmt::format("there is no proposal {}", uuid));
    }
    return std::move(**found);
}

Result<store::ProposalRecord> pending_proposal(store::Session& session, std::string_view uuid, std::int64_t version)
{
    auto found = known_proposal(session, uuid);
    if (!found) {
        return found;
    }
    auto& proposal = *found;
    if (proposal.status != store::ProposalStatus::pending) {
        return fail(ErrorCode::conflict,
                    fmt::format("proposal {} is {} already{}", uuid, store::name_of(proposal.status),
                                proposal.decided_by ? ", by " + *proposal.decided_by : ""));
    }
    if (proposal.version != version) {
        return fail(ErrorCode::conflict,
                    fmt::format("proposal {} was changed since you looked (version {}, now {}); look at it again", uuid,
                                version, proposal.version));
    }
    return std::move(proposal);
}

Result<store::MappingRecord> mapping_in_force(store::Session& session, std::string_view uuid)
{
    auto found = store::find_mapping(session, uuid);
    if (!found) {
        return fail(found.error());
    }
    if (!*found) {
        return fail(ErrorCode::not_found, fmt::format("there is no mapping {}", uuid));
    }
    if ((*found)->withdrawn_at) {
        return fail(ErrorCode::gone,
                    fmt::format("mapping {} was withdrawn on {}", uuid, format_utc(*(*found)->withdrawn_at)));
    }
    return std::move(**found);
}

Result<std::optional<Blocking>> find_blocking(store::Session& session, store::Pair const& pair)
{
    auto const proposal = store::find_pending_proposal(session, pair);
    if (!proposal) {
        return fail(proposal.error());
    }
    if (*proposal) {
        return Blocking{Blocking::Kind::pending_proposal, (*proposal)->uuid};
    }
    auto const mapping = store::find_mapping_of(session, pair);
    if (!mapping) {
        return fail(mapping.error());
    }
    return *mapping ? std::optional(Blocking{Blocking::Kind::approved_mapping, (*mapping)->uuid}) : std::nullopt;
}

bool is_stale(store::ProposalRecord const& proposal, corpus::Corpus const& corpus)
{
    return proposal.stale || !proposal.pair || corpus.find(proposal.pair->ke_id) == nullptr ||
           corpus.find_target(proposal.pair->target_id) == nullptr;
}

tl::unexpected<Error> blocked(Blocking const& blocking, store::Pair const& pair)
{
    auto const pending = blocking.kind == Blocking::Kind::pending_proposal;
    return fail(Error{ErrorCode::conflict,
                      fmt::format("{} and {} are {} ({})", pair.ke_id.str(), pair.target_id.str(),
                                  pending ? "proposed already and wait for review" : "mapped already", blocking.uuid),
                      {{pending ? kPendingField : kApprovedField, blocking.uuid}}});
}

std::optional<Blocking> blocking_of(Error const& error)
{
    if (error.code != ErrorCode::conflict || error.fields.size() != 1) {
        return std::nullopt;
    }
    auto const& [field, uuid] = error.fields.front();
    if (field == kPendingField) {
        return Blocking{Blocking::Kind::pending_proposal, uuid};
    }
    return field == kApprovedField ? std::optional(Blocking{Blocking::Kind::approved_mapping, uuid}) : std::nullopt;
}

Result<store::ProposalRecord> decide(store::Transaction& transaction, store::ProposalRecord proposal,
                                     store::ProposalStatus status, std::string_view action,
                                     std::optional<std::string> reason, Actor const& actor, Instant at)
{
    auto const before = audit_json(proposal);
    proposal.status = status;
    proposal.decided_by = actor.identity.str();
    proposal.decided_at = at;
    proposal.updated_at = at;
    proposal.reason = std::move(reason);
    auto updated = store::update_proposal(transaction, std::move(proposal));
    if (!updated) {
        return updated;
    }
    if (auto noted = note(transaction, actor, at, action, updated->uuid, before, audit_json(*updated)); !noted) {
        return fail(noted.error());
    }
    return updated;
}

}  // namespace kewp::curate
