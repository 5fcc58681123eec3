#include "store/reference_mappings.hpp"

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "store/mapping_repository.hpp"
#include "store/reference_row.hpp"
#include "store/sql.hpp"

#include <fmt/format.h>

namespace kewp::store {
namespace {

/// An identity, with the replaced application's mistake about guests undone where it is known.
std::optional<std::string> proposer(ReferenceRow& row, std::string_view column, Pair const& pair,
                                    ImportState const& state)
{
    auto identity = row.identity(column);
    auto const key = pair.ke_id.str() + ' ' + pair.target_id.str();
    if (identity && state.false_github_guests.contains({key, *identity})) {
        row.repaired("guest taken for a GitHub account written as guest:label");
        return full_identity(identity->substr(std::string_view("github:").size()));
    }
    return identity;
}

SourceStamp sources_of(ReferenceRow& row, Resource resource)
{
    SourceStamp stamp;
    stamp.aopwiki = row.text("aopwiki_snapshot_date");
    switch (resource) {
        case Resource::wikipathways: stamp.target_date = row.text("wp_release_date"); break;
        case Resource::go: stamp.target_date = row.text("go_release_date"); break;
        case Resource::reactome:
            stamp.target_version = row.text("reactome_release_version");
            stamp.target_date = row.text("reactome_release_date");
            break;
    }
    return stamp;
}

std::optional<GoDirection> direction_of(ReferenceRow& row, std::string const& go_name)
{
    if (!row.raw().has("go_direction")) {
        return go_direction_of_name(go_name);
    }
    auto const word = row.lower("go_direction");
    if (!word) {
        return std::nullopt;
    }
    auto const parsed = parse_go_direction(*word);
    if (!parsed) {
        row.repaired("GO direction other than positive or negative removed");
        row.doubt(fmt::format("go_direction was '{}'", *word));
        return std::nullopt;
    }
    return *parsed;
}

std::string uuid_for(ReferenceRow& row, std::set<std::string>& taken)
{
    auto uuid = row.text("uuid");
    if (!uuid) {
        row.repaired("uuid made");
    } else if (taken.contains(*uuid)) {
        row.repaired("uuid used twice replaced");
        row.doubt(fmt::format("its uuid {} belongs to an older row", *uuid));
        uuid.reset();
    } else if (!crypto::is_uuid(*uuid)) {
        row.doubt(fmt::format("uuid '{}' is not of the usual form; kept", *uuid));
    }
    auto result = uuid.value_or(crypto::uuid4());
    taken.insert(result);
    return result;
}

void set_times(MappingRecord& record, ReferenceRow& row)
{
    auto const created = row.time("created_at");
    auto const updated = row.time("updated_at");
    record.approved_at = row.time("approved_at_curator");
    if (!created) {
        row.repaired("unknown time of creation taken from the approval or the last change");
    }
    record.created_at = created.value_or(record.approved_at.value_or(updated.value_or(now())));
    record.updated_at = updated.value_or(record.created_at);
}

void set_claim(MappingRecord& record, ReferenceRow& row, ReferenceKind const& kind)
{
    auto& claim = record.claim;
    claim.ke_title = row.text("ke_title").value_or("");
    claim.target_title = row.text(kind.target_title_column).value_or("");
    claim.assessment = row.assessment(kind.resource, false);
    claim.suggestion_score = row.score("suggestion_score");
    if (kind.resource != Resource::reactome) {
        claim.connection_type = row.lower("connection_type");
    } else {
        claim.species = row.text("species").value_or("Homo sapiens");
    }
    if (kind.resource == Resource::go) {
        claim.go_namespace = row.lower("go_namespace").value_or("biological_process");
        record.go_direction = direction_of(row, claim.target_title);
        if (auto const code = row.text("evidence_code")) {
            row.doubt(fmt::format("evidence code '{}' has no place any more", *code));
        }
    }
}

/// Nothing when the row cannot be read as a mapping.
std::optional<MappingRecord> read_mapping(ReferenceRow& row, ReferenceKind const& kind, ImportState& state)
{
    auto const ke_id = row.ke_id("ke_id");
    auto const target_id = row.target_id(kind.resource, kind.target_id_column);
    if (!ke_id || !target_id) {
        row.doubt(fmt::format("left out: '{}' with '{}'", row.text("ke_id").value_or(""),
                              row.text(kind.target_id_column).value_or("")));
        return std::nullopt;
    }
    MappingRecord record{{*ke_id, *target_id}};
    record.reference_id = row.id();
    record.uuid = uuid_for(row, state.mapping_uuids);
    set_claim(record, row, kind);
    auto const confidence = row.confidence("confidence_level");
    if (!confidence) {
        row.repaired("unknown confidence taken as low");
    }
    record.confidence = confidence.value_or(Confidence::low);
    record.assessment_version =
        row.lower("assessment_version").value_or(record.claim.assessment.answered() ? "v2" : "v1");
    if (record.assessment_version != "v1" && record.assessment_version != "v2") {
        row.repaired("assessment version derived from the answers");
        record.assessment_version = record.claim.assessment.answered() ? "v2" : "v1";
    }
    record.created_by = proposer(row, "created_by", record.pair, state);
    record.proposed_by = proposer(row, "proposed_by", record.pair, state);
    record.approved_by = row.identity("approved_by_curator");
    record.updated_by = row.identity("updated_by");
    record.sources = sources_of(row, kind.resource);
    set_times(record, row);
    return record;
}

/// After its ids were spelled as usual a pair may turn up twice; the later one is kept as withdrawn, so that its
/// uuid goes on answering.
Result<void> yield_to_older(MappingRecord& record, ReferenceRow& row, ImportState& state)
{
    auto const older = find_mapping_of(state.target, record.pair);
    if (!older) {
        return fail(older.error());
    }
    if (*older) {
        row.repaired("second mapping of a pair kept as withdrawn");
        record.withdrawn_at = now();
        record.withdrawn_by = "system:import";
        record.withdrawn_reason = fmt::format("the same pair as {}", (*older)->uuid);
    }
    return {};
}

}  // namespace

std::int64_t highest_id(ImportState& state, std::string const& table)
{
    auto const highest = attempt([&]() -> Result<std::int64_t> {
        return select_number(state.source.session(), "SELECT max(seq) FROM sqlite_sequence WHERE name = :table_name",
                             std::move(Values{}.text("table_name", table)));
    });
    return highest.value_or(0);  // a file without AUTOINCREMENT tables has no sqlite_sequence
}

Result<void> find_false_github_guests(ImportState& state)
{
    auto const rows = read_table(state.source, "ke_go_proposals");
    if (!rows) {
        return fail(rows.error());
    }
    for (auto const& row : *rows) {
        auto const name = row.text("user_name").value_or("");
        auto const identity = row.text("provider_username").value_or(row.text("github_username").value_or(""));
        auto const ke_id = KeId::parse(row.text("ke_id").value_or(""));
        if (name.starts_with("guest-") && identity == "github:" + name && ke_id) {
            auto const key = ke_id->str() + ' ' + row.text("go_id").value_or("");
            state.false_github_guests.insert({key, identity});
        }
    }
    return {};
}

Result<void> import_mappings(ImportState& state, ReferenceKind const& kind)
{
    auto const rows = read_table(state.source, kind.mapping_table);
    if (!rows) {
        return fail(rows.error());
    }
    ImportReport::Table count{kind.mapping_table};
    auto const keeps_ids = kind.resource == Resource::wikipathways;
    for (auto const& loose : *rows) {
        ++count.read;
        ReferenceRow row(state.report, kind.mapping_table, loose);
        auto record = read_mapping(row, kind, state);
        if (!record) {
            ++count.left_out;
            ++state.report.left_out["identifier of the Key Event or target cannot be read"];
            continue;
        }
        if (auto settled = yield_to_older(*record, row, state); !settled) {
            return settled;
        }
        record->id = keeps_ids ? row.id() : state.next_mapping_id++;
        auto stored = insert_mapping(state.target, std::move(*record));
        if (!stored) {
            return fail_in(row.label(), stored.error());
        }
        state.mappings.emplace(std::pair{std::string(kind.mapping_table), row.id()}, std::move(*stored));
        ++count.imported;
        count.repaired += row.was_repaired() ? 1 : 0;
    }
    state.report.tables.push_back(std::move(count));
    return {};
}

}  // namespace kewp::store
