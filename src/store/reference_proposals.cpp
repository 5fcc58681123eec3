#include "store/reference_proposals.hpp"

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "store/proposal_repository.hpp"
#include "store/reference_row.hpp"

#include <fmt/format.h>
#include <map>

namespace kewp::store {
namespace {

constexpr char const* kImporter = "system:import";

ProposalStatus status_of(ReferenceRow& row)
{
    auto const word = row.lower("status");
    if (!word) {
        return ProposalStatus::pending;
    }
    auto const parsed = parse_proposal_status(*word);
    if (!parsed) {
        row.repaired("proposal of unknown status kept as rejected");
        row.doubt(fmt::format("status was '{}'", *word));
        return ProposalStatus::rejected;
    }
    return *parsed;
}

/// The decision that the import itself has to take, said to the proposer.
void reject(ProposalRecord& record, ReferenceRow& row, std::string const& rule, std::string const& reason)
{
    row.repaired(rule);
    record.status = ProposalStatus::rejected;
    record.decided_by = kImporter;
    record.decided_at = now();
    record.reason = record.reason ? fmt::format("{} ({})", reason, *record.reason) : reason;
}

void set_claim(ProposalRecord& record, ReferenceRow& row, ReferenceKind const& kind)
{
    auto& claim = record.claim;
    claim.ke_title = row.text("ke_title").value_or("");
    claim.target_title = row.text(kind.target_title_column).value_or("");
    claim.assessment = row.assessment(kind.resource, true);
    claim.suggestion_score = row.score("suggestion_score");
    if (kind.resource == Resource::go) {
        claim.go_namespace = row.lower("go_namespace").value_or("biological_process");
    }
    if (kind.resource == Resource::reactome) {
        claim.species = row.text("species");
        return;
    }
    auto connection = row.lower("new_pair_connection_type");
    claim.connection_type = connection ? connection : row.lower("proposed_connection_type");
    if (kind.resource == Resource::wikipathways && claim.assessment.relationship) {
        claim.connection_type = claim.assessment.relationship;
    }
}

std::optional<std::string> proposer(ReferenceRow& row, Resource resource)
{
    auto const* const column = row.raw().has("provider_username") ? "provider_username" : "github_username";
    auto identity = row.identity(column);
    auto const name = row.text("user_name").value_or("");
    if (resource == Resource::go && name.starts_with("guest-") && identity == "github:" + name) {
        row.repaired("guest taken for a GitHub account written as guest:label");
        return full_identity(name);
    }
    return identity;
}

std::string uuid_for(ReferenceRow& row, std::set<std::string>& taken)
{
    auto uuid = row.text("uuid");
    if (!uuid || taken.contains(*uuid)) {
        row.repaired(uuid ? "uuid used twice replaced" : "uuid made");
        uuid = crypto::uuid4();
    }
    taken.insert(*uuid);
    return *uuid;
}

void set_decision(ProposalRecord& record, ReferenceRow& row)
{
    record.reason = row.text("admin_notes");
    if (record.status == ProposalStatus::approved) {
        record.decided_by = row.identity("approved_by");
        record.decided_at = row.time("approved_at");
    } else if (record.status == ProposalStatus::rejected) {
        record.decided_by = row.identity("rejected_by");
        record.decided_at = row.time("rejected_at");
    }
}

/// A revision's pair is that of its mapping.
void refer_to(ProposalRecord& record, ReferenceRow& row, MappingRecord const& mapping)
{
    if (record.pair && *record.pair != mapping.pair) {
        row.repaired("pair of a revision taken from its mapping");
        row.doubt(fmt::format("named {} with {}, refers to {} with {}", record.pair->ke_id.str(),
                              record.pair->target_id.str(), mapping.pair.ke_id.str(), mapping.pair.target_id.str()));
    }
    record.mapping_uuid = mapping.uuid;
    record.pair = mapping.pair;
    record.claim.ke_title = mapping.claim.ke_title;
    record.claim.target_title = mapping.claim.target_title;
    record.claim.go_namespace = mapping.claim.go_namespace;
    record.claim.species = mapping.claim.species;
}

ProposalRecord read_proposal(ReferenceRow& row, ReferenceKind const& kind, ImportState& state)
{
    ProposalRecord record;
    record.resource = kind.resource;
    record.reference_id = row.id();
    record.uuid = uuid_for(row, state.proposal_uuids);
    record.status = status_of(row);
    set_claim(record, row, kind);
    auto const confidence = row.confidence("new_pair_confidence_level");
    record.confidence = confidence ? confidence : row.confidence("proposed_confidence");
    record.proposed_by = proposer(row, kind.resource);
    record.display_name = row.text("user_name");
    record.affiliation = row.text("user_affiliation");
    record.email = row.text("user_email");
    record.stale = row.flag("is_stale");
    set_decision(record, row);
    auto const ke_id = row.ke_id("ke_id");
    auto const target_id = row.target_id(kind.resource, kind.target_id_column);
    if (ke_id && target_id) {
        record.pair = Pair{*ke_id, *target_id};
    }
    auto const created = row.time("created_at");
    record.created_at = created.value_or(record.decided_at.value_or(now()));
    record.updated_at = record.decided_at.value_or(record.created_at);
    return record;
}

/// Finds the mapping of a revision, and what makes a pending proposal impossible to decide.
void settle(ProposalRecord& record, ReferenceRow& row, ReferenceKind const& kind, ImportState const& state)
{
    auto const mapping_id = row.raw().number("mapping_id");
    if (mapping_id) {
        record.kind = row.flag("proposed_delete") ? ProposalKind::withdraw : ProposalKind::change;
        auto const mapping = state.mappings.find({kind.mapping_table, *mapping_id});
        if (mapping != state.mappings.end()) {
            refer_to(record, row, mapping->second);
        } else if (record.status == ProposalStatus::pending) {
            reject(record, row, "orphan proposal kept as rejected",
                   fmt::format("its mapping, number {}, no longer exists", *mapping_id));
        } else {
            row.doubt(fmt::format("its mapping, number {}, no longer exists", *mapping_id));
        }
        return;
    }
    if (!record.pair && record.status == ProposalStatus::pending) {
        reject(record, row, "orphan proposal kept as rejected", "it names neither a pair nor a mapping");
    } else if (record.pair && !record.confidence) {
        row.repaired("unknown confidence taken as low");
        record.confidence = Confidence::low;
    }
}

/// Of pending proposals for one pair the oldest stays: (time, number), an unknown time being the oldest.
void reject_duplicates(std::vector<std::pair<ProposalRecord, ReferenceRow>>& proposals)
{
    auto const age = [](std::pair<ProposalRecord, ReferenceRow> const& proposal) {
        auto const known = proposal.second.raw().text("created_at").has_value();
        return std::pair{known ? proposal.first.created_at : Instant::min(), proposal.second.id()};
    };
    std::map<Pair, std::size_t> oldest;
    auto const open = [](ProposalRecord const& record) {
        return record.status == ProposalStatus::pending && record.kind == ProposalKind::new_pair && record.pair;
    };
    for (std::size_t i = 0; i < proposals.size(); ++i) {
        if (open(proposals[i].first)) {
            auto const [place, first] = oldest.emplace(*proposals[i].first.pair, i);
            if (!first && age(proposals[i]) < age(proposals[place->second])) {
                place->second = i;
            }
        }
    }
    for (std::size_t i = 0; i < proposals.size(); ++i) {
        auto& [record, row] = proposals[i];
        if (!open(record)) {
            continue;
        }
        auto const kept = oldest.at(*record.pair);
        if (kept != i) {
            reject(record, row, "later of two pending proposals for a pair rejected",
                   fmt::format("proposal {} for the same pair was there before", proposals[kept].second.id()));
        }
    }
}

}  // namespace

Result<void> import_proposals(ImportState& state, ReferenceKind const& kind)
{
    auto const rows = read_table(state.source, kind.proposal_table);
    if (!rows) {
        return fail(rows.error());
    }
    std::vector<std::pair<ProposalRecord, ReferenceRow>> proposals;
    proposals.reserve(rows->size());
    for (auto const& loose : *rows) {
        ReferenceRow row(state.report, kind.proposal_table, loose);
        auto record = read_proposal(row, kind, state);
        settle(record, row, kind, state);
        proposals.emplace_back(std::move(record), std::move(row));
    }
    reject_duplicates(proposals);
    ImportReport::Table count{kind.proposal_table};
    count.read = proposals.size();
    auto const keeps_ids = kind.resource == Resource::wikipathways;
    for (auto& [record, row] : proposals) {
        record.id = keeps_ids ? row.id() : state.next_proposal_id++;
        if (auto stored = insert_proposal(state.target, std::move(record)); !stored) {
            return fail_in(row.label(), stored.error());
        }
        ++count.imported;
        count.repaired += row.was_repaired() ? 1 : 0;
    }
    state.report.tables.push_back(std::move(count));
    return {};
}

}  // namespace kewp::store
